import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { FieldIssue, listIssues } from "./field-issue.js"
import { issuesOf } from "./provider-kit/schema-issues.js"

/** Wrong configuration. Names the fields and never their values. */
export class InvalidConfiguration extends Schema.TaggedError<InvalidConfiguration>()("InvalidConfiguration", {
  provider: Schema.String,
  issues: Schema.Array(FieldIssue),
}) {
  override get message(): string {
    return `${this.provider} is not configured correctly: ${listIssues(this.issues)}.`
  }
}

const milliseconds = (fallback: number) =>
  Schema.Int.annotate({ message: "must be whole milliseconds" })
    .check(
      Schema.isBetween({ minimum: 1, maximum: 600_000 }, { message: "must be 1 to 600,000 milliseconds" }),
    )
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

/** How long things may take, in milliseconds, 1 to 600,000. */
export const Timeouts = Schema.Struct({
  /** Until a connection stands, TLS included. */
  connect: milliseconds(5_000),
  /** From the request written to the last header read. */
  headers: milliseconds(15_000),
  /** The longest silence within the body. */
  body: milliseconds(10_000),
  /** The whole call with its repeats. No attempt begins, and none goes on, after it. */
  deadline: milliseconds(30_000),
})
export type Timeouts = typeof Timeouts.Type

/**
 * How a call is repeated: only what was surely not sent, and reads. The pause doubles each time and is jittered by
 * up to a quarter; a provider's Retry-After counts where it is longer.
 */
export const RetryPolicy = Schema.Struct({
  /** Repeats after the first attempt, 0 to 10. */
  times: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10 }, { message: "must be 0 to 10" })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(3)),
  ),
  /** The first pause, in milliseconds. */
  baseDelay: milliseconds(200),
  /** No pause is longer, in milliseconds, unless the provider asks for it. */
  maxDelay: milliseconds(5_000),
})
export type RetryPolicy = typeof RetryPolicy.Type

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const isSafeBaseUrl = (text: string): true | string => {
  // URL parsers drop such characters silently; the text would then not be the address that was checked.
  if (!URL.canParse(text) || /[\s\p{Cc}\\]/u.test(text)) return "must be an absolute URL"
  const url = new URL(text)
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password"
  if (url.search !== "" || url.hash !== "") return "must not hold a query or fragment"
  if (url.protocol === "https:") return true
  return url.protocol === "http:" && LOOPBACK.test(url.hostname)
    ? true
    : "must be https (http only on loopback)"
}

/**
 * The address of a provider's API: https, or http on loopback for an emulator. A path prefix is allowed. Decoded without
 * a slash at its end, so that a path that begins with one can follow.
 */
export const BaseUrl = Schema.String.check(Schema.makeFilter(isSafeBaseUrl)).pipe(
  Schema.decodeTo(
    Schema.String,
    SchemaTransformation.transform({
      decode: (text) => text.replace(/\/+$/, ""),
      encode: (text) => text,
    }),
  ),
)

/** A secret: plain text outside, `Redacted` as soon as it is decoded. */
export const Secret = Schema.RedactedFromValue(
  Schema.String.check(Schema.isMinLength(1, { message: "must not be empty" })),
  { disallowEncode: true },
)

/**
 * Decodes a provider's configuration, or fails naming every wrong field at once. Fields it does not know are wrong, too.
 *
 * @example
 * ```ts
 * import { BaseUrl, decodeConfiguration, Secret } from "@qriskit/core"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 *
 * const decode = decodeConfiguration("contoh", Schema.Struct({ baseUrl: BaseUrl, password: Secret }))
 * const configuration = Result.getOrThrow(decode({ baseUrl: "https://api.example.co.id", password: "…" }))
 * ```
 */
export const decodeConfiguration = <S extends Schema.Codec<unknown, unknown>>(
  provider: string,
  schema: S,
): ((input: unknown) => Result.Result<S["Type"], InvalidConfiguration>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) =>
    Result.mapError(decode(input), (error) => new InvalidConfiguration({ provider, issues: issuesOf(error) }))
}
