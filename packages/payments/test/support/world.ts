import type { Cancels, QrisProvider, Refunds } from "@qriskit/core"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
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

export type PaymentsService = Payments["Service"]

/** Payments over the emulated acquirers, with one clock for all that only tests move. */
export interface World {
  readonly sandbox: Sandbox
  readonly control: SandboxControl
  readonly zipay: QrisProvider
  readonly ifortepay: QrisProvider & Cancels
  readonly midtrans: QrisProvider & Cancels & Refunds
  readonly database: TestDatabase
  readonly clock: ReturnType<typeof manualClock>
  /** Payments as the process that runs now has them. */
  payments: PaymentsService
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A>
  /** The error that an effect fails with. */
  error<A, E>(effect: Effect.Effect<A, E>): Promise<E>
  /** Moves the acquirers' clock and ours. */
  advance(span: Span): Promise<void>
  /** Ends this process's payments and starts new ones on the same database. */
  restart(options?: Partial<PaymentsOptions>): Promise<PaymentsService>
  /** Everything empty again, and the clock back at its start. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** What stands between payments and what they call, so that tests can make it fail. */
export interface Decoration {
  readonly database: (service: Database["Service"]) => Database["Service"]
  readonly provider: <P extends QrisProvider & Partial<Cancels & Refunds>>(provider: P) => P
}

const UNDECORATED: Decoration = { database: (service) => service, provider: (provider) => provider }

export const openWorld = async (
  database: TestDatabase,
  defaults: Partial<PaymentsOptions> = {},
  decorate: Decoration = UNDECORATED,
): Promise<World> => {
  const sandbox = await startSandbox({ clock: "manual", startAt: START })
  const patience = {
    retry: { times: 0 },
    timeouts: { connect: 500, headers: 300, body: 300, deadline: 2_000 },
  }
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
  const clock = manualClock(START)
  let scope: Scope.Closeable | undefined

  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
    Effect.runPromise(Effect.provideService(effect, Clock.Clock, clock))

  const start = async (options: Partial<PaymentsOptions> = {}): Promise<PaymentsService> => {
    scope = Scope.makeUnsafe()
    const layer = Payments.layerIdle({
      // What a killed process was doing never ends.
      closeMillis: 0,
      providers: [zipayClient.effect, ifortepayClient.effect, midtransClient.effect].map(decorate.provider),
      ...defaults,
      ...options,
    }).pipe(Layer.provide(Layer.succeed(Database, decorate.database(connected(database.driver)))))
    const context = await run(Scope.provide(Layer.build(layer), scope))
    return Effect.runSync(Effect.provideContext(Effect.service(Payments), context))
  }

  const world: World = {
    sandbox,
    control: sandbox.control,
    zipay: zipayClient.effect,
    ifortepay: ifortepayClient.effect,
    midtrans: midtransClient.effect,
    database,
    clock,
    payments: await start(),
    run,
    error: (effect) => run(Effect.flip(effect)) as Promise<never>,
    advance: async (span) => {
      clock.set((await sandbox.control.advance(span)).getTime())
    },
    restart: async (options) => {
      if (scope !== undefined) await Effect.runPromise(Scope.close(scope, Exit.void))
      world.payments = await start(options)
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
      if (scope !== undefined) await Effect.runPromise(Scope.close(scope, Exit.void))
      await zipayClient.close()
      await ifortepayClient.close()
      await midtransClient.close()
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

/** What the acquirer would send about a payment, as `receive` takes it. */
export const rawOf = ({ headers, body }: RawCallback) => ({ headers, body })
