import type { Cancels, QrisProvider, Refunds } from "@qriskit/core"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import type { AccessToken } from "@qriskit/provider-zipay"
import { createZipay } from "@qriskit/provider-zipay/promise"
import {
  type RawCallback,
  type Sandbox,
  type SandboxControl,
  type Span,
  startSandbox,
} from "@qriskit/sandbox"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { connected } from "../../src/database/connected.js"
import { Database } from "../../src/database/database.js"
import type { OpenPaymentInput } from "../../src/opening/open-payment.js"
import { Payments, type PaymentsOptions } from "../../src/payments.js"
import type { TestDatabase } from "./databases.js"
import { manualClock } from "./manual-clock.js"

/** The time at which every test begins. */
export const START = new Date("2026-04-07T03:00:00.000Z")

/** How long Xendit's refunds are pending, in milliseconds: nobody else's are. */
export const REFUND_PENDING = 300_000

export type PaymentsService = Payments["Service"]

/** Payments over the emulated acquirers, with one clock for all that only tests move. */
export interface World {
  readonly sandbox: Sandbox
  readonly control: SandboxControl
  readonly zipay: QrisProvider
  readonly ifortepay: QrisProvider & Cancels
  readonly midtrans: QrisProvider & Cancels & Refunds
  readonly xendit: QrisProvider & Cancels & Refunds
  readonly database: TestDatabase
  readonly clock: ReturnType<typeof manualClock>
  /** Payments as the process that runs now has them. */
  payments: PaymentsService
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A>
  /** The error that an effect fails with. */
  error<A, E>(effect: Effect.Effect<A, E>): Promise<E>
  /** Moves the acquirers' clock and ours. */
  advance(span: Span): Promise<void>
  /** One more process on the same database, without due work of its own. */
  spawn(how: Spawn): Promise<Spawned>
  /** Ends this process's payments and starts new ones on the same database. */
  restart(options?: Partial<PaymentsOptions>): Promise<PaymentsService>
  /** Everything empty again, and the clock back at its start. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** What a process of its own differs in. */
export interface Spawn {
  readonly options?: Partial<PaymentsOptions>
  readonly decorate?: Decoration
  /** Its own clock, which may be wrong: then the world's is the database's. */
  readonly clock?: Clock.Clock
  /** It takes its own clock for the database's, as no build may. */
  readonly isTimeOwn?: boolean
}

/** A process's payments. */
export interface Spawned {
  readonly payments: PaymentsService
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A>
  end(): Promise<void>
}

/** What stands between payments and what they call, so that tests can make it fail. */
export interface Decoration {
  readonly database: (service: Database["Service"]) => Database["Service"]
  readonly provider: <P extends QrisProvider & Partial<Cancels & Refunds>>(provider: P) => P
}

/** How long a client waits, in milliseconds. Whoever meets many silences waits little for each. */
type Patience = Readonly<Record<"connect" | "headers" | "body" | "deadline", number>>

/** Long enough for a machine that has much else to do. */
const PATIENT: Patience = { connect: 5_000, headers: 1_000, body: 1_000, deadline: 15_000 }

/** For histories of many faults, in which any call may remain without an answer. */
export const IMPATIENT: Patience = { connect: 500, headers: 300, body: 300, deadline: 2_000 }

const UNDECORATED: Decoration = { database: (service) => service, provider: (provider) => provider }

export const openWorld = async (
  database: TestDatabase,
  defaults: Partial<PaymentsOptions> = {},
  decorate: Decoration = UNDECORATED,
  timeouts: Patience = PATIENT,
): Promise<World> => {
  const sandbox = await startSandbox({
    clock: "manual",
    startAt: START,
    xendit: { refundMs: REFUND_PENDING },
  })
  const patience = { retry: { times: 0 }, timeouts }
  const tokens = new Map<string, AccessToken>()
  const tokenStore = {
    get: (key: string) => Effect.sync(() => tokens.get(key)),
    set: (key: string, token: AccessToken) => Effect.sync(() => void tokens.set(key, token)),
  }
  const zipayClient = createZipay(
    { ...only(sandbox.zipay, ["userId", "password", "merchantId", "merchantKey", "baseUrl"]), ...patience },
    { tokenStore },
  )
  const ifortepayClient = createIfortepay({
    ...only(sandbox.ifortepay, ["merchantId", "secretUnboundId", "hashKey", "baseUrl"]),
    channel: "NOBU",
    ...patience,
  })
  const midtransClient = createMidtrans({
    ...only(sandbox.midtrans, ["serverKey", "baseUrl"]),
    ...patience,
  })
  const xenditClient = createXendit({
    ...only(sandbox.xendit, ["secretKey", "callbackToken", "baseUrl"]),
    ...patience,
  })
  const clients = [zipayClient, ifortepayClient, midtransClient, xenditClient]
  const clock = manualClock(START)
  const runBy =
    (by: Clock.Clock) =>
    <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
      Effect.runPromise(Effect.provideService(effect, Clock.Clock, by))
  const run = runBy(clock)

  const spawn = async ({
    options = {},
    decorate: how = decorate,
    clock: own,
    isTimeOwn,
  }: Spawn): Promise<Spawned> => {
    const scope = Scope.makeUnsafe()
    const driver =
      own === undefined || isTimeOwn === true
        ? database.driver
        : { ...database.driver, now: () => clock.currentTimeMillisUnsafe() }
    const layer = Payments.layerIdle({
      // What a killed process was doing never ends.
      closeMillis: 0,
      providers: clients.map(({ effect }): QrisProvider & Partial<Cancels & Refunds> => how.provider(effect)),
      ...defaults,
      ...options,
    }).pipe(Layer.provide(Layer.succeed(Database, how.database(connected(driver)))))
    const runOwn = runBy(own ?? clock)
    const context = await runOwn(Scope.provide(Layer.build(layer), scope))
    return {
      payments: Effect.runSync(Effect.provideContext(Effect.service(Payments), context)),
      run: runOwn,
      end: () => Effect.runPromise(Scope.close(scope, Exit.void)),
    }
  }
  let current = await spawn({})

  const world: World = {
    sandbox,
    control: sandbox.control,
    zipay: zipayClient.effect,
    ifortepay: ifortepayClient.effect,
    midtrans: midtransClient.effect,
    xendit: xenditClient.effect,
    database,
    clock,
    payments: current.payments,
    run,
    spawn,
    error: (effect) => run(Effect.flip(effect)) as Promise<never>,
    advance: async (span) => {
      clock.set((await sandbox.control.advance(span)).getTime())
    },
    restart: async (options) => {
      await current.end()
      current = await spawn(options === undefined ? {} : { options })
      world.payments = current.payments
      return world.payments
    },
    reset: async () => {
      await sandbox.control.faults.clear()
      await sandbox.control.reset()
      tokens.clear()
      clock.set(START.getTime())
      await database.reset()
      await world.restart()
    },
    close: async () => {
      await current.end()
      await Promise.all(clients.map((client) => client.close()))
      await sandbox.close()
    },
  }
  return world
}

const only = <A extends object, K extends keyof A>(object: A, keys: ReadonlyArray<K>): Pick<A, K> =>
  Object.fromEntries(keys.map((key) => [key, object[key]])) as Pick<A, K>

/** An order at Zipay. */
export const zipayOrder = (key = "order-1001", amount = 25_000): OpenPaymentInput => ({
  key,
  amount,
  provider: "zipay",
})

/** An order at iFortepay. */
export const ifortepayOrder = (key = "order-1001", amount = 25_000): OpenPaymentInput => ({
  key,
  amount,
  provider: "ifortepay",
  expiresInMinutes: 15,
  description: "Two coffees",
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
})

/** An order at Midtrans, which gives money back. */
export const midtransOrder = (key = "order-1001", amount = 25_000): OpenPaymentInput => ({
  key,
  amount,
  provider: "midtrans",
})

/** An order at Xendit, whose refunds take a while and are known by its own ids only. */
export const xenditOrder = (key = "order-1001", amount = 25_000): OpenPaymentInput => ({
  key,
  amount,
  provider: "xendit",
})

/** What the acquirer would send about a payment, as `receive` takes it. */
export const rawOf = ({ headers, body }: RawCallback) => ({ headers, body })
