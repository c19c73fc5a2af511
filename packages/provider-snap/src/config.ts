import {
  BaseUrl,
  type ConfigurationRules,
  decodeConfiguration,
  EmulatorUrl,
  emulatorIssues,
  type FieldIssue,
  InvalidConfiguration,
  MerchantId,
  PrivateKey,
  RetryPolicy,
  Secret,
  Timeouts,
} from "@qriskit/core"
import { TimeZone } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { acquirerKey, readPrivateKey } from "./keys.js"
import { merchantValues } from "./merchant-values.js"
import { SnapProfile, type SnapProfileInput } from "./profile.js"
import { SIGNED_ADDRESS, VERIFIED_WITH } from "./recipe.js"
import { fill, namesIn } from "./template.js"

const text = Schema.String.check(Schema.isMinLength(1, { message: "must not be empty" }))

const HEADER_TEXT = /^[!-~](?:[ -~]*[!-~])?$/
const NO_HEADER_TEXT = "must be printable ASCII without spaces around it"

/** Goes into a header: a line break from an environment file would make every call fail. */
const HeaderText = Schema.String.check(Schema.isPattern(HEADER_TEXT, { message: NO_HEADER_TEXT }))

/**
 * A registered callback address, as the acquirer knows it: it is part of what is signed, so it is
 * compared as it stands.
 */
const CallbackUrl = Schema.String.check(
  Schema.makeFilter(
    (value) =>
      (URL.canParse(value) && /^https?:\/\/[^\s@]+$/.test(value)) ||
      "must be the absolute address that the acquirer calls",
  ),
)

const DAY = 86_400_000

/** What a merchant sets at whichever acquirer. */
const MERCHANT = {
  /** One of the profile's hosts, `sandbox` or `production`. */
  environment: text,
  /** Replaces the host. https, or http on loopback. A path in it goes before the profile's and is not signed. */
  baseUrl: Schema.optionalKey(BaseUrl),
  /** Replaces the host that gives tokens, where it is another one. */
  tokenUrl: Schema.optionalKey(BaseUrl),
  /**
   * Calls an emulator instead, for tokens too, over plain http within a private network: the sandbox in
   * another container.
   */
  emulatorUrl: Schema.optionalKey(EmulatorUrl),
  /** X-CLIENT-KEY, and the client id in what is signed. */
  clientId: HeaderText,
  /** X-PARTNER-ID. Default: `clientId`. */
  partnerId: Schema.optionalKey(HeaderText),
  merchantId: Schema.optionalKey(MerchantId),
  /** Signs calls and verifies callbacks with HMAC. */
  clientSecret: Schema.optionalKey(Secret),
  /** Signs with RSA: PKCS#8 or PKCS#1, as PEM or as base64 of its DER. */
  privateKey: Schema.optionalKey(PrivateKey),
  /** The acquirer's public keys, with which its callbacks are verified: more than one while it changes them. */
  acquirerKeys: Schema.Union([text, Schema.Array(text)]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  /** What else the profile asks for: `storeId`, `channelId`, … */
  settings: Schema.Record(Schema.String, MerchantId).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  /** The callback address that was registered with the acquirer, or that goes into each request. */
  notificationUrl: Schema.optionalKey(CallbackUrl),
  /**
   * Where the acquirer asks us for a token first: which client id it has with us, and what our tokens are made with.
   */
  inbound: Schema.optionalKey(
    Schema.Struct({
      clientId: HeaderText,
      /** At least 32 characters; every process that answers needs the same. */
      secret: Schema.RedactedFromValue(
        Schema.String.check(Schema.isMinLength(32, { message: "must be at least 32 characters" })),
        { disallowEncode: true },
      ),
    }),
  ),
  /**
   * Refuses callbacks whose X-TIMESTAMP is further away than this, in milliseconds. Off by default: whether a repeated
   * delivery renews its time is not known, and a replay does no harm.
   */
  maximumAge: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween(
        { minimum: 1_000, maximum: 30 * DAY },
        { message: "must be 1,000 to 2,592,000,000 milliseconds" },
      ),
    ),
  ),
  /** Where the acquirer's times are read that name no offset: Jakarta's, unless it says otherwise (`Asia/Makassar`). */
  timeZone: TimeZone,
  /** `"off"` only for servers that answer with dummy QR strings. */
  qrCheck: Schema.Literals(["strict", "off"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("strict" as const)),
  ),
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  retry: RetryPolicy.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
}

