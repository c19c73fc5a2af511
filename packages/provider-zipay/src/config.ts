import {
  BaseUrl,
  decodeConfiguration,
  EmulatorUrl,
  emulatorIssues,
  MerchantId,
  Password,
  RetryPolicy,
  Secret,
  Timeouts,
} from "@qriskit/core"
import { AllowCaller, TimeZone } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Zipay's API [DOC]. No sandbox is documented. */
const BASE_URL = "https://api.zipay.co.id"

/** Characters that stand in a path as they are, so that what arrives can be compared; too long to be tried out. */
const CallbackSecret = Schema.RedactedFromValue(
  Schema.String.check(
    Schema.isPattern(/^[\w\-.~]{16,}$/, {
      message: "must be at least 16 characters, only letters, digits and - . _ ~",
    }),
  ),
  { disallowEncode: true },
)

/** What a user sets. Secrets are `Redacted` once decoded. */
export const ZipayConfig = Schema.Struct({
  /** The partner's identifier, for login. */
  userId: MerchantId,
  /** For login. */
  password: Password,
  /** Zipay's id of the merchant; signed exactly as written here. */
  merchantId: MerchantId,
  /** Signs requests, dashes included. */
  merchantKey: Secret,
  /** Replaces Zipay's host. https, or http on loopback. */
  baseUrl: Schema.optionalKey(BaseUrl),
  /** Calls an emulator instead, over plain http within a private network: the sandbox in another container. */
  emulatorUrl: Schema.optionalKey(EmulatorUrl),
  /**
   * Zipay signs no callback. Register a callback address whose last segment is this secret, and callbacks without it
   * are refused. It keeps strangers out; it proves nothing about status or amount.
   */
  callbackSecret: Schema.optionalKey(CallbackSecret),
  /**
   * Who may call: addresses and ranges, or a function that decides. Zipay documents no addresses [NOT FOUND]: ask them.
   */
  allowCaller: Schema.optionalKey(AllowCaller),
  /** How long before its expiry a token is renewed, in milliseconds. */
  tokenMargin: Schema.Int.check(
    Schema.isBetween(
      { minimum: 0, maximum: 86_400_000 },
      { message: "must be 0 to 86,400,000 milliseconds" },
    ),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(60_000))),
  /**
   * Where Zipay's times are read, which name no offset: `+07:00`, `Asia/Makassar`. That of a token is Jakarta's
   * [VERIFIED], the others' are [INFERRED].
   */
  timeZone: TimeZone,
  /** `"off"` only for servers that answer with dummy QR strings. */
  qrCheck: Schema.Literals(["strict", "off"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("strict" as const)),
  ),
  timeouts: Timeouts.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  retry: RetryPolicy.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})
export type ZipayConfig = typeof ZipayConfig.Type
/** The configuration as a user writes it: plain strings, defaults left out. */
export type ZipayConfigInput = typeof ZipayConfig.Encoded

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeConfig = decodeConfiguration("zipay", ZipayConfig, emulatorIssues)

/** The host to call, without a slash at its end. */
export const baseUrlOf = ({ emulatorUrl, baseUrl }: ZipayConfig): string => emulatorUrl ?? baseUrl ?? BASE_URL
