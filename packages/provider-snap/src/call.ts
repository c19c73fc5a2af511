import type { KeyObject } from "node:crypto"
import { MalformedResponse, type Operation, type QrisError } from "@qriskit/core"
import {
  type AccessToken,
  currentTimeMillis,
  decoderOf,
  type Exchange,
  type Exchanged,
  flatMap,
  type Login,
  makeLogin,
  present,
  type TokenStore,
  toJakartaIso,
  tokenKey,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Attempt } from "./attributes.js"
import type { SnapConfig } from "./config.js"
import { makeExternalId, repeatableExternalId } from "./external-id.js"
import { refusalOf, tokenRefusalOf, tokenRefusedAt } from "./failure.js"
import { readPrivateKey } from "./keys.js"
import { merchantValues } from "./merchant-values.js"
import type { SnapProfile } from "./profile.js"
import { timestampOf } from "./request.js"
import { type SigningKey, sign } from "./signature.js"
import { clientString, transactionString } from "./string-to-sign.js"
import { fill } from "./template.js"

/** One call of a profile's verb, its body filled in. */
export interface SnapCall {
  readonly operation: Operation
  readonly path: string
  readonly body: unknown
  /** The merchant's id of what is made, cancelled or given back. Absent: nothing is, this is a question. */
  readonly reference?: string
  /**
   * X-EXTERNAL-ID of every attempt. Absent: as the profile's `retryExternalId` says; a question has a
   * new one each time.
   */
  readonly externalId?: string | undefined
  /** Where each attempt is noted before it is sent: the latest is the one that was answered, or may have acted. */
  readonly noted?: { latest?: Attempt } | undefined
  /** In milliseconds since 1970. Default: the policy's deadline from now. */
  readonly deadlineAt?: number
}

/** Sends signed calls of one merchant. The answer is any JSON object: which fields count is the profile's to say. */
export interface SnapCaller {
  send(call: SnapCall): Effect.Effect<Exchanged<Fields>, QrisError>
}

/** An answer's fields. */
export type Fields = Readonly<Record<string, unknown>>

const decodeObject = decoderOf(Schema.Record(Schema.String, Schema.Unknown))

/** An object of JSON needs no copy of each field; what is none gets the schema's complaint. */
const decodeFields: typeof decodeObject = (body) =>
  typeof body === "object" && body !== null && !Array.isArray(body)
    ? Result.succeed(body as Fields)
    : decodeObject(body)

/** What a header can carry; anything else would fail on every call that uses it. */
const decodeToken = decoderOf(
  Schema.Struct({
    accessToken: Schema.String.check(
      Schema.isPattern(/^[!-~]{1,4096}$/, { message: "must be a bearer token" }),
    ),
    expiresIn: Schema.optionalKey(Schema.Unknown),
  }),
)

/** Seconds, as text or number. Absent, zero or garbage: the profile's. At most a day. */
const lifetimeOf = (expiresIn: unknown, { lifetimeSeconds }: NonNullable<SnapProfile["token"]>): number => {
  const seconds = typeof expiresIn === "boolean" ? 0 : Math.floor(Number(expiresIn))
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : lifetimeSeconds
}

/** From when on a token is renewed, in milliseconds after it was asked for: at 80 %, or a minute before its end. */
const usableFor = (seconds: number): number => Math.max(seconds * 0.8, seconds - 60) * 1_000

/** The private key of a configuration that has one. That it can be read was checked when it was decoded. */
const privateKeyOf = ({ privateKey }: SnapConfig) =>
  privateKey === undefined ? undefined : Result.getOrUndefined(readPrivateKey(Redacted.value(privateKey)))

const signingKeyOf = (config: SnapConfig, privateKey: KeyObject | undefined): SigningKey =>
  config.profile.signing.algorithm === "rsa-sha256" && privateKey !== undefined
    ? { algorithm: "rsa-sha256", privateKey }
    : { algorithm: "hmac-sha512", secret: config.clientSecret ? Redacted.value(config.clientSecret) : "" }

/** The path as it is signed: the profile's, without the beginning that does not count. */
const signedPath = (path: string, { stripPrefix }: SnapProfile["signing"]): string =>
  stripPrefix !== undefined && path.startsWith(`${stripPrefix}/`) ? path.slice(stripPrefix.length) : path

const hostOf = (hosts: SnapProfile["hosts"], { environment }: SnapConfig): string => hosts[environment] ?? ""

/** The base of every call: the emulator, what was configured, else the profile's host. */
export const baseUrlOf = (config: SnapConfig): string =>
  config.emulatorUrl ?? config.baseUrl ?? hostOf(config.profile.hosts, config)

