import {
  BaseUrl,
  type ConfigurationRules,
  decodeConfiguration,
  EmulatorUrl,
  hostIssues,
  RetryPolicy,
  Secret,
  Timeouts,
} from "@qriskit/core"
import { TimeZone } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** The acquirers behind Midtrans' QRIS (QRIS object [DOC]); the blank belongs to the second. */
export const MidtransAcquirer = Schema.Literals(["gopay", "airpay shopee"])
export type MidtransAcquirer = typeof MidtransAcquirer.Type

/** Midtrans' hosts [DOC]. */
const BASE_URL = {
  sandbox: "https://api.sandbox.midtrans.com",
  production: "https://api.midtrans.com",
} as const

/** The largest amount of a payment, in rupiah (limits page [DOC]; wallets name higher ones, contradiction C4). */
export const MAXIMUM_AMOUNT = 10_000_000

/** How long Midtrans answers a repeat under the same Idempotency-Key as it answered the first [DOC]. */
const IDEMPOTENCY_MILLIS = 300_000

/** What a user sets. Secrets are `Redacted` once decoded. */
export const MidtransConfig = Schema.Struct({
  /** One for each environment. Signs nothing by itself: it is the password of the API, and part of what is signed. */
  serverKey: Secret,
  /** Which of Midtrans' hosts to call. Required unless `baseUrl` is set. */
  environment: Schema.optionalKey(Schema.Literals(["sandbox", "production"])),
  /** Replaces the host of the environment. https, or http on loopback. */
  baseUrl: Schema.optionalKey(BaseUrl),
  /** Calls an emulator instead, over plain http within a private network: the sandbox in another container. */
  emulatorUrl: Schema.optionalKey(EmulatorUrl),
  /** The acquirer for payments that name none. */
  acquirer: MidtransAcquirer.pipe(Schema.withDecodingDefaultKey(Effect.succeed("gopay" as const))),
  /** The largest amount of a payment in rupiah, where Midtrans granted another. */
  maximumAmount: Schema.Int.check(
    Schema.isBetween({ minimum: 1, maximum: 9_999_999_999_999 }, { message: "must be whole rupiah" }),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(MAXIMUM_AMOUNT))),
  /** For how long a create of unknown outcome may be repeated once to learn its answer, in milliseconds. 0: never. */
  sameAnswerMillis: Schema.Int.check(
    Schema.isBetween(
      { minimum: 0, maximum: IDEMPOTENCY_MILLIS },
      { message: "must be 0 to 300,000 milliseconds" },
    ),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(IDEMPOTENCY_MILLIS))),
  /**
   * When a refund counts as `succeeded`: once Midtrans answers it, or once it names `bank_confirmed_at`. Whether the
   * answer already settles it is not documented for QRIS [NOT FOUND].
   */
  refundSettles: Schema.Literals(["answered", "confirmed"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("answered" as const)),
  ),
  /**
   * Where Midtrans' times are read, which name no offset: Jakarta's [DOC], unless it says otherwise (`Asia/Makassar`).
   */
  timeZone: TimeZone,
  /** `"off"` only for servers that answer with dummy QR strings. */
  qrCheck: Schema.Literals(["strict", "off"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("strict" as const)),
  ),
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  retry: RetryPolicy.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})

export type MidtransConfig = typeof MidtransConfig.Type
/** The configuration as a user writes it: plain strings, defaults left out. */
export type MidtransConfigInput = typeof MidtransConfig.Encoded

/** What Midtrans' keys look like, as far as was seen [3P]: `SB-` for the sandbox, then what the key is. */
const KEY_FORM = /^(SB-)?Mid-(server|client)-/

/** A client key is for browsers: no call of this API takes it. */
const keyIssues: ConfigurationRules = ({ serverKey }) =>
  typeof serverKey === "string" && KEY_FORM.exec(serverKey)?.[2] === "client"
    ? [{ path: "serverKey", message: "must be the server key; this has the form of a client key" }]
    : []

const hostRules = hostIssues(Object.keys(BASE_URL))

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeConfig = decodeConfiguration("midtrans", MidtransConfig, (input) => [
  ...hostRules(input),
  ...keyIssues(input),
])

/**
 * What a key's form says against the environment that it is used in. A hint, no rule: no page promises the form, so it
 * is told and not refused.
 */
export const keyWarning = ({
  serverKey,
  environment,
}: Pick<MidtransConfig, "serverKey" | "environment">): string | undefined => {
  const form = KEY_FORM.exec(Redacted.value(serverKey))
  if (form === null || environment === undefined) return undefined
  const formOf = form[1] === undefined ? "production" : "sandbox"
  return formOf === environment
    ? undefined
    : `midtrans: serverKey has the form of one for ${formOf}, and environment is ${environment}; if calls are Unauthorized, this is why`
}

/** The host to call, without a slash at its end. */
export const baseUrlOf = ({ emulatorUrl, baseUrl, environment = "sandbox" }: MidtransConfig): string =>
  emulatorUrl ?? baseUrl ?? BASE_URL[environment]
