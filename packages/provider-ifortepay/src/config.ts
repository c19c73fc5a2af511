import {
  BaseUrl,
  decodeConfiguration,
  EmulatorUrl,
  hostIssues,
  MerchantId,
  RetryPolicy,
  Secret,
  Timeouts,
} from "@qriskit/core"
import { TimeZone } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The acquirers behind iFortepay that make dynamic QRIS (Create QRIS [DOC]; LINKAJA is announced, not offered). */
export const IfortepayChannel = Schema.Literals(["NOBU", "SHOPEEPAY"])
export type IfortepayChannel = typeof IfortepayChannel.Type

/** iFortepay's hosts [DOC]. The Node SDK still names another production host: set `baseUrl` where yours differs. */
const BASE_URL = {
  staging: "https://api-stage.ifortepay.id",
  production: "https://api.ifortepay.id",
} as const

/** The largest amount of a payment, in rupiah: NOBU [DOC], SHOPEEPAY for merchants with full KYC [DOC]. */
export const MAXIMUM_AMOUNT = { NOBU: 10_000_000, SHOPEEPAY: 5_000_000 } as const

/** Only the first was ever observed [3P]. */
const QR_STRING_FIELDS: ReadonlyArray<string> = ["qr_response.qr_string", "qr_string", "qr_content"]

const text = Schema.String.check(Schema.isMinLength(1, { message: "must not be empty" }))

/** Goes into a header: a line break from an environment file would make every call fail. */
const headerText = text.check(
  Schema.isPattern(/^[!-~]([ -~]*[!-~])?$/, { message: "must be printable ASCII without spaces around it" }),
)

const Path = Schema.String.check(
  Schema.isPattern(/^\/[\w\-./]+$/, { message: "must be a path such as /ewallet/v2/create-qr" }),
)

const Limit = Schema.Int.check(
  Schema.isBetween(
    { minimum: 1_000, maximum: 9_999_999_999_999 },
    { message: "must be whole rupiah, at least 1,000" },
  ),
)

/** What a user sets. Secrets are `Redacted` once decoded. */
export const IfortepayConfig = Schema.Struct({
  /** The merchant index, such as `IFP0000000001`. */
  merchantId: MerchantId,
  /** The user's half of the Basic pair. */
  secretUnboundId: Secret,
  /** Signs requests and callbacks. With `subMerchantId`: the sub-merchant's own key. */
  hashKey: Secret,
  /** The acquirer for payments that name none. */
  channel: IfortepayChannel,
  /** Which of iFortepay's hosts to call. Required unless `baseUrl` is set. */
  environment: Schema.optionalKey(Schema.Literals(["staging", "production"])),
  /** Replaces the host of the environment. https, or http on loopback. */
  baseUrl: Schema.optionalKey(BaseUrl),
  /** Calls an emulator instead, over plain http within a private network: the sandbox in another container. */
  emulatorUrl: Schema.optionalKey(EmulatorUrl),
  /**
   * The path of create. Known from integrations, not from iFortepay's pages [3P]; the page's own name is create-qris.
   */
  createPath: Path.pipe(Schema.withDecodingDefaultKey(Effect.succeed("/ewallet/v2/create-qr"))),
  /** Sent as `sub-merchant-id`. Which value iFortepay expects is contradictory in its documentation [DOC]. */
  subMerchantId: Schema.optionalKey(headerText),
  /** The largest amount of a payment by channel, in rupiah, where the acquirer granted another. */
  maximumAmount: Schema.Struct({
    NOBU: Limit.pipe(Schema.withDecodingDefaultKey(Effect.succeed(MAXIMUM_AMOUNT.NOBU))),
    SHOPEEPAY: Limit.pipe(Schema.withDecodingDefaultKey(Effect.succeed(MAXIMUM_AMOUNT.SHOPEEPAY))),
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  /** Where the QR string may stand in an answer, dotted, tried in order. */
  qrStringFields: Schema.Array(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed(QR_STRING_FIELDS))),
  /** Where times are read that name no offset: `+07:00`, `Asia/Makassar`. iFortepay is seen to name one [3P]. */
  timeZone: TimeZone,
  /** `"off"` only for staging servers that answer with dummy QR strings. */
  qrCheck: Schema.Literals(["strict", "off"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("strict" as const)),
  ),
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  retry: RetryPolicy.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})

export type IfortepayConfig = typeof IfortepayConfig.Type
/** The configuration as a user writes it: plain strings, defaults left out. */
export type IfortepayConfigInput = typeof IfortepayConfig.Encoded

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeConfig = decodeConfiguration(
  "ifortepay",
  IfortepayConfig,
  hostIssues(Object.keys(BASE_URL)),
)

/** Thousands of accounts share the default. */
export const sharedQrStringFields = (fields: ReadonlyArray<string>): ReadonlyArray<string> =>
  JSON.stringify(fields) === JSON.stringify(QR_STRING_FIELDS) ? QR_STRING_FIELDS : fields

/** The host to call, without a slash at its end. */
export const baseUrlOf = ({ emulatorUrl, baseUrl, environment = "staging" }: IfortepayConfig): string =>
  emulatorUrl ?? baseUrl ?? BASE_URL[environment]
