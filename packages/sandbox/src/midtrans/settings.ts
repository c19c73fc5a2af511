import * as v from "valibot"
import { duration, flag, httpUrl, rupiah, strict, text, wholeNumber } from "../decode.js"

/** How the emulated Midtrans is set up. Defaults that no document states are this project's; the README lists them. */
export interface MidtransSettings {
  readonly serverKey: string
  readonly merchantId: string
  /** Tag 59 of the QR. Default `Toko Contoh`. */
  readonly merchantName: string
  /** The most a QR may ask, in rupiah. Default 10,000,000. */
  readonly maxAmount: number
  /** How long a QR lives that asks for nothing else, in minutes. Default 15. */
  readonly qrLifetimeMinutes: number
  /** Whether the answer to a create holds `qr_string`; without it there is only the picture's address. Default true. */
  readonly qrString: boolean
  /**
   * How long a create's answer is remembered under its `Idempotency-Key`, in milliseconds. Default 5 minutes; 0: never.
   */
  readonly rememberMs: number
  /** Rupiah that a customer pays on top, so that `gross_amount` is larger than what was charged. Default 0. */
  readonly customerFee: number
  /** Send a notification for a new payment too, which may overtake the answer. Default false. */
  readonly pendingNotification: boolean
  /** Send a notification when a QR expires, and when one is canceled. Defaults true. */
  readonly expiredNotification: boolean
  readonly canceledNotification: boolean
  /** Days within which a payment can be refunded. Defaults: gopay 45 on-us, 7 off-us; ShopeePay 365 and 7. */
  readonly refundDays: {
    readonly gopay: { readonly onUs: number; readonly offUs: number }
    readonly shopeepay: { readonly onUs: number; readonly offUs: number }
  }
  /** When the second notification about a refund comes, with `bank_confirmed_at`, in milliseconds. Default a minute. */
  readonly bankConfirmationMs: number
  /** Where payments are announced that named no address. Not set by default. */
  readonly callbackUrl?: string
  /** Waits before each repetition of a notification, in milliseconds. Default 2, 10, 30, 90 and 210 minutes. */
  readonly callbackRetryDelaysMs: ReadonlyArray<number>
}

const MINUTE = 60_000

export const midtransDefaults: MidtransSettings = {
  serverKey: "SB-Mid-server-qriskit-demo",
  merchantId: "G000000001",
  merchantName: "Toko Contoh",
  // The limits page [DOC S2]; wallets have higher ones (C4).
  maxAmount: 10_000_000,
  qrLifetimeMinutes: 15,
  // Missing from the documented answer, there in real ones (C1).
  qrString: true,
  rememberMs: 5 * MINUTE,
  customerFee: 0,
  pendingNotification: false,
  expiredNotification: true,
  canceledNotification: true,
  refundDays: { gopay: { onUs: 45, offUs: 7 }, shopeepay: { onUs: 365, offUs: 7 } },
  bankConfirmationMs: MINUTE,
  callbackRetryDelaysMs: [2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 90 * MINUTE, 210 * MINUTE],
}

const days = strict({ onUs: wholeNumber(0, 3_660), offUs: wholeNumber(0, 3_660) })

export const midtransSchema = strict({
  serverKey: text(255),
  merchantId: text(64),
  merchantName: text(25),
  maxAmount: rupiah,
  qrLifetimeMinutes: wholeNumber(1, 10_080),
  qrString: flag,
  rememberMs: duration,
  customerFee: wholeNumber(0, 10_000_000),
  pendingNotification: flag,
  expiredNotification: flag,
  canceledNotification: flag,
  refundDays: strict({ gopay: days, shopeepay: days }),
  bankConfirmationMs: duration,
  callbackUrl: v.exactOptional(httpUrl),
  callbackRetryDelaysMs: v.pipe(v.array(duration), v.maxLength(20, "at most 20 repetitions")),
}) satisfies v.GenericSchema<unknown, MidtransSettings>
