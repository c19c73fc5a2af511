import type { Authenticity } from "./notification.js"
import type { PaymentStatus } from "./payment-status.js"

/** Offered, or not and why not. */
export type Support = { readonly supported: true } | { readonly supported: false; readonly why: string }

/** An acquirer behind a provider. `maximumAmount` in rupiah. */
export interface Channel {
  readonly id: string
  readonly maximumAmount?: number
}

/** What a provider can and cannot do: data that programs and the README's provider matrix read. */
export interface Capabilities {
  /** The provider's name for people. */
  readonly title: string
  readonly cancel: Support
  readonly refund: Support
  /** Whether the merchant may choose when a QR expires. Minutes from the moment of the request. */
  readonly expiry: Support & { readonly minimumMinutes?: number; readonly maximumMinutes?: number }
  /** Whether a payment may name its own callback address. */
  readonly notificationUrl: Support
  /** In rupiah. Absent: the documentation names no limit. */
  readonly amount: { readonly minimum?: number; readonly maximum?: number }
  readonly externalId: { readonly maximumLength?: number; readonly alphabet?: string }
  /** Empty where there is nothing to choose. */
  readonly channels: ReadonlyArray<Channel>
  readonly notifications: {
    readonly authenticity: Authenticity
    /** The statuses that callbacks are documented to report. */
    readonly statuses: ReadonlyArray<PaymentStatus>
  }
  /** Fields of a request that must be set, beyond `amount` and `externalId`. */
  readonly requiredFields: ReadonlyArray<string>
}
