import { decodeConfiguration, InvalidConfiguration } from "@qriskit/core"
import { isAddressWithin } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const whole = (minimum: number, maximum: number, fallback: number) =>
  Schema.Int.annotate({ message: "must be a whole number" })
    .check(Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }))
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const callable = <F>() =>
  Schema.declare((value): value is F => typeof value === "function").annotate({
    message: "must be a function",
  })

/**
 * Whose secret is sealed or opened: bind it to the box, so that a row that is copied to another endpoint does not open.
 */
export interface SecretOwner {
  readonly endpoint: string
}

/** Seals a signing secret for the database: any text, which `open` understands. */
export type SealSecret = (secret: string, owner: SecretOwner) => string | Promise<string>

/** The way back. */
export type OpenSecret = (sealed: string, owner: SecretOwner) => string | Promise<string>

/** Finds the addresses of a name, all of them. */
export type LookUp = (hostname: string) => Promise<ReadonlyArray<string>>

const Range = Schema.String.check(
  // An address is within its own range, or it is no range at all.
  Schema.makeFilter(
    (range) =>
      isAddressWithin(range.split("/")[0], [range]) || "must be an address, or a range such as 10.1.0.0/16",
  ),
)

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Pauses before each further attempt, in milliseconds: three days in all. Each is up to a fifth shorter or longer. */
const PAUSES: ReadonlyArray<number> = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** What may be set of webhooks onward. Every field has a default. Durations in milliseconds. */
export const EndpointsSettings = Schema.Struct({
  /**
   * Addresses that are not public (loopback, private, link-local, and what else is refused): `true` allows all of them,
   * a list those ranges. Default: none. For services of your own; never for addresses that strangers may enter.
   */
  allowPrivate: Schema.Union([Schema.Boolean, Schema.Array(Range)]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(false)),
  ),
  /** Plain http, too. Default: https only. */
  allowHttp: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  /** Ports that may be posted to; `"any"`: all. Default: 443 and 8443, with `allowHttp` also 80 and 8080. */
  ports: Schema.optionalKey(
    Schema.Union([
      Schema.Literal("any"),
      Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
    ]),
  ),
  /** Certificate authorities in PEM, instead of those of Node: for services of your own. */
  ca: Schema.optionalKey(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  /** How long one attempt may take, from the look-up of the name to the answer. */
  attemptMillis: whole(100, 120_000, 15_000),
  /** Pauses before each further attempt. After the last one a message is a dead letter. */
  retryMillis: Schema.Array(
    Schema.Int.check(
      Schema.isBetween({ minimum: 1, maximum: 30 * DAY }, { message: `must be 1 to ${30 * DAY}` }),
    ),
  )
    .check(Schema.isMaxLength(30, { message: "must be at most 30 pauses" }))
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(PAUSES))),
  /** An endpoint at which nothing has succeeded for so long is disabled at its next failure. */
  disableAfterMillis: whole(MINUTE, 365 * DAY, 5 * DAY),
  /** How long an old secret signs beside the new one, unless `rotate` says otherwise. */
  overlapMillis: whole(0, 30 * DAY, DAY),
  /** Messages being sent at the same time in each process. Slow endpoints have as many places of their own. */
  sendsAtOnce: whole(1, 1_000, 50),
  /** Messages being sent to one endpoint at the same time, by all processes together. To one that fails: one. */
  sendsPerEndpoint: whole(1, 100, 4),
  /** Endpoints of one account. */
  endpointsPerAccount: whole(1, 100_000, 50),
  /** Seals signing secrets for the database. Default: they are stored as they are. */
  seal: Schema.optionalKey(callable<SealSecret>()),
  /** Opens what `seal` made. */
  open: Schema.optionalKey(callable<OpenSecret>()),
  /** Finds the addresses of a name. What it gives is checked, and is what is connected to. Default: DNS. */
  lookup: Schema.optionalKey(callable<LookUp>()),
})
export type EndpointsSettings = typeof EndpointsSettings.Type
/** The settings as a user writes them: defaults left out. */
export type EndpointsSettingsInput = typeof EndpointsSettings.Encoded

const decode = decodeConfiguration("payments endpoints", EndpointsSettings)

/** Checks what a user wrote. Throws `InvalidConfiguration` naming every wrong field. */
export const decodeEndpointsSettings = (input: EndpointsSettingsInput): EndpointsSettings => {
  const decoded = decode(input)
  if (Result.isFailure(decoded)) throw decoded.failure
  const { seal, open } = decoded.success
  if ((seal === undefined) !== (open === undefined))
    throw new InvalidConfiguration({
      provider: "payments endpoints",
      issues: [{ path: seal === undefined ? "seal" : "open", message: "is required beside the other" }],
    })
  return decoded.success
}
