import * as v from "valibot"
import { duration, flag, httpUrl, rupiah, strict, text, wholeNumber } from "../decode.js"

/** How the emulated Xendit is set up. Defaults that no document states are this project's; the README lists them. */
export interface XenditSettings {
  readonly secretKey: string
  /** Sent as `x-callback-token`: a password, no signature. */
  readonly callbackToken: string
  readonly businessId: string
  /** A sub-account that `for-user-id` may name, with the token of its own webhooks. */
  readonly subAccount: { readonly userId: string; readonly callbackToken: string }
  /** Tag 59 of the QR. Default `Toko Contoh`. */
  readonly merchantName: string
  /** The most a QR may ask, in rupiah. Default 10,000,000. */
  readonly maxAmount: number
  /** How long a payment request lives, in hours. Default 48. */
  readonly lifetimeHours: number
  /** Answer with `some-random-qr-string`, as the older API's test mode did. Default false. */
  readonly dummyQr: boolean
  /** A request that expired stays EXPIRED when money arrives late; only the webhook tells. Default true. */
  readonly latePaymentStaysExpired: boolean
  /** Refuse a reference_id that was used. Default false: no page says that it is unique for QRIS. */
  readonly uniqueReference: boolean
  /** How long after it was asked a refund succeeds, in milliseconds; 0 (default): at once. */
  readonly refundMs: number
  /** Days within which a payment can be refunded. Default 7. */
  readonly refundDays: number
  /** Send a webhook when a request expires. Default true. */
  readonly expiredWebhook: boolean
  /** Where payments are announced. Not set by default. */
  readonly callbackUrl?: string
  /** Waits before each repetition of a webhook, in milliseconds. Default 15 and 45 minutes, 2, 3, 6 and 12 hours. */
  readonly callbackRetryDelaysMs: ReadonlyArray<number>
}

const HOUR = 3_600_000

export const xenditDefaults: XenditSettings = {
  secretKey: "xnd_development_qriskit_demo",
  callbackToken: "sandbox-callback-token-0123456789",
  businessId: "650000000000000000000001",
  subAccount: { userId: "650000000000000000000002", callbackToken: "sandbox-sub-callback-token-012345" },
  merchantName: "Toko Contoh",
  // Another page says 20,000,000 (X1).
  maxAmount: 10_000_000,
  lifetimeHours: 48,
  dummyQr: false,
  latePaymentStaysExpired: true,
  uniqueReference: false,
  refundMs: 0,
  // Another page says 30 (X2).
  refundDays: 7,
  expiredWebhook: true,
  callbackRetryDelaysMs: [HOUR / 4, (3 * HOUR) / 4, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
}

export const xenditSchema = strict({
  secretKey: text(255),
  callbackToken: text(255),
  businessId: text(64),
  subAccount: strict({ userId: text(64), callbackToken: text(255) }),
  merchantName: text(25),
  maxAmount: rupiah,
  lifetimeHours: wholeNumber(1, 10_000),
  dummyQr: flag,
  latePaymentStaysExpired: flag,
  uniqueReference: flag,
  refundMs: duration,
  refundDays: wholeNumber(0, 3_660),
  expiredWebhook: flag,
  callbackUrl: v.exactOptional(httpUrl),
  callbackRetryDelaysMs: v.pipe(v.array(duration), v.maxLength(20, "at most 20 repetitions")),
}) satisfies v.GenericSchema<unknown, XenditSettings>
