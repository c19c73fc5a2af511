import { AsyncLocalStorage } from "node:async_hooks"
import type { RawNotification } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Act, ActInput } from "./acts/act.js"
import type { ListActs } from "./acts/act-list.js"
import type { Reply } from "./callbacks/receiving.js"
import type { PreparedStatement, Row, Transaction } from "./database/database.js"
import type { Reconciled } from "./engine/reconcile-now.js"
import type { DeadLetter, ListDeadLetters } from "./events/dead-letters.js"
import type { PaymentEvent } from "./events/event.js"
import type { StreamedEvent } from "./events/event-stream.js"
import type { FreeHandler, Subject } from "./events/handlers.js"
import { CurrentHandlerRun, type HandlerRun } from "./events/joined-handler.js"
import type { Watched, Watcher } from "./events/watchers.js"
import type { AcceptMoneyInput } from "./expecting/accepting.js"
import type { ExpectPaymentInput } from "./expecting/expect-payment.js"
import type { Anomaly, Decided, ListAnomalies } from "./findings/findings.js"
import { type EndpointsClient, endpointsClient } from "./onward/client.js"
import type { CancelOptions } from "./opening/canceling.js"
import type { OpenOptions, OpenPaymentInput } from "./opening/open-payment.js"
import type { RefundInput } from "./opening/refunding.js"
import type { ResolveRefundInput } from "./opening/resolving-refund.js"
import { type ObservedOptions, observed } from "./opentelemetry/observed.js"
import { Payments, type PaymentsLayerOptions } from "./payments.js"
import type { ListAccounts } from "./reading/account-list.js"
import type { PaymentsHealth } from "./reading/health.js"
import type { ListPayments, PaymentPage } from "./reading/listing.js"
import type { ListReceipts, ListUnmatched, Receipt, Unmatched } from "./reading/receipt-list.js"
import type { TimelineEntry } from "./reading/timeline.js"
import type { Total, TotalsQuery } from "./reading/totals.js"
import type { OfAccount } from "./record/account.js"
import type { PaymentRecord } from "./record/record.js"
import type { Redacted } from "./record/redaction.js"
import type { PaymentRefund } from "./record/refund.js"
import { type StatementsClient, statementsClient } from "./statements/promise.js"