const SnapMerchant = Schema.Struct(MERCHANT)

/** What a user sets. Secrets are `Redacted` once decoded. */
export const SnapConfig = Schema.Struct({
  /** The acquirer: a preset of `@qriskit/provider-snap/presets`, or a profile of one's own. */
  profile: SnapProfile,
  ...MERCHANT,
})

/** Remembers the profile that a configuration was written with, so that types know its verbs. */
declare const PROFILE: unique symbol

/** A decoded configuration. */
export type SnapConfig<P extends SnapProfileInput = SnapProfileInput> = typeof SnapConfig.Type & {
  readonly [PROFILE]?: P
}

/** The configuration as a user writes it: plain strings, defaults left out. */
export type SnapConfigInput<P extends SnapProfileInput = SnapProfileInput> = Omit<
  typeof SnapConfig.Encoded,
  "profile"
> & { readonly profile: P }

/** What one merchant of many writes: all but the profile, which they share. */
export type SnapMerchantInput = typeof SnapMerchant.Encoded

/** Whether two merchants at the same acquirer have the same settings. */
export const isSameMerchant: (a: SnapConfig, b: SnapConfig) => boolean = Schema.toEquivalence(SnapMerchant)

const keysOf = ({ acquirerKeys }: Pick<SnapConfig, "acquirerKeys">): ReadonlyArray<string> =>
  typeof acquirerKeys === "string" ? [acquirerKeys] : acquirerKeys

/** The acquirer's keys. Those that cannot be read do not pass `decodeConfig`. */
export const publicKeysOf = (config: Pick<SnapConfig, "acquirerKeys">) =>
  keysOf(config).flatMap((key) => {
    const read = acquirerKey(key)
    return Result.isSuccess(read) ? [read.success] : []
  })

const isRequired = (path: string, why: string): FieldIssue => ({ path, message: `is required: ${why}` })

const namesHost = ({ profile: { hosts }, environment, baseUrl, emulatorUrl }: SnapConfig): boolean =>
  (baseUrl ?? emulatorUrl) !== undefined || Object.hasOwn(hosts, environment)

const headersOf = ({ headers: { channelId, more } }: SnapProfile): ReadonlyArray<string> =>
  channelId === undefined ? Object.values(more) : [channelId, ...Object.values(more)]

/** What the profile's headers want and the configuration does not have. */
const missingForHeaders = (config: SnapConfig): ReadonlyArray<string> =>
  headersOf(config.profile).flatMap((template) => fill(template, merchantValues(config)).missing)

/** Which of the merchant's values the profile's headers cannot carry. */
const unfitForHeaders = (config: SnapConfig): ReadonlyArray<string> => {
  const values = Object.entries(merchantValues(config))
  const named = namesIn(headersOf(config.profile))
  return values.flatMap(([name, value]) =>
    named.has(name) && typeof value === "string" && !HEADER_TEXT.test(value) ? [name] : [],
  )
}

