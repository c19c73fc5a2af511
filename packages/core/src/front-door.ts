import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Result from "effect/Result"
import * as Tracer from "effect/Tracer"
import type { Capabilities } from "./capabilities.js"
import { QrisError } from "./error.js"
import { invalidNetwork, type NetworkOptions } from "./network.js"
import type {
  Notification,
  NotificationReply,
  NotificationSubject,
  RawNotification,
  ReplyOutcome,
} from "./notification.js"
import { type TracingOptions, tracerOf } from "./opentelemetry/tracing.js"
import type { CreatePayment, Payment, PaymentRef } from "./payment.js"
import type { QrisProvider } from "./provider.js"
import { readerOf } from "./provider-kit/notifications.js"
import { beginWithoutFiber, hasEnded } from "./provider-kit/without-fiber.js"
import { type OpenTransport, Transport } from "./transport.js"

/** Options of one call. */
export interface CallOptions {
  /** Gives up the call when aborted. The promise rejects with the signal's reason; what the provider did is unknown. */
  readonly signal?: AbortSignal
}

/** Options of a front door, beside the provider's own configuration. */
export interface FrontDoorOptions extends TracingOptions {
  /** Replaces the default transport. Whoever made it closes it. */
  readonly transport?: Transport["Service"]
  /**
   * How the default transport crosses a company's network: proxy, certificates, address family, a dispatcher of one's
   * own. Settings that cannot be right are `InvalidConfiguration`, thrown at once.
   */
  readonly network?: NetworkOptions
}

/** `Notifications` with promises. */
export interface PromiseNotifications {
  /** Whom a callback is about. Needs no secret and proves nothing. Rejects with `InvalidNotification`. */
  peek(raw: RawNotification): Promise<NotificationSubject>
  /**
   * Verifies what the provider lets one verify and reads the claim; with `expected`, ids other than those of the stored
   * reference are refused. Rejects with `InvalidNotification`.
   */
  read(raw: RawNotification, expected?: PaymentRef): Promise<Notification>
  /** The answer that the provider wants to hear. */
  reply(outcome: ReplyOutcome): NotificationReply
}

/**
 * A provider for code without Effect. Every promise rejects with a `QrisError`, the very one of the Effect door; an
 * aborted call with its signal's reason.
 *
 * `Input` is what `create` takes: plain values, validated. A stored `PaymentRef` is accepted as `JSON.parse` gives it.
 */
export interface PromiseProvider<
  P extends QrisProvider = QrisProvider,
  Input = (typeof CreatePayment)["Encoded"],
> {
  readonly id: string
  readonly capabilities: Capabilities
  /** Makes a QR. Never repeated behind the caller's back once the provider may have seen it. */
  create(request: Input, options?: CallOptions): Promise<Payment>
  /** Asks what a payment is. A read: repeated by itself after a passing fault, within the deadline. */
  inquire(ref: PaymentRef, options?: CallOptions): Promise<Payment>
  readonly notifications: PromiseNotifications
  /** The same provider with Effect instead of promises. */
  readonly effect: P
  /** Waits for calls under way and frees the connections. */
  close(): Promise<void>
}

/** A provider behind promises, and the way to run its further verbs. */
export interface FrontDoor<P extends QrisProvider, Input> {
  readonly client: PromiseProvider<P, Input>
  /** Runs a verb that `client` lacks, with the same tracing and the same handling of `signal`. */
  run<A>(effect: Effect.Effect<A, QrisError>, options?: CallOptions): Promise<A>
}

type Run = <A>(effect: Effect.Effect<A, QrisError>, options?: CallOptions) => Promise<A>

const runnerIn = (context: Context.Context<never>): Run => {
  const runPromise = Effect.runPromiseWith(context)
  return (effect, { signal } = {}) =>
    signal === undefined
      ? runPromise(effect)
      : runPromise(effect, { signal }).catch((error: unknown) => {
          throw signal.aborted && !(error instanceof QrisError) ? signal.reason : error
        })
}

/** Without spans and without a signal a call needs no fiber, but for what cannot go on without one. */
const untracedRunner: Run = (effect, options) =>
  options?.signal === undefined
    ? new Promise((resolve, reject) =>
        beginWithoutFiber(effect, (left) => {
          if (!hasEnded(left)) runUntraced(left).then(resolve, reject)
          else if (Exit.isSuccess(left)) resolve(left.value)
          else reject(Cause.squash(left.cause))
        }),
      )
    : runUntraced(effect, options)

const runUntraced = runnerIn(Context.make(References.TracerEnabled, false))

/** Runs what a front door offers, traced or not, given up when its caller's signal says so. */
export const runnerFor = (tracer: Tracer.Tracer | undefined): Run =>
  tracer === undefined ? untracedRunner : runnerIn(Context.make(Tracer.Tracer, tracer))

/** The transport that was given, or the default one across the network that was described; never both. */
export const transportOf = (
  { transport, network }: Pick<FrontDoorOptions, "transport" | "network">,
  openDefault: (network: NetworkOptions) => OpenTransport,
): OpenTransport => {
  if (transport === undefined) return openDefault(network ?? {})
  if (network === undefined) return { transport, close: () => Promise.resolve() }
  throw invalidNetwork([{ path: "network", message: "cannot be set: it is the given transport's matter" }])
}

/**
 * For authors of providers: opens the promise front door over an Effect provider.
 *
 * @param make builds the provider from a transport
 * @param openDefault opens the default transport with the network settings of the options; not called when they bring one
 */
export const openFrontDoor = <P extends QrisProvider, Input>(
  make: Effect.Effect<P, never, Transport>,
  options: FrontDoorOptions,
  openDefault: (network: NetworkOptions) => OpenTransport,
): FrontDoor<P, Input> => {
  const { transport, close } = transportOf(options, openDefault)
  const provider = Effect.runSync(Effect.provideService(make, Transport, transport))
  const tracer = tracerOf(options)
  const run = runnerFor(tracer)

  const { notifications } = provider
  // Reading a callback waits for nothing: where nobody traces it, it needs no fiber.
  const reader = tracer === undefined ? readerOf(notifications) : undefined
  const callbacks: PromiseNotifications =
    reader === undefined
      ? {
          // Suspended, so that whatever a caller without types hands over ends in the promise.
          peek: (raw) => run(Effect.suspend(() => notifications.peek(raw))),
          read: (raw, expected) => run(Effect.suspend(() => notifications.read(raw, expected))),
          reply: (outcome) => notifications.reply(outcome),
        }
      : {
          peek: async (raw) => Result.getOrThrow(reader.peek(raw)),
          read: async (raw, expected) => Result.getOrThrow(reader.read(raw, expected)),
          reply: (outcome) => notifications.reply(outcome),
        }

  return {
    run,
    client: {
      id: provider.id,
      capabilities: provider.capabilities,
      // The provider validates what it is given: plain input needs no conversion here.
      create: (request, call) => run(provider.create(request as unknown as CreatePayment), call),
      inquire: (ref, call) => run(provider.inquire(ref), call),
      notifications: callbacks,
      effect: provider,
      close,
    },
  }
}