/** Payments for code without Effect. Every promise rejects with the same errors as the Effect door fails with. */
export interface PaymentsClient extends AsyncDisposable {
  /**
   * Makes an order's QR, once for each key. Rejects with `InvalidInput`, `NoSuchProvider`, `IdempotencyConflict`,
   * `QrisError` (nothing was made) or `DatabaseFailure`. A create whose outcome is unknown gives a record that says so.
   */
  open(input: OpenPaymentInput, options?: OpenOptions): Promise<PaymentRecord>
  /**
   * Expects an order's money on a printed QR: reserves an amount that no other open order has there, the order's own or
   * a few rupiah more, and gives the code with it. Once for each key. Rejects with `InvalidInput`, `NoSuchProvider`,
   * `IdempotencyConflict`, `NoFreeAmount`, `QrisError` (an account that cannot be had) or `DatabaseFailure`.
   */
  expect(input: ExpectPaymentInput): Promise<PaymentRecord>
  /** The record of a key. Rejects with `NoSuchPayment`. */
  get(key: string, of?: OfAccount): Promise<PaymentRecord>
  /** Records, newest first, in pages. */
  list(query?: ListPayments): Promise<PaymentPage>
  /** What was asked and what arrived, by provider and status. Rejects with `InvalidInput`. */
  totals(query?: TotalsQuery): Promise<ReadonlyArray<Total>>
  /** Every provider that payments are recorded for, also those that are no longer configured. */
  providers(): Promise<ReadonlyArray<string>>
  /** The accounts that payments are recorded for, by name. Rejects with `InvalidInput`. */
  accounts(query?: ListAccounts): Promise<ReadonlyArray<string>>
  /** Everything that is on record about a payment, oldest first. Rejects with `NoSuchPayment`. */
  timeline(key: string, of?: OfAccount): Promise<ReadonlyArray<TimelineEntry>>
  /** Ends a payment that is not paid. Rejects with `NoSuchPayment`, `WrongState`, `QrisError`. */
  cancel(key: string, options?: CancelOptions): Promise<PaymentRecord>
  /**
   * Gives money back: all that is left, or `amount`, several times, never more than arrived. Rejects with
   * `InvalidInput`, `NoSuchPayment`, `WrongState`, `NotRefundable` (a sentence for the operator),
   * `IdempotencyConflict`, `QrisError` (nothing was given back). A refund whose outcome is unknown is returned as that,
   * and found again by asking.
   */
  refund(key: string, input: RefundInput): Promise<PaymentRefund>
  /**
   * Takes a person's word for what became of a refund of which the provider says nothing: it went back, or it stayed
   * and may be given back anew. Only for one that is `unknown` or `pending`. What the provider says later is what
   * counts, and where that is something else it is the finding `refund_contradicted`. Rejects with `InvalidInput`,
   * `NoSuchPayment`, `NoSuchRefund`, `WrongRefundState`.
   */
  resolveRefund(key: string, input: ResolveRefundInput, of?: OfAccount): Promise<PaymentRecord>
  /** The refunds of a payment, in their order. Rejects with `NoSuchPayment`. */
  refunds(key: string, of?: OfAccount): Promise<ReadonlyArray<PaymentRefund>>
  /** Asks the provider about a payment now. Rejects with `NoSuchPayment`, `QrisError`. */
  refresh(key: string, of?: OfAccount): Promise<PaymentRecord>
  /** Takes a callback and says what to answer. Rejects with `NoSuchProvider`; of an account also with `QrisError`. */
  receive(provider: string, raw: RawNotification, of?: OfAccount): Promise<Reply>
  /** Does everything that is due now, in this process. Gives the number of inquiries made and events handed over. */
  reconcileNow(): Promise<number>
  /**
   * The same for a platform that lets code run only so long (a scheduled function): begins nothing new after
   * `withinMillis`, and tells what is left. Rejects with `InvalidInput`.
   */
  reconcileNow(limits: { readonly withinMillis: number }): Promise<Reconciled>
  /**
   * Forgets every record, so that the next test begins with nothing. Only on `memory://`; rejects with `InvalidInput`
   * on any other database. Call it when nothing is under way.
   */
  reset(): Promise<void>
  /** Takes an amount other than asked as payment. Rejects with `NoSuchPayment`, `WrongState`, `InvalidInput`. */
  acceptAmount(key: string, decided: Decided, of?: OfAccount): Promise<PaymentRecord>
  /**
   * Takes it, on a person's word, that the money of an order on a printed QR arrived: by a claim of `unmatched`, or by
   * what was seen elsewhere. Rejects with `NoSuchPayment`, `NotExpected`, `WrongState`, `NoSuchItem`, `InvalidInput`.
   */
  acceptMoney(key: string, input: AcceptMoneyInput, of?: OfAccount): Promise<PaymentRecord>
  /**
   * A statement of yours, outside of any payment: for your own tables in the same database, as `tx.query` within a
   * handler. Rejects with `DatabaseFailure`.
   */
  query(statement: string | PreparedStatement, values?: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /** How payments are, for health checks. Rejects with `DatabaseFailure`. */
  health(): Promise<PaymentsHealth>
  /** Removes personal data of payments that have not changed since. */
  redact(before: Date): Promise<Redacted>
  /**
   * Hands events to a handler in the transaction that marks their delivery: its writes through `tx` happen exactly
   * once. With `{ transaction: false }` it runs outside of any: at least once, for work that takes long or calls
   * payments. Returns what takes it off again.
   */
  on(subject: Subject, handler: (event: PaymentEvent, tx: Transaction) => Promise<unknown>): () => void
  on(
    subject: Subject,
    handler: (event: PaymentEvent) => Promise<unknown>,
    options: { readonly transaction: false },
  ): () => void
  /** Every event of every payment, after `cursor` or from now on, for live pages. End it by leaving the loop. */
  events(cursor?: number): AsyncIterable<StreamedEvent>
  /**
   * Tells a watcher what happens to a payment (`{ key, account }`), to an account's payments (`{ account }`) or to all
   * (`{}`), by whichever process. For live pages: all watches of a process share one look at the database. Returns what
   * ends it. It waits while the database is away, and misses nothing.
   *
   * @example
   * ```ts
   * import type { PaymentsClient } from "@qriskit/payments/promise"
   *
   * const follow = (payments: PaymentsClient, key: string, show: (status: string) => void) => {
   *   const look = () => void payments.get(key).then(({ status }) => show(status), console.error)
   *   return payments.watch({ key }, { begun: look, happened: look })
   * }
   * ```
   */
  watch(watched: Watched, watcher: Watcher): () => void
  /** Where the stream of events ends now: the cursor of the latest event, 0 where there is none. */
  cursor(): Promise<number>
  readonly anomalies: {
    list(query?: ListAnomalies): Promise<ReadonlyArray<Anomaly>>
    acknowledge(id: number, decided: Decided): Promise<void>
  }
  readonly deadLetters: {
    list(query?: ListDeadLetters): Promise<ReadonlyArray<DeadLetter>>
    replay(id: number): Promise<void>
    skip(id: number, decided: Decided): Promise<void>
  }
  readonly acts: {
    /**
     * Stores that somebody is about to do something, does it, and stores what came of it. What cannot be stored is not
     * done: rejects as the deed does, and with `InvalidInput`, `NoSuchPayment`, `DatabaseFailure`.
     */
    record<A>(act: ActInput, deed: () => Promise<A>): Promise<A>
    /** What people did, newest first. */
    list(query?: ListActs): Promise<ReadonlyArray<Act>>
  }
  /** Webhooks onward. Each rejects with `InvalidInput` where payments were given no `endpoints`. */
  readonly endpoints: EndpointsClient
  /** What acquirers and banks report, beside what is recorded here. */
  readonly statements: StatementsClient
  /** Callbacks as they were received, with what was made of them, oldest first unless `newestFirst`. */
  receipts(query?: ListReceipts): Promise<ReadonlyArray<Receipt>>
  /** Payments that callbacks speak of and no record knows, oldest first. */
  unmatched(query?: ListUnmatched): Promise<ReadonlyArray<Unmatched>>
  /** The providers and accounts that payments were given, as they were given: for whoever receives their callbacks. */
  readonly configured: PaymentsLayerOptions["providers"]
  /** Ends work under way, and closes the database. The providers stay open: whoever made them closes them. */
  close(): Promise<void>
}

/** What `createPayments` takes. */
export interface CreatePaymentsOptions extends PaymentsLayerOptions, ObservedOptions {}

/**
 * Payments for code without Effect. Rejects with `InvalidConfiguration` or `UnusableDatabase`.
 *
 * @example
 * ```ts
 * import { createPayments } from "@qriskit/payments/promise"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({ userId: "partner-contoh", password: "…", merchantId: "3", merchantKey: "…" })
 * const payments = await createPayments({ database: "./data", providers: [zipay] })
 * payments.on("paid", async (event, tx) => {
 *   await tx.query("update orders set paid = true where id = $1", [event.key])
 * })
 * const record = await payments.open({ key: "order-1001", amount: 25_000, provider: "zipay", expiresInMinutes: 30 })
 * console.log(record.qr?.payload)
 * await payments.close()
 * ```
 */
export const createPayments = async ({
  tracer,
  tracerProvider,
  meterProvider,
  ...options
}: CreatePaymentsOptions): Promise<PaymentsClient> => {
  const { context, watch: observe } = observed(present({ tracer, tracerProvider, meterProvider }))
  // Also for the work that no call waits for.
  const runtime = ManagedRuntime.make(
    Payments.layer(options).pipe(Layer.provide(Layer.succeedContext(context))),
  )
  const payments = await runtime.runPromise(Effect.service(Payments)).catch(async (error: unknown) => {
    await runtime.dispose()
    throw error
  })
  const handlerRuns = new AsyncLocalStorage<HandlerRun | undefined>()
  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
    Effect.runPromise(
      Effect.provideContext(effect, Context.add(context, CurrentHandlerRun, handlerRuns.getStore())),
    )

  const untilEnded = (registered: Effect.Effect<void, never, Scope.Scope>): (() => void) => {
    const scope = Scope.makeUnsafe()
    Effect.runSync(Scope.provide(registered, scope))
    return () => Effect.runSync(Scope.close(scope, Exit.void))
  }
  const on: PaymentsClient["on"] = (
    subject: Subject,
    handler: (event: PaymentEvent, tx: Transaction) => Promise<unknown>,
    { transaction = true }: { readonly transaction?: boolean } = {},
  ) => {
    return untilEnded(
      transaction
        ? payments.on(subject, (event, tx) =>
            Effect.flatMap(CurrentHandlerRun, (current) =>
              Effect.promise(async () => handlerRuns.run(current, () => handler(event, tx))),
            ),
          )
        : // The overload without a transaction takes no `tx`.
          payments.onOutside(subject, (event) => Effect.promise(async () => (handler as FreeHandler)(event))),
    )
  }

  function reconcileNow(): Promise<number>
  function reconcileNow(limits: { readonly withinMillis: number }): Promise<Reconciled>
  function reconcileNow(limits?: { readonly withinMillis: number }): Promise<number | Reconciled> {
    return limits === undefined
      ? run(payments.reconcileNow)
      : run(payments.reconcileWithin(limits.withinMillis))
  }

  const unobserve = observe(() => run(payments.health))
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    unobserve()
    closing ??= runtime.dispose()
    return closing
  }

