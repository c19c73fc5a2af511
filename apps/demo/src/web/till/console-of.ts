import type { ConsolePayments } from "@qriskit/console"
import type { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"

/** Payments of the Effect door as the console calls them. */
export const consoleOf = (
  payments: Payments["Service"],
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>,
  watch: ConsolePayments["watch"],
): ConsolePayments => ({
  acceptAmount: (key, decided, of) => run(payments.acceptAmount(key, decided, of)),
  acceptMoney: (key, input, of) => run(payments.acceptMoney(key, input, of)),
  accounts: (query) => run(payments.accounts(query)),
  acts: {
    record: (act, deed) =>
      // Whatever a deed rejects with is handed on as it is.
      // @effect-diagnostics-next-line unknownInEffectCatch:off
      run(payments.acts.record(act, Effect.tryPromise({ try: deed, catch: (error) => error }))),
    list: (query) => run(payments.acts.list(query)),
  },
  anomalies: {
    list: (query) => run(payments.anomalies.list(query)),
    acknowledge: (id, decided) => run(payments.anomalies.acknowledge(id, decided)),
  },
  cancel: (key, options) => run(payments.cancel(key, options)),
  deadLetters: {
    list: (query) => run(payments.deadLetters.list(query)),
    replay: (id) => run(payments.deadLetters.replay(id)),
    skip: (id, decided) => run(payments.deadLetters.skip(id, decided)),
  },
  get: (key, of) => run(payments.get(key, of)),
  health: () => run(payments.health),
  list: (query) => run(payments.list(query)),
  providers: () => run(payments.providers),
  receipts: (query) => run(payments.receipts(query)),
  refresh: (key, of) => run(payments.refresh(key, of)),
  refund: (key, input) => run(payments.refund(key, input)),
  resolveRefund: (key, input, of) => run(payments.resolveRefund(key, input, of)),
  refunds: (key, of) => run(payments.refunds(key, of)),
  statements: {
    arrived: (wanted) => run(payments.statements.arrived(wanted)),
    days: (wanted) => run(payments.statements.days(wanted)),
    dryRun: (statement, options) => run(payments.statements.dryRun(statement, options)),
    findings: (query) => run(payments.statements.findings(query)),
    import: (statement, options) => run(payments.statements.import(statement, options)),
    lines: (query) => run(payments.statements.lines(query)),
    list: (query) => run(payments.statements.list(query)),
    undo: (id, decided) => run(payments.statements.undo(id, decided)),
  },
  timeline: (key, of) => run(payments.timeline(key, of)),
  totals: (query) => run(payments.totals(query)),
  unmatched: (query) => run(payments.unmatched(query)),
  watch,
})
