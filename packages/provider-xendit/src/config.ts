import {
  BaseUrl,
  decodeConfiguration,
  EmulatorUrl,
  emulatorIssues,
  RetryPolicy,
  Secret,
  Timeouts,
} from "@qriskit/core"
import type { QrCheck } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** Xendit's one host [DOC]: the key decides between test and live. */
const BASE_URL = "https://api.xendit.co"

/** The largest amount of a payment, in rupiah [DOC]; another page says 20,000,000 (X1). */
export const MAXIMUM_AMOUNT = 10_000_000

/** Goes into a header: a line break from an environment file would make every call fail. */
const HeaderText = Schema.String.check(
  Schema.isPattern(/^[!-~]+$/, { message: "must be printable ASCII without spaces" }),
)

/** What a user sets. Secrets are `Redacted` once decoded. */
export const XenditConfig = Schema.Struct({
  /** `xnd_development_…` for test mode, `xnd_production_…` for live. */
  secretKey: Secret,
  /**
   * The text in `x-callback-token` of your webhooks: a password, no signature. Several where sub-accounts have their
   * own: which of them uses which is not documented [NOT FOUND].
   */
  callbackToken: Schema.Union([Secret, Schema.Array(Secret).check(Schema.isMinLength(1))]).annotate({
    message: "must be a text, or a list of texts, none of them empty",
  }),
  /** Replaces Xendit's host. https, or http on loopback. */
  baseUrl: Schema.optionalKey(BaseUrl),
  /** Calls an emulator instead, over plain http within a private network: the sandbox in another container. */
  emulatorUrl: Schema.optionalKey(EmulatorUrl),
  /** The sub-account (xenPlatform) that all of this client's payments belong to: sent as `for-user-id` [DOC]. */
  forUserId: Schema.optionalKey(HeaderText),
  /**
   * The split rule (xenPlatform) by which payments are shared out: sent as `with-split-rule` with each create [DOC].
   */
  splitRuleId: Schema.optionalKey(HeaderText),
  /** The largest amount of a payment in rupiah, where Xendit granted another. */
  maximumAmount: Schema.Int.check(
    Schema.isBetween({ minimum: 1, maximum: 9_999_999_999_999 }, { message: "must be whole rupiah" }),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(MAXIMUM_AMOUNT))),
  /** Default: `"strict"`; `"off"` under a key for test mode, which answered with dummy texts [3P]. */
  qrCheck: Schema.optionalKey(Schema.Literals(["strict", "off"])),
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  retry: RetryPolicy.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})
export type XenditConfig = typeof XenditConfig.Type
/** The configuration as a user writes it: plain strings, defaults left out. */
export type XenditConfigInput = typeof XenditConfig.Encoded

/** The tokens, however many there are. */
export const callbackTokensOf = ({
  callbackToken,
}: Pick<XenditConfig, "callbackToken">): ReadonlyArray<Redacted.Redacted<string>> =>
  Redacted.isRedacted(callbackToken) ? [callbackToken] : callbackToken

const isLiveKey = (secretKey: unknown): boolean =>
  typeof secretKey === "string" && secretKey.startsWith("xnd_production_")

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeConfig = decodeConfiguration("xendit", XenditConfig, (input) => [
  ...emulatorIssues(input),
  ...(input["emulatorUrl"] !== undefined && isLiveKey(input["secretKey"])
    ? [{ path: "emulatorUrl", message: "must not be set together with a key for live mode" }]
    : []),
])

/** The host to call, without a slash at its end. */
export const baseUrlOf = ({ emulatorUrl, baseUrl }: XenditConfig): string =>
  emulatorUrl ?? baseUrl ?? BASE_URL

/** Whether the key is one for test mode [DOC]. */
export const isTestMode = ({ secretKey }: Pick<XenditConfig, "secretKey">): boolean =>
  Redacted.value(secretKey).startsWith("xnd_development_")

/** How strictly the QR is looked at. */
export const qrCheckOf = (config: Pick<XenditConfig, "secretKey" | "qrCheck">): QrCheck =>
  config.qrCheck ?? (isTestMode(config) ? "off" : "strict")