  return {
    open: (input, opening) => run(payments.open(input, opening)),
    expect: (input) => run(payments.expect(input)),
    get: (key, of) => run(payments.get(key, of)),
    list: (query) => run(payments.list(query)),
    totals: (query) => run(payments.totals(query)),
    providers: () => run(payments.providers),
    accounts: (query) => run(payments.accounts(query)),
    timeline: (key, of) => run(payments.timeline(key, of)),
    cancel: (key, canceling) => run(payments.cancel(key, canceling)),
    refund: (key, input) => run(payments.refund(key, input)),
    resolveRefund: (key, input, of) => run(payments.resolveRefund(key, input, of)),
    refunds: (key, of) => run(payments.refunds(key, of)),
    refresh: (key, of) => run(payments.refresh(key, of)),
    receive: (provider, raw, of) => run(payments.receive(provider, raw, of)),
    reconcileNow,
    reset: () => run(payments.reset),
    acceptAmount: (key, decided, of) => run(payments.acceptAmount(key, decided, of)),
    acceptMoney: (key, input, of) => run(payments.acceptMoney(key, input, of)),
    query: (statement, values) => run(payments.query(statement, values)),
    health: () => run(payments.health),
    redact: (before) => run(payments.redact(before)),
    on,
    events: (cursor) => Stream.toAsyncIterable(payments.events(cursor)),
    watch: (watched, watcher) => untilEnded(payments.watch(watched, watcher)),
    cursor: () => run(payments.cursor),
    anomalies: {
      list: (query) => run(payments.anomalies.list(query)),
      acknowledge: (id, decided) => run(payments.anomalies.acknowledge(id, decided)),
    },
    deadLetters: {
      list: (query) => run(payments.deadLetters.list(query)),
      replay: (id) => run(payments.deadLetters.replay(id)),
      skip: (id, decided) => run(payments.deadLetters.skip(id, decided)),
    },
    acts: {
      record: (act, deed) =>
        // Whatever a deed rejects with is handed on as it is.
        // @effect-diagnostics-next-line unknownInEffectCatch:off
        run(payments.acts.record(act, Effect.tryPromise({ try: deed, catch: (error) => error }))),
      list: (query) => run(payments.acts.list(query)),
    },
    endpoints: endpointsClient(payments.endpoints, run),
    statements: statementsClient(payments.statements, run),
    receipts: (query) => run(payments.receipts(query)),
    unmatched: (query) => run(payments.unmatched(query)),
    configured: options.providers,
    close,
    [Symbol.asyncDispose]: close,
  }
}

export { inspectSchema, migrateDatabase, type SchemaState } from "./database/open-database.js"
export type {
  Counter,
  Gauge,
  Histogram,
  Meter,
  MeterProvider,
  MetricAttributes,
  MetricOptions,
  ObservableGauge,
  ObservableResult,
} from "./opentelemetry/meter-provider.js"
export type { ObservedOptions } from "./opentelemetry/observed.js"
