import type { InvalidConfiguration, RawNotification } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { ActInput } from "./acts/act.js"
import { type ListActs, listActs } from "./acts/act-list.js"
import { beginAct, endAct } from "./acts/record-act.js"
import { Acceptances } from "./callbacks/acceptance.js"
import { receive } from "./callbacks/receiving.js"
import { Strangers } from "./callbacks/strangers.js"
import { Database, type PreparedStatement, type Transaction } from "./database/database.js"
import { type DatabaseOptions, type DatabasePlace, layerDatabase } from "./database/open-database.js"
import { reset } from "./database/reset.js"
import { asGiven } from "./database/schema-name.js"
import { Calls } from "./engine/calls.js"
import { Closing, closedInTime } from "./engine/closing.js"
import { work } from "./engine/engine.js"
import { prune } from "./engine/housekeeping.js"
import { Lanes } from "./engine/lanes.js"
import { reconcileNow, reconcileWithin } from "./engine/reconcile-now.js"
import { Wakeups } from "./engine/wakeups.js"
import { type ListDeadLetters, listDeadLetters, replay, skip } from "./events/dead-letters.js"
import type { PaymentEvent } from "./events/event.js"
import { cursorNow, events, type StreamedEvent } from "./events/event-stream.js"
import { Handled } from "./events/handled.js"
import { Handlers, type Subject } from "./events/handlers.js"
import { asHandlerRun, outsideOfHandlers } from "./events/joined-handler.js"
import { Quickness } from "./events/quickness.js"
import type { Watched, Watcher } from "./events/watchers.js"
import { Watching } from "./events/watching.js"
import { type AcceptMoneyInput, acceptMoney } from "./expecting/accepting.js"
import type { ExpectPaymentInput } from "./expecting/expect-payment.js"
import { expect } from "./expecting/expecting.js"
import { Turns } from "./expecting/turns.js"
import type { DatabaseFailure, InvalidInput, UnusableDatabase } from "./failure.js"
import {
  acceptAmount,
  acknowledge,
  type Decided,
  type ListAnomalies,
  listAnomalies,
} from "./findings/findings.js"
import { refresh } from "./inquiring/asking.js"
import type { ListAttempts, ListEndpoints, ListMessages } from "./onward/asked.js"
import type { AddEndpoint, ChangeEndpoint } from "./onward/endpoint.js"
import { Onward, type OnwardPort, type RotateOptions } from "./onward/port.js"
import type { Resend } from "./onward/resend.js"
import { type CancelOptions, cancel } from "./opening/canceling.js"
import { IntentsTogether } from "./opening/intents-together.js"
import type { OpenOptions, OpenPaymentInput } from "./opening/open-payment.js"
import { open } from "./opening/opening.js"
import { type RefundInput, refund } from "./opening/refunding.js"
import { type ResolveRefundInput, resolveRefund } from "./opening/resolving-refund.js"
import { type ProviderInput, Providers } from "./providers.js"
import { type ListAccounts, listAccounts } from "./reading/account-list.js"
import { health } from "./reading/health.js"
import { type ListPayments, list } from "./reading/listing.js"
import { type ListReceipts, type ListUnmatched, listReceipts, listUnmatched } from "./reading/receipt-list.js"
import { listRefunds } from "./reading/refund-list.js"
import { timeline } from "./reading/timeline.js"
import { providersOnRecord, type TotalsQuery, totals } from "./reading/totals.js"
import type { OfAccount } from "./record/account.js"
import { Together } from "./record/carry-out-together.js"
import { get } from "./record/find.js"
import { redact } from "./record/redaction.js"
import { decodeSettings, type PaymentsSettingsInput, Settings } from "./settings.js"
import { statementVerbs } from "./statements/verbs.js"

/** What the verbs need. */
export type Surroundings =
  | Database
  | Settings
  | Providers
  | Handlers
  | Handled
  | Strangers
  | Wakeups
  | Lanes
  | Calls
  | Quickness
  | Together
  | IntentsTogether
  | Turns
  | Acceptances
  | Onward

/** Clock and tracer are those of whoever calls. */
const SURROUNDINGS = [
  Database,
  Settings,
  Providers,
  Handlers,
  Handled,
  Strangers,
  Wakeups,
  Lanes,
  Calls,
  Quickness,
  Together,
  IntentsTogether,
  Turns,
  Acceptances,
  Onward,
] as const

