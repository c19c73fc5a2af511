import type { Authenticity } from "./notification.js"
import type { PaymentStatus } from "./payment-status.js"

/** Offered, or not and why not. */
export type Support = { readonly supported: true } | { readonly supported: false; readonly why: string }

/** An acquirer behind a provider. `maximumAmount` in rupiah. */
export interface Channel {
  readonly id: string
  readonly maximumAmount?: number
}

/** On which terms payments of one channel are refunded. Absent fields: the documentation names no such limit. */
export interface RefundTerms {
  /** The channel of `PaymentRef.channel`. Absent: every channel without terms of its own. */
  readonly channel?: string
  /** Whether less than all can be refunded, and then the rest in further refunds. */
  readonly partial: Support
  /** Days from payment within which a refund may be asked for, the longest that may apply. After them it is refused. */
  readonly days?: number
  /**
   * Where the days depend on what is only known to the provider (the payer's bank): for so many days it is surely open.
   */
  readonly surelyDays?: number
  /** Hours of each day without refunds, Jakarta time: `{ from: "23:55", until: "06:00" }`. */
  readonly closed?: { readonly from: string; readonly until: string }
}

/** Whether money can be given back, and how. */
export type RefundSupport =
  | { readonly supported: false; readonly why: string }
  | {
      readonly supported: true
      readonly terms: ReadonlyArray<RefundTerms>
      /** By which id `inquireRefund` can ask: the merchant's, or the provider's own alone. */
      readonly askedBy: "externalId" | "refundId"
      /** Of `RefundPayment.externalId`. */
      readonly externalId: { readonly maximumLength?: number; readonly alphabet?: string }
      /** The longest `RefundPayment.reason`, in characters. */
      readonly reasonLength?: number
    }

/** What a provider can and cannot do: data that programs and the README's provider matrix read. */
export interface Capabilities {
  /** The provider's name for people. */
  readonly title: string
  readonly cancel: Support
  readonly refund: RefundSupport
  /** Whether the merchant may choose when a QR expires. Minutes from the moment of the request. */
  readonly expiry: Support & { readonly minimumMinutes?: number; readonly maximumMinutes?: number }
  /** Whether a payment may name its own callback address. */
  readonly notificationUrl: Support
  /** In rupiah. Absent: the documentation names no limit. */
  readonly amount: { readonly minimum?: number; readonly maximum?: number }
  /**
   * How often the provider lets itself be asked, where it says so: inquiries per second. With `of: "account"` each of a
   * platform's accounts has a limit of its own: where one is told "too many", nobody else waits.
   */
  readonly inquiries?: { readonly perSecond?: number; readonly of?: "account" }
  readonly externalId: { readonly maximumLength?: number; readonly alphabet?: string }
  /**
   * Present where a create that is repeated unchanged, within so many milliseconds of the first attempt, gets the first
   * one's answer: an unknown create is then repeated once by itself, and becomes a known one. Absent: never repeated.
   */
  readonly repeatedCreate?: { readonly withinMillis: number }
  /**
   * Present where a create whose answer was lost can be asked about by the merchant's id alone: it then becomes known
   * with its QR, or, where that is not to be had again (`withQr: false`), fails with an error that names what it made
   * (`QrisError.found`). Absent: a lost answer stays lost.
   */
  readonly lostCreates?: { readonly withQr: boolean }
  /** Empty where there is nothing to choose. */
  readonly channels: ReadonlyArray<Channel>
  readonly notifications: {
    readonly authenticity: Authenticity
    /** The statuses that callbacks are documented to report. */
    readonly statuses: ReadonlyArray<PaymentStatus>
    /**
     * Money that comes after the expiry is told of by a callback only: whoever asks, the payment stays expired. See
     * `inLightOfClaim`.
     */
    readonly tellsOfLatePayments?: true
  }
  /** Fields of a request that must be set, beyond `amount` and `externalId`. */
  readonly requiredFields: ReadonlyArray<string>
}
