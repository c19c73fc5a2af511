import * as v from "valibot"
import { duration, httpUrl, rupiah, strict, text, wholeNumber } from "../decode.js"

/** How the emulated Zipay is set up. Defaults that no document states are this project's; the README lists them. */
export interface ZipaySettings {
  readonly userId: string
  readonly password: string
  readonly merchantId: string
  readonly merchantKey: string
  /** Default `TOKO CONTOH`. */
  readonly merchantName: string
  /** The least and the most a QR may ask, in rupiah. Defaults 1 and 10,000,000. */
  readonly minAmount: number
  readonly maxAmount: number
  /** Default 1440 (24 hours). */
  readonly qrLifetimeMinutes: number
  /** Default 525,600 (365 days). */
  readonly tokenLifetimeMinutes: number
  /** How answers write amounts and the merchant's id. Defaults `number` and `string`, as documented. */
  readonly amountAs: "number" | "string"
  readonly merchantIdAs: "number" | "string"
  /** The name of the expiry in answers. Default `expired_at`. */
  readonly expiryKey: "expired_at" | "expiredAt"
  /** Errors in the documented envelope (default) or as Laravel writes them. */
  readonly errorShape: "envelope" | "laravel"
  /** The HTTP status for a wrong signature. Default 403. */
  readonly wrongSignatureStatus: 401 | 403
  /** Where payments are announced. Not set by default: the documents name no field for it. */
  readonly callbackUrl?: string
  /** Waits before each repetition of a callback, in milliseconds. Default: none. */
  readonly callbackRetryDelaysMs: ReadonlyArray<number>
}

export const zipayDefaults: ZipaySettings = {
  userId: "sandbox-user",
  password: "sandbox-password",
  merchantId: "3",
  merchantKey: "a1398c51-ed9c-48f9-954c-80b8d93963c6",
  merchantName: "TOKO CONTOH",
  // Limits and the QR's lifetime are [NOT FOUND]; the maximum is the national one per QRIS payment.
  minAmount: 1,
  maxAmount: 10_000_000,
  qrLifetimeMinutes: 24 * 60,
  // One year [DOC-2024].
  tokenLifetimeMinutes: 365 * 24 * 60,
  amountAs: "number",
  merchantIdAs: "string",
  expiryKey: "expired_at",
  errorShape: "envelope",
  wrongSignatureStatus: 403,
  // Whether a callback is repeated is [NOT FOUND].
  callbackRetryDelaysMs: [],
}

const minutes = wholeNumber(1, 10 * 365 * 24 * 60)

const fields = strict({
  userId: text(255),
  password: text(255),
  merchantId: v.pipe(text(15), v.regex(/^\d+$/, "must be digits")),
  merchantKey: text(255),
  merchantName: text(25),
  minAmount: rupiah,
  maxAmount: rupiah,
  qrLifetimeMinutes: minutes,
  tokenLifetimeMinutes: minutes,
  amountAs: v.picklist(["number", "string"]),
  merchantIdAs: v.picklist(["number", "string"]),
  expiryKey: v.picklist(["expired_at", "expiredAt"]),
  errorShape: v.picklist(["envelope", "laravel"]),
  wrongSignatureStatus: v.picklist([401, 403]),
  callbackUrl: v.exactOptional(httpUrl),
  callbackRetryDelaysMs: v.pipe(v.array(duration), v.maxLength(20, "at most 20 repetitions")),
})

export const zipaySchema = v.pipe(
  fields,
  v.forward(
    v.check(({ minAmount, maxAmount }) => minAmount <= maxAmount, "must not be above maxAmount"),
    ["minAmount"],
  ),
) satisfies v.GenericSchema<unknown, ZipaySettings>
