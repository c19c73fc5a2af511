import assert from "node:assert/strict"
import {
  type CreatePayment,
  type Payment,
  type PaymentRef,
  type QrisError,
  type QrisProvider,
  Transport,
} from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { Acquirer, WireOperation } from "./acquirer.js"
import { eventually } from "./eventually.js"
import { answerIn, failureIn } from "./exits.js"
import { holdsSecret } from "./leak.js"
import { type ObservedTransport, openObservedTransport } from "./observed-transport.js"
import { makeTable, type Platform, type PlatformOptions } from "./platform.js"
import type { ProviderFacts, ProviderMaking, ProviderSettings, RequestChoice } from "./provider-facts.js"
import { within } from "./within.js"
import { Witness } from "./witness.js"

/** Time enough for every step of a scenario in which nothing is meant to be slow. */
const PATIENT: ProviderSettings = {
  credentials: "right",
  timeouts: { connect: 5_000, headers: 5_000, body: 5_000, deadline: 10_000 },
  retry: { times: 2, baseDelay: 1, maxDelay: 5 },
}

/** For faults that hold an answer back: gives up soon, and does not try again. */
export const HASTY = {
  timeouts: { connect: 500, headers: 250, body: 250, deadline: 600 },
  retry: { times: 0, baseDelay: 1, maxDelay: 5 },
} as const

/** To the acquirer. */
const CONNECTIONS = 8

/** Longer than any of these scenarios may leave somebody waiting, in milliseconds. */
const PROMPT = 1_000

/** A provider made for a scenario, with a connection pool of its own. */
export interface Opened extends Pick<ObservedTransport, "sent" | "nextSend" | "bearers"> {
  readonly provider: QrisProvider
}

/** How a scenario wants its provider: settings of its own, and how many connections. */
export interface OpenOptions extends Partial<ProviderSettings> {
  /** Connections to the acquirer. Default 8. */
  readonly connections?: number
}

/** What a scenario works on: an acquirer of its own, providers against it, and a witness of all they show. */
export interface Bench {
  readonly facts: ProviderFacts
  readonly acquirer: Acquirer
  /** A provider with patient settings. */
  readonly provider: QrisProvider
  readonly witness: Witness
  /** What must not leak: all configured secrets, and what was seen on the wire in secret headers. */
  secrets(): ReadonlyArray<string>
  /** The secrets that an acquirer could echo to `provider`: those configured, and its credentials. */
  echoes(): ReadonlyArray<string>
  /** Another provider against the same acquirer. */
  open(options?: OpenOptions): Promise<Opened>
  /** Whether the harness opens the provider's own accounts. */
  readonly hasPlatform: boolean
  /** The provider's own accounts over a table that is empty yet. Rejects where the harness opens none. */
  openPlatform(options?: PlatformOptions): Promise<Platform>
  /** The same provider and another acquirer, which knows none of this one's payments. */
  elsewhere(): Promise<Bench>
  /** A valid request under a fresh external id. */
  request(choice?: Partial<RequestChoice>): CreatePayment
  /** A payment made by the patient provider. */
  create(choice?: Partial<RequestChoice>): Promise<Payment>
  /** The same, paid by a customer afterwards: what it answers is still the new payment. */
  createPaid(choice?: Partial<RequestChoice>): Promise<Payment>
  /** What an effect succeeds with; rejects when it fails. */
  run<A>(effect: Effect.Effect<A, unknown>): Promise<A>
  /** As `run`; rejects when it takes long. */
  runPromptly<A>(effect: Effect.Effect<A, unknown>): Promise<A>
  /** The error that an effect fails with; rejects when it succeeds, dies, or fails with anything but a `QrisError`. */
  failure(effect: Effect.Effect<unknown, unknown>): Promise<QrisError>
  /** As `failure`, for what may just as well succeed: `undefined` where it does. */
  failureIfAny(effect: Effect.Effect<unknown, unknown>): Promise<QrisError | undefined>
  /** Starts an effect without waiting for it. */
  start<A>(effect: Effect.Effect<A, unknown>): Fiber.Fiber<A, unknown>
  /** Interrupts what was started; rejects when it does not end promptly. */
  interrupt(fiber: Fiber.Fiber<unknown, unknown>): Promise<void>
  /** Waits until so many requests of this verb have reached the acquirer. */
  arrival(operation: WireOperation, requests: number): Promise<void>
  /** How many requests of this verb reach the wire while `during` runs. */
  requestsDuring(operation: WireOperation, during: () => Promise<unknown>): Promise<number>
  /** Rejects when anything that the witness saw holds a secret. */
  assertNoLeak(): void
  /** Closes acquirer and transports. */
  close(): Promise<void>
}

