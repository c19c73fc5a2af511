import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { FieldIssue, listIssues } from "./field-issue.js"
import { isLoopbackHost, isPrivateHost } from "./private-host.js"
import { printedWhole } from "./provider-kit/printed-whole.js"
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

printedWhole(InvalidConfiguration)

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

const isSafeBaseUrl = (text: string): true | string =>
  isSafeUrl(text, isLoopbackHost, "must be https (http only on loopback)")

const isSafeEmulatorUrl = (text: string): true | string =>
  isSafeUrl(text, isPrivateHost, "must be an address within a private network")

const isSafeUrl = (
  text: string,
  mayBePlain: (hostname: string) => boolean,
  complaint: string,
): true | string => {
  // URL parsers drop such characters silently; the text would then not be the address that was checked.
  if (!URL.canParse(text) || /[\s\p{Cc}\\]/u.test(text)) return "must be an absolute URL"
  const url = new URL(text)
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password"
  if (url.search !== "" || url.hash !== "") return "must not hold a query or fragment"
  if (url.protocol === "https:") return true
  return url.protocol === "http:" && mayBePlain(url.hostname) ? true : complaint
}

/** As many addresses are remembered; a platform's accounts share a few. */
const MOST_ADDRESSES = 100

const addresses = new Map<string, string>()

/**
 * In the one spelling that URL parsers give, and without a slash at its end, so that a path that begins with one
 * can follow. One text for all who have the same: of thousands of accounts each text is fetched from main memory
 * when its turn comes.
 */
const spelled = (text: string): string => {
  const known = addresses.get(text)
  if (known !== undefined) return known
  const address = new URL(text).href.replace(/\/+$/, "")
  if (addresses.size < MOST_ADDRESSES) addresses.set(text, address)
  return address
}

const urlOf = (isSafe: (text: string) => true | string) =>
  Schema.String.check(Schema.makeFilter(isSafe)).pipe(
    Schema.decodeTo(
      Schema.String,
      SchemaTransformation.transform({
        decode: spelled,
        encode: (text) => text,
      }),
    ),
  )

/**
 * The address of a provider's API: https, or http on loopback for an emulator. A path prefix is allowed. Decoded in the
 * spelling of URL parsers (the host in small letters) and without a slash at its end.
 */
export const BaseUrl = urlOf(isSafeBaseUrl)

/**
 * The address of an emulator in another container: plain http is allowed, but only to what can be nowhere else than in
 * a private network (`http://sandbox:8090`). A field of its own, so that nobody sends credentials in the clear by
 * mistake; see `emulatorIssues`. Decoded as `BaseUrl` is.
 */
export const EmulatorUrl = urlOf(isSafeEmulatorUrl)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What quotes look like, the typographic ones of chat programs and word processors included. */
const QUOTES = "[\"'`\\u2018\\u2019\\u201c\\u201d]"
const QUOTED = new RegExp(`^${QUOTES}[^]*${QUOTES}$`)
const QUOTE_AT_AN_END = new RegExp(`^${QUOTES}|${QUOTES}$`)

/** What is left over from copying out of a file, a chat or a terminal; the last are characters without a width. */
const WHITE_SPACE = /[\s\p{Cc}\p{Cf}]/u
const WHITE_SPACE_AT_AN_END = /^[\s\p{Cf}]|[\s\p{Cf}]$/u
const CONTROL = /\p{Cc}/u

const notEmpty = Schema.isMinLength(1, { message: "must not be empty" })

/** Hold for keys that a provider makes. A message names no character of the value. */
const isKey = Schema.makeFilter((text: string) => {
  if (WHITE_SPACE.test(text)) return "must not hold white space or line ends"
  return QUOTE_AT_AN_END.test(text) ? "must not begin or end with quotes" : true
})

/** Holds for what people make up: a space within it may be meant. */
const isPhrase = Schema.makeFilter((text: string) => {
  if (WHITE_SPACE_AT_AN_END.test(text) || CONTROL.test(text))
    return "must not begin or end with white space, or hold line ends"
  return QUOTED.test(text) ? "must not stand in quotes" : true
})

/**
 * A secret key: plain text outside, `Redacted` as soon as it is decoded. White space, line ends and quotes around it
 * are no part of a key; they come from an environment file or a copy, and would make every signature wrong.
 */
export const Secret = Schema.RedactedFromValue(Schema.String.check(notEmpty, isKey), { disallowEncode: true })