/** A handler in Effect. `tx` is the transaction in which the delivery is marked. */
export type EffectHandler<R> = (event: PaymentEvent, tx: Transaction) => Effect.Effect<unknown, unknown, R>

const make = Effect.gen(function* () {
  const surroundings = Context.pick(...SURROUNDINGS)(yield* Effect.context<Surroundings>())
  const handlers = yield* Handlers
  const wakeups = yield* Wakeups
  const calls = yield* Calls
  const { verbs: endpoints } = yield* Onward
  const watching = yield* Watching
  const anywhere = <A, E>(effect: Effect.Effect<A, E, Surroundings>): Effect.Effect<A, E> =>
    Effect.provideContext(calls.track(effect), surroundings)
  const within = <A, E>(effect: Effect.Effect<A, E, Surroundings>): Effect.Effect<A, E | DatabaseFailure> =>
    outsideOfHandlers(anywhere(effect))

  const register = <R>(add: (run: <A>(effect: Effect.Effect<A, unknown, R>) => Promise<A>) => () => void) =>
    Effect.gen(function* () {
      const context = yield* Effect.context<R>()
      yield* Effect.acquireRelease(
        Effect.sync(() => add(Effect.runPromiseWith(context))),
        (remove) => Effect.sync(remove),
      )
      yield* wakeups.poke
    })

  return {
    /** Makes an order's QR, once for each key. See `open`. */
    open: (input: OpenPaymentInput, options?: OpenOptions) => within(open(input, options)),
    /** Expects an order's money on a printed QR, with an amount of its own. See `expect`. */
    expect: (input: ExpectPaymentInput) => within(expect(input)),
    /** The record of a key. */
    get: (key: string, of?: OfAccount) => within(get(key, of)),
    /** Records, newest first, in pages. */
    list: (query?: ListPayments) => within(list(query)),
    /** What was asked and what arrived, by provider and status. */
    totals: (query?: TotalsQuery) => within(totals(query)),
    /** Every provider that payments are recorded for. */
    providers: within(providersOnRecord()),
    /** The accounts that payments are recorded for, by name. */
    accounts: (query?: ListAccounts) => within(listAccounts(query)),
    /** Everything that is on record about a payment, oldest first. */
    timeline: (key: string, of?: OfAccount) => within(timeline(key, of)),
    /** Ends a payment that is not paid. */
    cancel: (key: string, options?: CancelOptions) => within(cancel(key, options)),
    /** Gives money back. See `refund`. */
    refund: (key: string, input: RefundInput) => within(refund(key, input)),
    /** Takes a person's word for what became of a refund that nobody knows of. See `resolveRefund`. */
    resolveRefund: (key: string, input: ResolveRefundInput, of?: OfAccount) =>
      within(resolveRefund(key, input, of)),
    /** The refunds of a payment. */
    refunds: (key: string, of?: OfAccount) => within(listRefunds(key, of)),
    /** Asks the provider about a payment now. */
    refresh: (key: string, of?: OfAccount) => within(refresh(key, of)),
    /** Takes a callback and says what to answer. */
    receive: (provider: string, raw: RawNotification, of?: OfAccount) => within(receive(provider, raw, of)),
    /** Does everything that is due now, in this process. */
    reconcileNow: within(reconcileNow()),
    /** The same, for a limited time; tells what is left. */
    reconcileWithin: (withinMillis: number) => within(reconcileWithin(withinMillis)),
    /** Forgets every record, on `memory://` alone: for tests. */
    reset: within(reset()),
    /** Takes an amount other than asked as payment. */
    acceptAmount: (key: string, decided: Decided, of?: OfAccount) => within(acceptAmount(key, decided, of)),
    /** Takes it, on a person's word, that the money of an order on a printed QR arrived. */
    acceptMoney: (key: string, input: AcceptMoneyInput, of?: OfAccount) =>
      within(acceptMoney(key, input, of)),
    /** A statement of yours, outside of any payment: for your own tables in the same database. */
    query: (statement: string | PreparedStatement, values?: ReadonlyArray<unknown>) =>
      within(Effect.flatMap(Database, ({ query, queryAsGiven = query }) => queryAsGiven(statement, values))),
    /** How payments are, for health checks. */
    health: anywhere(health()),
    /** Where the stream of events ends now: the cursor of the latest event. */
    cursor: within(cursorNow()),
    /** Removes personal data of payments that have not changed since. */
    redact: (before: Date) => within(redact(before)),
    /** Deletes callbacks past their retention now, instead of now and then. */
    prune: within(prune()),
    /**
     * Hands events to a handler in the transaction that marks their delivery, until the scope closes. The handler's
     * writes through `tx` happen exactly once.
     */
    on: <R>(subject: Subject, handler: EffectHandler<R>): Effect.Effect<void, never, R | Scope.Scope> =>
      register<R>((run) =>
        handlers.addJoined(subject, (event, tx) => run(asHandlerRun(handler(event, asGiven(tx))))),
      ),
    /**
     * Hands events to a handler outside of any transaction: at least once. For work that takes long, or calls payments.
     */
    onOutside: <R>(
      subject: Subject,
      handler: (event: PaymentEvent) => Effect.Effect<unknown, unknown, R>,
    ): Effect.Effect<void, never, R | Scope.Scope> =>
      register<R>((run) => handlers.addFree(subject, (event) => run(handler(event)))),
    /** Every event of every payment, after `cursor` or from now on, for live pages. */
    events: (cursor?: number): Stream.Stream<StreamedEvent, InvalidInput> =>
      Stream.provideContext(events(cursor), surroundings),
    /**
     * Tells a watcher what happens to a payment, an account's payments or all, by whichever process, until the scope
     * closes. For live pages: all watches of a process share one look at the database. A delivery of `on` is shared
     * among processes instead, and comes again until it is taken.
     */
    watch: (watched: Watched, watcher: Watcher): Effect.Effect<void, never, Scope.Scope> =>
      Effect.asVoid(
        Effect.acquireRelease(
          Effect.sync(() => watching.watch(watched, watcher)),
          (end) => Effect.sync(end),
        ),
      ),
    anomalies: {
      list: (query?: ListAnomalies) => within(listAnomalies(query)),
      acknowledge: (id: number, decided: Decided) => within(acknowledge(id, decided)),
    },
    deadLetters: {
      list: (query?: ListDeadLetters) => within(listDeadLetters(query)),
      replay: (id: number) => within(replay(id)),
      skip: (id: number, decided: Decided) => within(skip(id, decided)),
    },
    acts: {
      /**
       * Stores that somebody is about to do something, does it, and stores what came of it. What cannot be stored is
       * not done: fails as the deed does, and with `InvalidInput`, `NoSuchPayment`, `DatabaseFailure`.
       */
      record: <A, E, R>(input: ActInput, deed: Effect.Effect<A, E, R>) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(within(beginAct(input)), (id) =>
            Effect.onExit(restore(deed), (exit) => Effect.ignore(within(endAct(id, exit)))),
          ),
        ),
      /** What people did, newest first. */
      list: (query?: ListActs) => within(listActs(query)),
    },
    /** Webhooks onward. They want `endpoints` among the options. */
    endpoints: {
      add: (input: AddEndpoint) => within(endpoints.add(input)),
      get: (id: string, of?: OfAccount) => within(endpoints.get(id, of)),
      /** Endpoints, the oldest first, in pages. */
      list: (query?: ListEndpoints) => within(endpoints.list(query)),
      /** Changes an endpoint, stops it, or lets it go on where it stopped. */
      update: (id: string, change: ChangeEndpoint, of?: OfAccount) =>
        within(endpoints.update(id, change, of)),
      /** Makes a new signing secret, and gives it once. The old one signs beside it for a while. */
      rotate: (id: string, options?: RotateOptions) => within(endpoints.rotate(id, options)),
      remove: (id: string, of?: OfAccount) => within(endpoints.remove(id, of)),
      /** Messages, the oldest first, in pages. */
      messages: (query?: ListMessages) => within(endpoints.messages(query)),
      /** Messages that were given up. */
      deadLetters: (query?: Omit<ListMessages, "state">) => within(endpoints.deadLetters(query)),
      /** Attempts, the newest first, in pages. */
      attempts: (query?: ListAttempts) => within(endpoints.attempts(query)),
      /** Sends one message again, or all since a time. */
      resend: (what: Resend, of?: OfAccount) => within(endpoints.resend(what, of)),
      /** Sends a test message now, and gives what came of it. */
      ping: (id: string, of?: OfAccount) => within(endpoints.ping(id, of)),
    },
    /** What acquirers and banks report, beside what is recorded here. */
    statements: statementVerbs(within),
    /** Callbacks as they were received. */
    receipts: (query?: ListReceipts) => within(listReceipts(query)),
    /** Payments that callbacks speak of and no record knows. */
    unmatched: (query?: ListUnmatched) => within(listUnmatched(query)),
  }
})