/** A ref as a database gives it back: through JSON, without its class. */
export const stored = (ref: PaymentRef): PaymentRef => JSON.parse(JSON.stringify(ref))

/** Opens a bench for one scenario. */
export const openBench = async <A extends Acquirer>(underTest: ProviderMaking<A>): Promise<Bench> => {
  const witness = new Witness()
  const credentials = new Set<string>()
  const headerSecrets = new Set<string>()
  const secretHeaders = new Set(["authorization", ...(underTest.secretHeaders ?? [])])
  const acquirer = await underTest.openAcquirer()
  const closing: Array<() => Promise<void>> = []
  let count = 0

  const exitOf = <B>(effect: Effect.Effect<B, unknown>): Promise<Exit.Exit<B, unknown>> =>
    Effect.runPromiseExitWith(witness.context)(effect)

  const run = async <B>(effect: Effect.Effect<B, unknown>): Promise<B> =>
    answerIn(await exitOf(effect), witness)

  const observe = (connections: number, connectTimeout: number): ObservedTransport => {
    const observed = openObservedTransport({ connections, connectTimeout }, secretHeaders, (secret, header) =>
      (header === "authorization" ? credentials : headerSecrets).add(secret),
    )
    closing.push(observed.close)
    return observed
  }

  const open = async ({ connections = CONNECTIONS, ...settings }: OpenOptions = {}): Promise<Opened> => {
    const chosen = { ...PATIENT, ...settings }
    const observed = observe(connections, chosen.timeouts.connect)
    const making = Effect.provideService(underTest.make(acquirer, chosen), Transport, observed.transport)
    return { ...observed, provider: await run(making) }
  }

  const openPlatform = async (options: PlatformOptions = {}): Promise<Platform> => {
    if (underTest.accounts === undefined) throw new Error("this harness opens no accounts")
    const { table, ...rows } = makeTable(PATIENT, options)
    const observed = observe(CONNECTIONS, PATIENT.timeouts.connect)
    const opening = underTest.accounts(acquirer, table)
    const accounts = await run(Effect.provideService(opening, Transport, observed.transport))
    return { ...observed, ...rows, accounts }
  }

  const request = (choice: Partial<RequestChoice> = {}): CreatePayment => {
    count += 1
    return underTest.request({ externalId: `conformance-${count}`, ...choice })
  }

  const create = (provider: QrisProvider, choice?: Partial<RequestChoice>): Promise<Payment> =>
    run(provider.create(request(choice)))

  const echoes = (): ReadonlyArray<string> => [...underTest.secrets(acquirer, "right"), ...credentials]

  const secrets = (): ReadonlyArray<string> => [
    ...echoes(),
    ...headerSecrets,
    ...underTest.secrets(acquirer, "wrong"),
  ]

  const close = async (): Promise<void> => {
    // First the acquirer: what it holds back keeps connections busy.
    await acquirer.close()
    await Promise.all(closing.map((closeOne) => closeOne()))
  }

  try {
    const { provider } = await open()
    return {
      facts: underTest,
      acquirer,
      provider,
      witness,
      secrets,
      echoes,
      open,
      hasPlatform: underTest.accounts !== undefined,
      openPlatform,
      elsewhere: async () => {
        const other = await openBench(underTest)
        closing.push(other.close)
        return other
      },
      request,
      create: (choice) => create(provider, choice),
      createPaid: async (choice) => {
        const payment = await create(provider, choice)
        await acquirer.pay(payment.ref)
        return payment
      },
      run,
      runPromptly: (effect) => within(run(effect), PROMPT, "a call must be answered"),
      failure: async (effect) => failureIn(await exitOf(effect), witness),
      failureIfAny: async (effect) => {
        const exit = await exitOf(effect)
        return Exit.isSuccess(exit) ? undefined : failureIn(exit, witness)
      },
      start: (effect) => Effect.runForkWith(witness.context)(effect),
      interrupt: (fiber) =>
        within(Effect.runPromise(Fiber.interrupt(fiber)), PROMPT, "an interrupted call must end"),
      arrival: (operation, requests) =>
        eventually(
          async () => (await acquirer.requests(operation)) >= requests,
          `no ${operation} reached the acquirer`,
        ),
      requestsDuring: async (operation, during) => {
        const before = await acquirer.requests(operation)
        await during()
        return (await acquirer.requests(operation)) - before
      },
      assertNoLeak: () => {
        const known = secrets()
        for (const { where, text } of witness.sightings()) {
          assert.ok(!holdsSecret(text, known), `a secret shows in ${where === "error" ? "an" : "a"} ${where}`)
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
