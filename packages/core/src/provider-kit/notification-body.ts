import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import type {
  NotificationHeaders,
  NotificationReply,
  RawNotification,
  ReceivedNotification,
} from "../notification.js"
import type { PaymentRef } from "../payment.js"
import { MAX_BODY_BYTES } from "../transport.js"
import { contentEncodingIn } from "./content-encoding.js"
import { parseJson } from "./json-body.js"
import { headerRecordOf, invalidNotification, receivedNotification } from "./received-notification.js"
import { issuesOf } from "./schema-issues.js"
import { printable, SecretScrubber } from "./scrub.js"

/** A callback holds no secret of ours; what its raw body may hold is nesting without end. */
const bounded = new SecretScrubber([])

/**
 * One header of a callback, in whichever form they were handed over and whichever case the framework left its name in.
 * The first value where it was repeated.
 */
export const notificationHeader = (headers: NotificationHeaders, name: string): string | undefined => {
  const record = headerRecordOf(headers) ?? {}
  const wanted = name.toLowerCase()
  // Node and what is built on it hand over names in lower case.
  const entry = Object.hasOwn(record, wanted)
    ? record[wanted]
    : Object.entries(record).find(([key]) => key.toLowerCase() === wanted)?.[1]
  // Callers without types may hand over something else.
  const value: unknown = typeof entry === "string" ? entry : entry?.[0]
  return typeof value === "string" ? value : undefined
}

/** A callback's decoded body. */
export interface NotificationBody<A> {
  readonly claim: A
  /** What was received: the bytes or the text that a signature over the body covers, and the headers by name. */
  readonly received: ReceivedNotification
  readonly raw: unknown
  /** Cleans a text of the body that people will read, such as a status word. */
  readonly clean: (text: string) => string
}

/** The ids by which a callback says whom it is about; `orderId` where it names one. */
export interface ClaimedIds {
  readonly paymentId: string
  readonly externalId: string
  readonly orderId?: string
}

/**
 * Whether a callback is about the payment of a stored reference. Nothing stored contradicts nothing.
 *
 * @param account whose credentials the client has; absent where it is the only one
 */
export const concerns = (
  provider: string,
  { paymentId, externalId, orderId }: ClaimedIds,
  expected: PaymentRef | undefined | null,
  account?: string | undefined,
): boolean =>
  expected === undefined ||
  expected === null ||
  (expected.provider === provider &&
    expected.account === account &&
    expected.paymentId === paymentId &&
    expected.externalId === externalId &&
    (orderId === undefined || expected.orderId === orderId))

/**
 * Parses and decodes a callback's raw body. Hostile bytes fail with `InvalidNotification`, whatever they are; bytes
 * that are no UTF-8 are read as U+FFFD, which no id may hold (see `WireId`). What is no raw body at all fails as
 * `misuse`. `raw` is the body as it came, its nesting cut at 32.
 *
 * @example
 * ```ts
 * import type { RawNotification } from "@qriskit/core"
 * import { decoderOf, readNotificationBody } from "@qriskit/core/provider-kit"
 * import * as Schema from "effect/Schema"
 *
 * const decode = decoderOf(Schema.Struct({ uuid: Schema.String, status: Schema.String }))
 * const read = (raw: RawNotification) => readNotificationBody("contoh", raw, decode)
 * ```
 */
export const readNotificationBody = <A>(
  provider: string,
  raw: RawNotification,
  decode: (body: unknown) => Result.Result<A, Schema.SchemaError>,
): Result.Result<NotificationBody<A>, QrisError> => {
  const received = receivedNotification(provider, raw)
  if (Result.isFailure(received)) return Result.fail(received.failure)
  const { headers, body } = received.success
  const malformed = (description: string) =>
    Result.fail(invalidNotification(provider, "malformed", description))
  if (body.length > MAX_BODY_BYTES) {
    return Result.fail(
      invalidNotification(provider, "oversized", `the body is longer than ${MAX_BODY_BYTES} bytes`),
    )
  }
  const parsed = parseJson(body)
  if (Result.isFailure(parsed)) {
    const encoding = contentEncodingIn(notificationHeader(headers, "content-encoding"))
    return malformed(encoding === undefined ? parsed.failure : `the body is compressed (${encoding})`)
  }
  const decoded = decode(parsed.success)
  if (Result.isFailure(decoded)) {
    return malformed(listIssues(issuesOf(decoded.failure)).slice(0, 300))
  }
  return Result.succeed({
    claim: decoded.success,
    received: received.success,
    raw: bounded.value(parsed.success),
    clean: printable,
  })
}

/** A JSON answer to a callback. */
export const jsonReply = (status: number, body: unknown): NotificationReply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
})
