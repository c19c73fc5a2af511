import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { AccountId } from "./account-id.js"
import { type CallsUnderWay, callsOver } from "./calls-under-way.js"
import type { Capabilities } from "./capabilities.js"
import { InvalidConfiguration } from "./configuration.js"
import { type Operation, QrisError } from "./error.js"
import { invalidNetwork, type NetworkOptions } from "./network.js"
import type {
  Notification,
  NotificationReply,
  NotificationSubject,
  Notifications,
  RawNotification,
  ReplyOutcome,
} from "./notification.js"
import { type TracingOptions, tracerOf } from "./opentelemetry/tracing.js"
import type { CreatePayment, Payment, PaymentRef } from "./payment.js"
import type { QrisProvider } from "./provider.js"
import { lazily } from "./provider-kit/lazily.js"
import { readerOf } from "./provider-kit/notifications.js"
import { madeOf, onceForVerb } from "./provider-kit/of-merchant.js"
import { present } from "./provider-kit/wire-values.js"
import { NetworkFailure } from "./reason.js"
import { type CallOptions, type Run, runnerFor, untracedRunnerOf } from "./running.js"
import { type OpenTransport, Transport } from "./transport.js"

export type { CallOptions } from "./running.js"

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
  /**
   * Waits for calls under way, each of which ends by its deadline, and frees the connections. Calls that are made
   * afterwards reject, `not_sent`. Calls through `effect` are their own fibers' matter: end those first. Does nothing
   * where a transport was given: whoever made that closes it.
   */
  close(): Promise<void>
}

/** A verb about one thing, with promises. */
type PromiseVerb<Of, A> = (subject: Of, options?: CallOptions) => Promise<A>

/** A provider behind promises, and the way to run its further verbs. */
export interface FrontDoor<P extends QrisProvider, Input> {
  readonly client: PromiseProvider<P, Input>
  /** A verb of the provider that `client` lacks, by its name. */
  promised<Name extends string, Of, A>(
    provider: { readonly [_ in Name]: (subject: Of) => Effect.Effect<A, QrisError> },
    name: Name,
  ): PromiseVerb<Of, A>
  /**
   * Runs a verb that `client` lacks, with the same tracing and the same handling of `signal`.
   *
   * @param operation which verb it is: after `close` it is refused under that name. Without one it runs, if it can
   */
  run<A>(effect: Effect.Effect<A, QrisError>, options?: CallOptions, operation?: Operation): Promise<A>
}

/** Whose calls they are. */
interface Caller {
  readonly provider: string
  readonly account: string | undefined
}

const afterClose = ({ provider, account }: Caller, operation: Operation): QrisError =>
  new QrisError({
    provider,
    operation,
    reason: new NetworkFailure({ outcome: "not_sent", description: "the client was closed before the call" }),
    ...present({ account }),
  })

/** Which verb a name is; what another is called nobody knows. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["create", "create"],
  ["inquire", "inquire"],
  ["cancel", "cancel"],
  ["refund", "refund"],
  ["inquireRefund", "inquire"],
])

/** A verb of a merchant's, with promises, as a method of the merchant. */
type MethodOf = ReturnType<typeof onceForVerb<[subject: unknown, options?: CallOptions], Promise<unknown>>>

const accountOf = (merchant: object): string | undefined =>
  "account" in merchant && typeof merchant.account === "string" ? merchant.account : undefined

const methodsOver = (calls: CallsUnderWay, provider: string, operation: Operation | undefined): MethodOf => {
  const run = untracedRunnerOf(calls)
  return onceForVerb<[subject: unknown, options?: CallOptions], Promise<unknown>>(
    (verb) =>
      function (subject, options) {
        if (operation !== undefined && calls.isClosed)
          return Promise.reject(afterClose({ provider, account: accountOf(this) }, operation))
        return run(verb(this, subject) as Effect.Effect<unknown, QrisError>, options)
      },
  )
}

/** By the calls over a transport, provider and verb: the same for every account of a platform's. */
const methods = new WeakMap<CallsUnderWay, Map<string, MethodOf>>()

const methodsOf = (calls: CallsUnderWay, provider: string, name: string): MethodOf => {
  const known = methods.get(calls) ?? new Map<string, MethodOf>()
  methods.set(calls, known)
  const key = `${provider} ${name}`
  const made = known.get(key) ?? methodsOver(calls, provider, OPERATIONS.get(name))
  known.set(key, made)
  return made
}