/** A password, which may hold spaces within: otherwise like `Secret`. */
export const Password = Schema.RedactedFromValue(Schema.String.check(notEmpty, isPhrase), {
  disallowEncode: true,
})

/** A private key as text, such as PEM, whose line ends are part of it. Whether it is one, its provider reads. */
export const PrivateKey = Schema.RedactedFromValue(Schema.String.check(notEmpty), { disallowEncode: true })

/** A merchant's or user's id at a provider: like a password, and no secret. */
export const MerchantId = Schema.String.check(notEmpty, isPhrase)

/** What a schema cannot say of a configuration: rules over several of the fields that a user wrote. */
export type ConfigurationRules = (input: Readonly<Record<string, unknown>>) => ReadonlyArray<FieldIssue>

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value))

/** The first complaint about each field. */
const eachFieldOnce = (issues: ReadonlyArray<FieldIssue>): ReadonlyArray<FieldIssue> => {
  const first = new Map<string, FieldIssue>()
  for (const issue of issues) if (!first.has(issue.path)) first.set(issue.path, issue)
  return [...first.values()]
}

/** Fields deeper than this are no settings of their own. */
const DEPTH = 2

/** An object without its fields that are `undefined`, and where those were. The same object where there are none. */
const definedIn = (
  input: unknown,
  depth = DEPTH,
): { readonly defined: unknown; readonly undefinedAt: ReadonlyArray<string> } => {
  if (depth === 0 || !isPlain(input)) return { defined: input, undefinedAt: [] }
  const undefinedAt: Array<string> = []
  const entries: Array<readonly [string, unknown]> = []
  for (const [name, value] of Object.entries(input)) {
    const inner = definedIn(value, depth - 1)
    if (value === undefined) undefinedAt.push(name)
    else entries.push([name, inner.defined])
    undefinedAt.push(...inner.undefinedAt.map((path) => `${name}.${path}`))
  }
  return { defined: undefinedAt.length === 0 ? input : Object.fromEntries(entries), undefinedAt }
}

/**
 * Decodes a provider's configuration, or fails naming every wrong field at once. Fields it does not know are wrong,
 * too. `rules` see what the user wrote, also where a field is wrong by itself; such a field is named once. `together`
 * says what decoded fields must have together. A field that is `undefined` (a variable that is not set, in code without
 * types) is told of as if it were left out, or else refused by name: nobody's setting is lost without a word.
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
export const decodeConfiguration = <S extends Schema.ConstraintDecoder<unknown>>(
  provider: string,
  schema: S,
  rules: ConfigurationRules = () => [],
  together: (configuration: S["Type"]) => ReadonlyArray<FieldIssue> = () => [],
): ((input: unknown) => Result.Result<S["Type"], InvalidConfiguration>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) => {
    const { defined, undefinedAt } = definedIn(input)
    const decoded = decode(defined)
    const issues = eachFieldOnce([
      ...(Result.isFailure(decoded) ? issuesOf(decoded.failure) : together(decoded.success)),
      ...(isRecord(defined) ? rules(defined) : []),
      ...undefinedAt.map((path) => ({
        path,
        message: "must not be undefined: give it a value, or leave it out",
      })),
    ])
    return Result.isSuccess(decoded) && issues.length === 0
      ? Result.succeed(decoded.success)
      : Result.fail(new InvalidConfiguration({ provider, issues }))
  }
}

/**
 * A rule for `decodeConfiguration`, where an environment decides which host is called: one of them is required, unless
 * `baseUrl` or `emulatorUrl` says where to. `emulatorIssues` are told along with it.
 */
export const hostIssues =
  (environments: ReadonlyArray<string>): ConfigurationRules =>
  (input) => {
    const isNamed = ["environment", "baseUrl", "emulatorUrl"].some((field) => input[field] !== undefined)
    const choice = environments.map((name) => `"${name}"`).join(" or ")
    const missing = { path: "environment", message: `is required: ${choice} (or set baseUrl)` }
    return [...(isNamed ? [] : [missing]), ...emulatorIssues(input)]
  }

/**
 * A rule for `decodeConfiguration`: an `emulatorUrl` stands neither beside `environment: "production"` nor a `baseUrl`.
 */
export const emulatorIssues: ConfigurationRules = (input) => {
  if (input["emulatorUrl"] === undefined) return []
  const says = (message: string) => [{ path: "emulatorUrl", message }]
  if (input["environment"] === "production") {
    return says("must not be set together with environment production")
  }
  return input["baseUrl"] === undefined ? [] : says("must not be set together with baseUrl")
}
