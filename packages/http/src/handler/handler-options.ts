import { decodeConfiguration, type Payment } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { RefOf } from "../callbacks/stored-ref.js"
import type { QrisAccountsClient } from "../clients/qris-accounts.js"
import type { QrisClient } from "../clients/qris-client.js"
import type { AnomalyEvent, StatusEvent } from "../events/payment-event.js"
import type { PaymentsPort } from "../events/payments-port.js"

/** What a `reconcileNow` that had only so much time came to. */
export interface ReconciledWithin {
  /** Inquiries made and events handed over. */
  readonly done: number
  /** What is still due, counted up to 1,000 of each. 0: nothing. */
  readonly left: number
}

/** What is called of durable payments. What `createPayments` of `@qriskit/payments/promise` resolves to fits it. */
export interface HandlerPayments extends PaymentsPort {
  /** The providers that payments were given. */
  readonly configured?: ReadonlyArray<unknown>
  /** Does what is due, within a time. */
  reconcileNow(limits: { readonly withinMillis: number }): Promise<ReconciledWithin>
}

/** Where a handler writes: `console` fits. Never the path of a request, which may hold a secret, nor a body. */
export interface HandlerLog {
  /** Each callback that was accepted. */
  debug?(line: string): void
  /** A line about something that somebody should look at. */
  warn(line: string): void
  /** What somebody here has to mend. `detail`: the stack of what a handler of yours threw. */
  error(line: string, detail?: string): void
}

/** What `createHandler` takes. */
export interface HandlerOptions {
  /**
   * Promise clients and accounts: what `createZipay(...)`, `createZipayAccounts(...)` and the like return, of each
   * provider a client, accounts, or both. Default: those that `payments` were given.
   */
  readonly providers?: ReadonlyArray<QrisClient | QrisAccountsClient>
  /**
   * Durable payments: callbacks are stored before they are answered, and handlers are called from the event log, until
   * they succeed. Without them a callback is answered when the provider was asked and your handler is done; what was
   * handled is remembered by this process only.
   */
  readonly payments?: HandlerPayments
  /** Is called with a payment that the provider itself says is paid. What it throws makes the callback come again. */
  readonly onPaid?: (payment: Payment, event: StatusEvent) => unknown
  /** The same for every state that the provider confirmed, `paid` too. */
  readonly onPayment?: (payment: Payment, event: StatusEvent) => unknown
  /** With `payments`: is called with what a person has to look at. */
  readonly onAnomaly?: (payment: Payment | undefined, event: AnomalyEvent) => unknown
  /**
   * Without `payments`: finds the reference that you stored with an order, by what a callback names, once it was
   * verified as far as its provider lets one. Give `undefined` for what you do not know: it is asked about all the
   * same, though not more often than `unknownPerSecond` allows.
   */
  readonly refOf?: RefOf
  /** Where callbacks' paths begin: `<basePath>/<provider>`, and `/<account>` behind it. Default `/webhooks/qris`. */
  readonly basePath?: string
  /** The largest body, in bytes, 1 to 1,048,576; also when it is unpacked. Default 65,536. */
  readonly bodyLimit?: number
  /**
   * Without `payments`: inquiries a second, above 0 and up to 10,000, that callbacks may cause about payments that
   * neither `expect` nor `refOf` knows, of each account. Up to ten seconds' worth is saved up. Default 10.
   */
  readonly unknownPerSecond?: number
  /** How long `close` waits for callbacks and events under way, in milliseconds, 0 to 600,000. Default 10,000. */
  readonly closeMillis?: number
  /**
   * With `payments` that do not work by themselves (`work: false`): `GET` or `POST <basePath>/cron` does what is due.
   * `secret`: at least 16 characters, which the platform's cron sends as `Authorization: Bearer …`. `withinMillis`:
   * nothing new is begun after it, 1 to 900,000; default 20,000.
   */
  readonly cron?: { readonly secret: string; readonly withinMillis?: number }
  /**
   * With `payments` that do not work by themselves: each stored callback is followed by one `reconcileNow`, behind the
   * answer where the platform lets work go on (`waitUntil`), else before it. `withinMillis` as for `cron`.
   */
  readonly reconcile?: { readonly withinMillis: number }
  /**
   * Lets work go on behind the answer, where the platform has one for all requests: `waitUntil` of `@vercel/functions`,
   * say. A context that is handed over beside the request, as Workers have it, goes before it.
   */
  readonly waitUntil?: (work: Promise<unknown>) => unknown
  /**
   * The caller's own address, for providers with an allow-list (`allowCaller`):
   * `request.headers.get("cf-connecting-ip")`, say, where nobody but Cloudflare can reach you. Default: what the
   * door, Bun or Deno says.
   */
  readonly remoteAddress?: (request: Request) => string | null | undefined
  /** Default: `console`'s `warn` and `error`. */
  readonly log?: HandlerLog
}

const whole = (minimum: number, maximum: number) =>
  Schema.Int.annotate({ message: "must be a whole number" }).check(
    Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }),
  )

const or = (minimum: number, maximum: number, fallback: number) =>
  whole(minimum, maximum).pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const callable = Schema.optionalKey(
  Schema.declare((value): value is () => unknown => typeof value === "function").annotate({
    message: "must be a function",
  }),
)

const PLAIN_PATH = /^\/*(?:[\w\-.~]+(?:\/[\w\-.~]+)*)?\/*$/

const CRON_SECRET = 16

/** What of the options is plain data, and that the rest can be called. */
const Plain = Schema.Struct({
  onPaid: callable,
  onPayment: callable,
  onAnomaly: callable,
  refOf: callable,
  waitUntil: callable,
  remoteAddress: callable,
  basePath: Schema.String.check(
    Schema.makeFilter((path) => PLAIN_PATH.test(path) || "must be a plain path, such as /webhooks/qris"),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed("/webhooks/qris"))),
  bodyLimit: or(1, 1_048_576, 65_536),
  unknownPerSecond: Schema.Finite.check(
    Schema.makeFilter((rate) => (rate > 0 && rate <= 10_000) || "must be above 0 and up to 10000"),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  closeMillis: or(0, 600_000, 10_000),
  cron: Schema.optionalKey(
    Schema.Struct({
      secret: Schema.String.check(
        Schema.makeFilter(
          (text) => text.length >= CRON_SECRET || `must have at least ${CRON_SECRET} characters`,
        ),
      ),
      withinMillis: or(1, 900_000, 20_000),
    }),
  ),
  reconcile: Schema.optionalKey(Schema.Struct({ withinMillis: whole(1, 900_000) })),
})

/** The plain options with their defaults. */
export type HandlerSettings = typeof Plain.Type

const decode = decodeConfiguration("http", Plain)

/** @throws InvalidConfiguration that names each field that cannot be right, and no value */
export const handlerSettings = ({
  providers: _providers,
  payments: _payments,
  log: _log,
  ...plain
}: HandlerOptions): HandlerSettings => {
  const settings = Result.getOrThrow(decode(plain))
  const segments = settings.basePath.split("/").filter((segment) => segment !== "")
  return { ...settings, basePath: segments.map((segment) => `/${segment}`).join("") }
}
