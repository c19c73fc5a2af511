import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { QrisError } from "../error.js"
import type { HeaderRecord, NotificationReply, RawNotification } from "../notification.js"
import { InvalidNotification } from "../reason.js"
import { MAX_BODY_BYTES } from "../transport.js"
import { parseJson } from "./json-body.js"
import { issuesOf } from "./schema-issues.js"

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
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1]
  return typeof entry === "string" ? entry : entry?.[0]
}

/** Parses and decodes a callback's raw body. Hostile bytes fail with `InvalidNotification`, whatever they are. */
export const readNotificationBody = <A>(
  provider: string,
  { body }: RawNotification,
  decode: (body: unknown) => Result.Result<A, Schema.SchemaError>,
): Effect.Effect<{ readonly claim: A; readonly raw: unknown }, QrisError> => {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    return Effect.fail(
      invalidNotification(
        provider,
        "malformed",
        "the body is not raw bytes; pass the body as it was received, before any JSON parser",
      ),
    )
  }
  if (body.length > MAX_BODY_BYTES) {
    return Effect.fail(
      invalidNotification(provider, "oversized", `the body is longer than ${MAX_BODY_BYTES} bytes`),
    )
  }
  const parsed = parseJson(body)
  if (Result.isFailure(parsed)) return Effect.fail(invalidNotification(provider, "malformed", parsed.failure))
  const decoded = decode(parsed.success)
  if (Result.isFailure(decoded)) {
    const fields = issuesOf(decoded.failure).map(({ path, message }) => `${path} ${message}`)
    return Effect.fail(invalidNotification(provider, "malformed", fields.join("; ").slice(0, 300)))
  }
  return Effect.succeed({ claim: decoded.success, raw: parsed.success })
}

/** A JSON answer to a callback. */
export const jsonReply = (status: number, body: unknown): NotificationReply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
})