/** What payments are made of. */
export interface PaymentsOptions extends PaymentsSettingsInput {
  /**
   * The providers that may be named in `open` and `receive`: of the Effect door, or promise clients. May be empty where
   * this process only looks (`work: false`).
   */
  readonly providers: ReadonlyArray<ProviderInput>
  /**
   * Webhooks onward: `endpoints()` of `@qriskit/payments/endpoints`. Every process that works sends its share of them.
   */
  readonly endpoints?: OnwardPort
}

/** The same, with where records are kept. */
export interface PaymentsLayerOptions extends PaymentsOptions, DatabaseOptions {
  /** A `postgres://` URL, a folder for the embedded database, `memory://`, or a PGlite of yours, which you close. */
  readonly database: DatabasePlace
  /** Whether this process asks about payments and hands over events. Default true. */
  readonly work?: boolean
}

/** What a user set, checked. */
const configured = (
  { providers, endpoints = Onward.none, ...settings }: PaymentsOptions,
  isWorking: boolean,
): Layer.Layer<Providers | Settings | Onward, InvalidConfiguration> =>
  Layer.mergeAll(
    Providers.layer(providers, isWorking),
    Layer.succeed(Onward, endpoints),
    Layer.effect(
      Settings,
      Effect.suspend(() => Effect.fromResult(decodeSettings(settings))),
    ),
  )