/** What the fields of a configuration must have together. */
const issuesIn = (config: SnapConfig): ReadonlyArray<FieldIssue> => {
  const { profile, clientSecret, privateKey, settings } = config
  const { title, hosts, signing, token, notification, inboundToken, required } = profile
  const issues: Array<FieldIssue> = []
  if (!namesHost(config)) {
    issues.push({
      path: "environment",
      message: `must be one of ${Object.keys(hosts).join(", ")}, or set baseUrl`,
    })
  }
  if (signing.algorithm === "hmac-sha512" && clientSecret === undefined) {
    issues.push(isRequired("clientSecret", `${title} wants calls signed with it`))
  }
  if ((signing.algorithm === "rsa-sha256" || token !== undefined) && privateKey === undefined) {
    const what = token === undefined ? "calls" : "the request for a token"
    issues.push(isRequired("privateKey", `${title} wants ${what} signed with it`))
  }
  if (privateKey !== undefined) {
    const read = readPrivateKey(Redacted.value(privateKey))
    if (Result.isFailure(read)) issues.push({ path: "privateKey", message: read.failure })
  }
  for (const [index, key] of keysOf(config).entries()) {
    const read = acquirerKey(key)
    if (Result.isFailure(read)) issues.push({ path: `acquirerKeys.${index}`, message: read.failure })
  }
  const verifiedWith = VERIFIED_WITH[notification.recipe]
  if (verifiedWith === "publicKeys" && keysOf(config).length === 0) {
    issues.push(isRequired("acquirerKeys", `${title}'s callbacks are verified with its public key`))
  }
  if (verifiedWith === "clientSecret" && clientSecret === undefined && signing.algorithm !== "hmac-sha512") {
    issues.push(isRequired("clientSecret", `${title}'s callbacks are verified with it`))
  }
  if (verifiedWith !== "publicKeys" && inboundToken !== undefined && keysOf(config).length === 0) {
    issues.push(
      isRequired("acquirerKeys", `${title}'s requests for a token are verified with its public key`),
    )
  }
  if (inboundToken !== undefined && config.inbound === undefined) {
    issues.push(isRequired("inbound", `${title} asks for a token of ours before it calls back`))
  }
  if (notification.recipe === "issued-token" && inboundToken === undefined) {
    issues.push({ path: "profile.inboundToken", message: "is required: its callbacks sign a token of ours" })
  }
  const signed = SIGNED_ADDRESS[notification.recipe]
  const isAddressNeeded = signed === "whole" || (signed === "path" && notification.tails.length === 0)
  if (isAddressNeeded && config.notificationUrl === undefined) {
    const what = signed === "whole" ? "the address" : "its path, and the profile names no tails"
    issues.push(isRequired("notificationUrl", `${title}'s callbacks sign ${what}`))
  }
  const chosen = profile.channel && settings[profile.channel.setting]
  if (chosen !== undefined && !profile.channel?.ids.includes(chosen.toLowerCase())) {
    const message = `must be one of ${profile.channel?.ids.join(", ")}`
    issues.push({ path: `settings.${profile.channel?.setting}`, message })
  }
  for (const name of new Set([...required, ...missingForHeaders(config)])) {
    const isSet = name.startsWith("settings.")
      ? Object.hasOwn(settings, name.slice("settings.".length))
      : config[name as keyof typeof config] !== undefined
    if (!isSet) issues.push(isRequired(name, `${title} cannot be called without it`))
  }
  for (const path of unfitForHeaders(config)) issues.push({ path, message: NO_HEADER_TEXT })
  return issues
}

const rules: ConfigurationRules = (input) => [
  ...emulatorIssues(input),
  ...(input["emulatorUrl"] !== undefined && input["tokenUrl"] !== undefined
    ? [{ path: "tokenUrl", message: "must not be set together with emulatorUrl, which gives tokens, too" }]
    : []),
]

const decodeFields = decodeConfiguration("snap", SnapConfig, rules, issuesIn)
const decodeProfile = decodeConfiguration("snap", Schema.Struct({ profile: SnapProfile }))

const isId = Schema.is(SnapProfile.fields.id)

/** The acquirer that a complaint is about, as far as the profile says. */
const idIn = (input: unknown): string => {
  const { profile } = Object(input) as { readonly profile?: unknown }
  const { id } = Object(profile) as { readonly id?: unknown }
  return isId(id) ? id : "snap"
}

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeConfig = <P extends SnapProfileInput>(
  input: SnapConfigInput<P>,
): Result.Result<SnapConfig<P>, InvalidConfiguration> =>
  Result.mapError(
    decodeFields(input),
    ({ issues }) => new InvalidConfiguration({ provider: idIn(input), issues }),
  )

/** The same for many merchants at one acquirer, whose profile is decoded once and shared by all. */
export const decodeMerchantConfig = <P extends SnapProfileInput>(
  input: P,
): Result.Result<
  (merchant: unknown) => Result.Result<SnapConfig<P>, InvalidConfiguration>,
  InvalidConfiguration
> =>
  Result.map(decodeProfile({ profile: input }), ({ profile }) => {
    const decode = decodeConfiguration(profile.id, SnapMerchant, rules, (own) =>
      issuesIn({ ...own, profile }),
    )
    return (merchant) => Result.map(decode(merchant), (own) => ({ ...own, profile }))
  })
