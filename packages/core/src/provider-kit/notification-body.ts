import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import type { HeaderRecord, NotificationReply, RawNotification } from "../notification.js"
import type { PaymentRef } from "../payment.js"
import { InvalidNotification } from "../reason.js"
import { MAX_BODY_BYTES } from "../transport.js"
import { parseJson } from "./json-body.js"
import { issuesOf } from "./schema-issues.js"
import { makeScrubber } from "./scrub.js"

/** A callback holds no secret of ours; what its raw body may hold is nesting without end. */
const bounded = makeScrubber([])

/** A `QrisError` about a callback. */
export const invalidNotification = (
  provider: string,
  kind: InvalidNotification["kind"],
  description: string,
): QrisError =>
  new QrisError({
    provider,
    operation: "notification",
    reason: new InvalidNotification({ kind, description }),
  })

/** One header of a callback, whichever case the framework left it in. The first value where it was repeated. */
export const notificationHeader = (headers: HeaderRecord, name: string): string | undefined => {
  const wanted = name.toLowerCase()
  // Node and what is built on it hand over names in lower case.
  const entry = Object.hasOwn(headers, wanted)
    ? headers[wanted]
    : Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1]
  return typeof entry === "string" ? entry : entry?.[0]
}

/** A callback's decoded body. */
export interface NotificationBody<A> {
  readonly claim: A
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
 * Parses and decodes a callback's raw body. Hostile bytes fail with `InvalidNotification`, whatever they are. `raw` is
 * the body as it came, its nesting cut at 32.
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
  { body }: RawNotification,
  decode: (body: unknown) => Result.Result<A, Schema.SchemaError>,
): Result.Result<NotificationBody<A>, QrisError> => {
  const malformed = (description: string) =>
    Result.fail(invalidNotification(provider, "malformed", description))
  // Not `instanceof Uint8Array`: test runners hand over buffers of another realm.
  if (typeof body !== "string" && !ArrayBuffer.isView(body)) {
    return malformed("the body is not raw bytes; pass the body as it was received, before any JSON parser")
  }
  if ((typeof body === "string" ? body.length : body.byteLength) > MAX_BODY_BYTES) {
    return Result.fail(
      invalidNotification(provider, "oversized", `the body is longer than ${MAX_BODY_BYTES} bytes`),
    )
  }
  const parsed = parseJson(body)
  if (Result.isFailure(parsed)) return malformed(parsed.failure)
  const decoded = decode(parsed.success)
  if (Result.isFailure(decoded)) {
    return malformed(listIssues(issuesOf(decoded.failure)).slice(0, 300))
  }
  return Result.succeed({ claim: decoded.success, raw: bounded.value(parsed.success), clean: bounded.text })
}

/** A JSON answer to a callback. */
export const jsonReply = (status: number, body: unknown): NotificationReply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
})