const surroundings = Layer.mergeAll(
  Strangers.layer,
  Handled.layer,
  Wakeups.layer,
  Lanes.layer,
  Calls.layer,
  Quickness.layer,
  Together.layer,
  IntentsTogether.layer,
  Turns.layer,
  Acceptances.layer,
  Layer.provide(Watching.layer, Wakeups.layer),
).pipe(
  Layer.provideMerge(Closing.layer),
  Layer.provideMerge(Handlers.layer),
  Layer.provideMerge(Layer.effect(Database, Database)),
)

type OverDatabase = Layer.Layer<Payments, never, Database | Providers | Settings | Onward>

const idle = (): OverDatabase => Layer.effect(Payments, make).pipe(Layer.provide(surroundings))

const working = (): OverDatabase =>
  Layer.merge(Layer.effect(Payments, make), Layer.effectDiscard(work)).pipe(Layer.provide(surroundings))

/**
 * Payments that stay true: durable records over any provider.
 *
 * @example
 * ```ts
 * import { Payments } from "@qriskit/payments"
 * import type { QrisProvider } from "@qriskit/core"
 * import * as Effect from "effect/Effect"
 *
 * const program = (zipay: QrisProvider) =>
 *   Effect.gen(function* () {
 *     const payments = yield* Payments
 *     return yield* payments.open({ key: "order-1001", amount: 25_000, provider: "zipay", expiresInMinutes: 30 })
 *   }).pipe(Effect.provide(Payments.layer({ database: "./data", providers: [zipay] })))
 * ```
 */
export class Payments extends Context.Service<Payments, Effect.Success<typeof make>>()(
  "@qriskit/payments/Payments",
) {
  /**
   * Over whatever database is in context, without looking for due work: that is left to `reconcileNow`, or to others.
   */
  static readonly layerIdle = (
    options: PaymentsOptions,
  ): Layer.Layer<Payments, InvalidConfiguration, Database> =>
    idle().pipe(Layer.provide(configured(options, false)))

  /** Over whatever database is in context. */
  static readonly layerOver = (
    options: PaymentsOptions,
  ): Layer.Layer<Payments, InvalidConfiguration, Database> =>
    working().pipe(Layer.provide(configured(options, true)))

  /** With its own database. Fails with `UnusableDatabase` or `InvalidConfiguration`, in one sentence each. */
  static readonly layer = ({
    database,
    work: isWorking = true,
    connections,
    connectMillis,
    statementMillis,
    listenUrl,
    schema,
    migrate,
    migrateMillis,
    ...options
  }: PaymentsLayerOptions): Layer.Layer<Payments, InvalidConfiguration | UnusableDatabase> => {
    const ofUser = configured(options, isWorking)
    const opened = layerDatabase(
      database,
      present({ connections, connectMillis, statementMillis, listenUrl, schema, migrate, migrateMillis }),
    )
    // No database is opened, and no folder made, for what is set wrongly.
    return closedInTime((isWorking ? working : idle)().pipe(Layer.provide(opened))).pipe(
      Layer.provide(ofUser),
    )
  }
}
