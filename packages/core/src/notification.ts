import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { QrisError } from "./error.js"
import { PaymentRef } from "./payment.js"
import { PaymentStatus } from "./payment-status.js"
import { asPlainData } from "./provider-kit/plain-data.js"
import { Rupiah } from "./rupiah.js"

/** HTTP headers as Node, Express, Fastify and undici hand them over. Names are matched without regard to case. */
export type HeaderRecord = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

/** A callback's headers in any form in which JavaScript hands them over: also a web `Headers`, a `Map`, or pairs. */
export type NotificationHeaders = HeaderRecord | Iterable<readonly [name: string, value: string]>

/** The raw bytes of a callback's body, or the text that was decoded from them. A byte order mark does no harm. */
export type NotificationBytes = Uint8Array | ArrayBuffer | ArrayBufferView | string

/**
 * A callback as it was received: the raw bytes of the body, before any JSON parser touched them. What a parser made of
 * them, and a body or headers that were not passed on, are refused as `misuse`: the mistake is ours, not the sender's.
 */
export interface RawNotification {
  readonly headers: NotificationHeaders
  readonly body: NotificationBytes
  /** The path it was sent to, for providers that are told apart by a secret in it. */
  readonly path?: string
  /** The address it came from, as the server or its trusted proxy saw it, for providers with an allow-list. */
  readonly remoteAddress?: string | undefined
}

/** A callback in the one form in which providers read it. */
export interface ReceivedNotification extends RawNotification {
  readonly headers: HeaderRecord
  readonly body: Uint8Array | string
}

/** Whom a callback is about. Reading it needs no secret and proves nothing. */
export class NotificationSubject extends Schema.Class<NotificationSubject>(
  "@qriskit/core/NotificationSubject",
)({
  provider: Schema.String,
  paymentId: Schema.String,
  externalId: Schema.String,
  orderId: Schema.optionalKey(Schema.String),
}) {}

/**
 * How much of a notification its sender proved.
 *
 * - `signed`: the signature covers status and amount.
 * - `identity`: it covers the ids only; whoever saw one such callback can forge another status.
 * - `none`: nothing is signed.
 */
export const Authenticity = Schema.Literals(["signed", "identity", "none"])
export type Authenticity = typeof Authenticity.Type

/** What somebody claims happened. Ask the provider (`inquire`) before anything is fulfilled. */
export class Notification extends Schema.Class<Notification>("@qriskit/core/Notification")({
  ref: PaymentRef,
  claimedStatus: PaymentStatus,
  providerStatus: Schema.String,
  amount: Schema.optionalKey(Rupiah),
  occurredAt: Schema.optionalKey(Schema.Date),
  /**
   * The national merchant id (51.02) of the QR that was paid, where the callback names it: of a printed QR
   * seldom more is told.
   */
  nmid: Schema.optionalKey(Schema.String),
  authenticity: Authenticity,
  /** The decoded body as it came. It may hold personal data. */
  raw: Schema.Unknown,
}) {}

asPlainData(NotificationSubject, Notification)

/** What became of a callback: taken, refused because it proves nothing, or not processed through our own fault. */
export type ReplyOutcome = "accepted" | "rejected" | "failed"

/** The HTTP answer that the provider wants to hear. */
export interface NotificationReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A provider's callbacks. */
export interface Notifications {
  /** Reads whom a callback is about. Fails with `InvalidNotification`. */
  peek(raw: RawNotification): Effect.Effect<NotificationSubject, QrisError>
  /**
   * Verifies what the provider lets one verify and reads the claim. With `expected`, ids other than those of the
   * stored reference are refused. Fails with `InvalidNotification`.
   */
  read(raw: RawNotification, expected?: PaymentRef): Effect.Effect<Notification, QrisError>
  /** The answer for the provider. `rejected` and `failed` make it try again, where it tries again at all. */
  reply(outcome: ReplyOutcome): NotificationReply
}
