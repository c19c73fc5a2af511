import type { ConsolePayments } from "@qriskit/console"
import type { PaymentsPort } from "@qriskit/nestjs"
import {
  Database,
  layerDatabase,
  type OfAccount,
  type OpenPaymentInput,
  type PaymentEvent,
  type PaymentRecord,
  Payments,
  type ProviderInput,
  type Row,
  type Transaction,
  type Watched,
  type Watcher,
} from "@qriskit/payments"
import { type OnwardPort, endpoints as onward } from "@qriskit/payments/endpoints"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Scope from "effect/Scope"
import { consoleOf } from "./console-of.js"
import { endpointsOf, type TillEndpoints } from "./endpoints-of.js"

/** What a till works with. */
export interface TillOptions {
  /** A `postgres://` URL, a folder, or `memory://`. */
  readonly database: string
  readonly providers: ReadonlyArray<ProviderInput>
  /** Webhooks onward. */
  readonly endpoints?: OnwardPort
  /** Where spans go. */
  readonly tracing: Layer.Layer<never>
}

/**
 * Durable payments, and the one database they are in: the books read it, passwords and sessions are kept in it. An
 * embedded database belongs to one opener, so that payments and everything else share this one.
 */
export interface Till {
  open(input: OpenPaymentInput): Promise<PaymentRecord>
  get(key: string, of: OfAccount): Promise<PaymentRecord>
  cancel(key: string, of: OfAccount): Promise<PaymentRecord>
  /** Tells what happens to a payment, by this process or another. Returns what ends it. */
  watch(watched: Watched, watcher: Watcher): () => void
  /**
   * Hears what other processes say on a channel (`pg_notify`), until the till closes. An embedded database has none.
   */
  listen(channel: string, heard: (said: string) => void): void
  /** One statement in a transaction of its own. Rejects with `DatabaseFailure`. */
  query(statement: string, values?: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /** What the console shows, and acts on. */
  readonly console: ConsolePayments
  /** Who is told of payments by webhooks onward. */
  readonly endpoints: TillEndpoints
  /** What `QrisModule` takes as its payments. */
  readonly port: PaymentsPort
}

/** Opens the database, brings it up to date, and begins to look for due work. Rejects with `UnusableDatabase`. */
export const openTill = async ({
  database,
  providers,
  endpoints = onward(),
  tracing,
}: TillOptions): Promise<Till> => {
  const runtime = ManagedRuntime.make(
    Payments.layerOver({ providers, endpoints }).pipe(
      Layer.provideMerge(layerDatabase(database)),
      Layer.provideMerge(tracing),
    ),
  )
  const services = Effect.all({ payments: Effect.service(Payments), store: Effect.service(Database) })
  const { payments, store } = await runtime.runPromise(services).catch(async (error: unknown) => {
    await runtime.dispose()
    throw error
  })

  const handed = (register: Effect.Effect<void, never, Scope.Scope>) => {
    const scope = Scope.makeUnsafe()
    runtime.runSync(Scope.provide(register, scope))
    return () => runtime.runSync(Scope.close(scope, Exit.void))
  }
  const on: PaymentsPort["on"] = (
    subject: "*",
    handler: (event: PaymentEvent, tx: Transaction) => Promise<unknown>,
    options?: { readonly transaction: false },
  ) =>
    handed(
      options === undefined
        ? payments.on(subject, (event, tx) => Effect.promise(() => handler(event, tx)))
        : // Whoever wants no transaction takes no second argument.
          payments.onOutside(subject, (event) =>
            Effect.promise(() => (handler as (event: PaymentEvent) => Promise<unknown>)(event)),
          ),
    )

  const watch: Till["watch"] = (watched, watcher) => handed(payments.watch(watched, watcher))

  return {
    open: (input) => runtime.runPromise(payments.open(input)),
    get: (key, of) => runtime.runPromise(payments.get(key, of)),
    cancel: (key, of) => runtime.runPromise(payments.cancel(key, of)),
    watch,
    listen: (channel, heard) => {
      const listening = store.listen?.(channel, heard)
      if (listening !== undefined) runtime.runFork(Effect.scoped(Effect.andThen(listening, Effect.never)))
    },
    query: (statement, values = []) =>
      runtime.runPromise(store.transaction((tx) => tx.query(statement, values))),
    console: consoleOf(payments, (effect) => runtime.runPromise(effect), watch),
    endpoints: endpointsOf(payments.endpoints, (effect) => runtime.runPromise(effect)),
    port: {
      receive: (provider, raw, of) => runtime.runPromise(payments.receive(provider, raw, of)),
      get: (key, of) => runtime.runPromise(payments.get(key, of)),
      health: () => runtime.runPromise(payments.health),
      on,
      close: () => runtime.dispose(),
    },
  }
}

/** The token of the till. */
export const TILL = Symbol.for("@qriskit/demo/till")