/**
 * A provider's verb with promises. Of thousands of accounts each object that a call reads is fetched from main memory:
 * so a verb that is known to be its merchant's (`verbsOf`) is bound to that merchant at once.
 */
const promisedBy =
  (run: Run, calls: CallsUnderWay, caller: Caller) =>
  <Name extends string, Of, A>(
    provider: { readonly [_ in Name]: (subject: Of) => Effect.Effect<A, QrisError> },
    name: Name,
  ): PromiseVerb<Of, A> => {
    const made = run === untracedRunnerOf(calls) ? madeOf(provider[name]) : undefined
    if (made !== undefined)
      // It is what the provider's verb was made of.
      return methodsOf(calls, caller.provider, name)(made.verb).bind(made.merchant) as PromiseVerb<Of, A>
    const operation = OPERATIONS.get(name)
    return (subject, options) =>
      operation !== undefined && calls.isClosed
        ? Promise.reject(afterClose(caller, operation))
        : run(provider[name](subject), options)
  }

const closeNothing = (): Promise<void> => Promise.resolve()

/** Reads a provider's callbacks with promises. Waits for nothing: where nobody traces it, it needs no fiber. */
const callbacksOf = (notifications: Notifications, run: Run, isTraced: boolean): PromiseNotifications => {
  const reader = isTraced ? undefined : readerOf(notifications)
  return reader === undefined
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
}

/**
 * The transport that was given, or the default one across the network that was described; never both. The default one
 * is closed once the calls over it have ended.
 */
export const transportOf = (
  { transport, network }: Pick<FrontDoorOptions, "transport" | "network">,
  openDefault: (network: NetworkOptions) => OpenTransport,
): OpenTransport => {
  // Callers without types may say with null that there is none.
  const [given, described] = [transport ?? undefined, network ?? undefined]
  if (given === undefined) {
    const opened = openDefault(described ?? {})
    const calls = callsOver(opened.transport)
    return { transport: opened.transport, close: () => calls.close().then(() => opened.close()) }
  }
  if (described === undefined) return { transport: given, close: closeNothing }
  throw invalidNetwork([{ path: "network", message: "cannot be set: it is the given transport's matter" }])
}

const isAccountId = Schema.is(AccountId)

/** Whose credentials, which is among the provider's own options: references and errors could not carry another name. */
const accountIn = (options: object): string | undefined => {
  const account: unknown = "account" in options ? options.account : undefined
  if (account === undefined || account === null) return undefined
  if (isAccountId(account)) return account
  const issue = { path: "account", message: "must be 1 to 64 letters, digits and - _ . ~ : @" }
  throw new InvalidConfiguration({ provider: "the client", issues: [issue] })
}

/**
 * For authors of providers: opens the promise front door over an Effect provider.
 *
 * @param make builds the provider from a transport
 * @param openDefault opens the default transport with the network settings of the options; not called
 *   when they bring one
 */
export const openFrontDoor = <P extends QrisProvider, Input>(
  make: Effect.Effect<P, never, Transport>,
  options: FrontDoorOptions,
  openDefault: (network: NetworkOptions) => OpenTransport,
): FrontDoor<P, Input> => {
  const tracer = tracerOf(options)
  const account = accountIn(options)
  const { transport, close } = transportOf(options, openDefault)
  const provider = Effect.runSync(Effect.provideService(make, Transport, transport))
  const calls = callsOver(transport)
  const caller = { provider: provider.id, account }
  const run = runnerFor(tracer, calls)
  const promised = promisedBy(run, calls, caller)

  const client = {
    id: provider.id,
    capabilities: provider.capabilities,
    // The provider validates what it is given: plain input needs no conversion here.
    create: promised<"create", CreatePayment, Payment>(provider, "create") as PromiseVerb<unknown, Payment>,
    inquire: promised<"inquire", PaymentRef, Payment>(provider, "inquire"),
    effect: provider,
    close,
  }
  return {
    run: (effect, call, operation) =>
      operation !== undefined && calls.isClosed
        ? Promise.reject(afterClose(caller, operation))
        : run(effect, call),
    promised,
    client: lazily(client, "notifications", () =>
      callbacksOf(provider.notifications, run, tracer !== undefined),
    ),
  }
}