const makeTokenLogin = (
  config: SnapConfig,
  exchange: Exchange,
  token: NonNullable<SnapProfile["token"]>,
  privateKey: KeyObject | undefined,
  { account, tokenStore }: CallerOptions,
): Login => {
  const { profile, clientId } = config
  const base =
    config.emulatorUrl ??
    config.tokenUrl ??
    (token.hosts === undefined ? baseUrlOf(config) : hostOf(token.hosts, config))
  const logIn = Effect.gen(function* () {
    const askedAt = yield* currentTimeMillis
    const secrets: Array<string> = []
    const { answer } = yield* exchange.send({
      operation: "inquire",
      url: base + token.path,
      headers: { "x-client-key": clientId },
      body: token.body,
      sign: (_body, now) => {
        const timestamp = timestampOf(profile, toJakartaIso(new Date(now)))
        const text = clientString(clientId, timestamp, token.separator)
        // Always RSA, whatever signs the calls; base64 with every acquirer that was seen.
        const signature = privateKey && sign({ algorithm: "rsa-sha256", privateKey }, text, "base64")
        if (signature !== undefined) secrets.push(signature)
        return { "x-timestamp": timestamp, ...(signature && { "x-signature": signature }) }
      },
      decode: decodeToken,
      refusal: tokenRefusalOf(profile),
      secrets,
    })
    const expiresAt = new Date(askedAt + usableFor(lifetimeOf(answer.expiresIn, token)))
    return { value: Redacted.make(answer.accessToken), expiresAt } satisfies AccessToken
  })
  return makeLogin({
    provider: profile.id,
    store: tokenStore,
    key: tokenKey({ account, user: clientId, baseUrl: base }),
    margin: 0,
    settings: ["clientId", "privateKey", "profile.token"],
    logIn,
    isTokenRefused: tokenRefusedAt(profile),
  })
}

/** Whose token it is, and where it is kept. */
interface CallerOptions {
  readonly account?: string
  /** Default: the log-in of this caller. */
  readonly tokenStore?: TokenStore
}

/** The caller of one merchant: signs every attempt anew, with a token where the profile wants one. */
export const makeCaller = (
  config: SnapConfig,
  exchange: Exchange,
  options: CallerOptions = {},
): SnapCaller => {
  const { profile, clientId, partnerId = clientId } = config
  const { signing, headers, token } = profile
  const base = baseUrlOf(config)
  const privateKey = privateKeyOf(config)
  const key = signingKeyOf(config, privateKey)
  const { externalIdDigits, retryExternalId } = headers
  const isKept = retryExternalId === "same"
  const values = merchantValues(config)
  // What a header cannot do without was asked for when the configuration was decoded; what may be absent is left out.
  const headerOf = (template: string): string | undefined => {
    const { value } = fill(template, values)
    return typeof value === "string" ? value : undefined
  }
  const fixedHeaders: Readonly<Record<string, string>> = present({
    "x-partner-id": partnerId,
    "channel-id": headers.channelId && headerOf(headers.channelId),
    ...Object.fromEntries(
      Object.entries(headers.more).map(([name, template]) => [name.toLowerCase(), headerOf(template)]),
    ),
  })

  const externalIdOf = ({ path, reference, externalId }: SnapCall, body: string, now: number): string =>
    externalId ??
    (isKept && reference !== undefined
      ? repeatableExternalId([clientId, path, reference, body], externalIdDigits)
      : makeExternalId(now, externalIdDigits))

  const sendWith = (call: SnapCall, deadlineAt: number, bearer?: string) => {
    const { operation, path, noted } = call
    // Each attempt's signature joins them.
    const secrets = bearer === undefined ? [] : [bearer]
    return exchange.send({
      operation,
      url: base + path,
      headers: fixedHeaders,
      body: call.body,
      sign: (body, now) => {
        const timestamp = timestampOf(profile, toJakartaIso(new Date(now)))
        const text =
          signing.over === "client"
            ? clientString(clientId, timestamp)
            : transactionString({
                method: "POST",
                path: signedPath(path, signing),
                token: signing.algorithm === "hmac-sha512" ? bearer : undefined,
                body,
                timestamp,
              })
        const signature = sign(key, text, signing.encoding)
        secrets.push(signature)
        const externalId = externalIdOf(call, body, now)
        if (noted !== undefined) noted.latest = { externalId, timestamp }
        return {
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          "x-timestamp": timestamp,
          "x-signature": signature,
          "x-external-id": externalId,
        }
      },
      decode: decodeFields,
      refusal: refusalOf(profile, operation),
      deadlineAt,
      secrets,
    })
  }

  const withDeadline = (
    { deadlineAt }: SnapCall,
    sent: (deadlineAt: number) => Effect.Effect<Exchanged<Fields>, QrisError>,
  ) => (deadlineAt === undefined ? flatMap(exchange.deadlineFromNow, sent) : sent(deadlineAt))

  const login = token && makeTokenLogin(config, exchange, token, privateKey, options)
  return {
    send: (call) =>
      withDeadline(call, (deadlineAt) =>
        login === undefined
          ? sendWith(call, deadlineAt)
          : login.send(call.operation, deadlineAt, (bearer) => sendWith(call, deadlineAt, bearer)),
      ),
  }
}

/** An answer without what it must have. `description` says what, and what to do. */
export const malformed = (description: string): MalformedResponse =>
  new MalformedResponse({ outcome: "unknown", description })
