import type { Payment, PaymentStatus } from "@qriskit/core"

/** What can have happened to a payment, as handlers name it. */
export type PaymentEventType = Exclude<PaymentStatus, "pending"> | "anomaly"

/** Something that the provider confirmed. Guards and interceptors find it as the second argument of their context. */
export interface PaymentEvent {
  readonly type: PaymentEventType
  /** What the provider answered when it was asked. */
  readonly payment: Payment
  /** The id of the provider. */
  readonly provider: string
  /** The name of the registration, `"default"` where it has none. */
  readonly registration: string
}

/** What each type means: the one list of them, for checks at start. */
export const PAYMENT_EVENT_MEANING: Readonly<Record<PaymentEventType, string>> = {
  paid: "the money has arrived",
  expired: "nobody paid in time",
  canceled: "it was canceled before anybody paid",
  failed: "the provider gave it up",
  refund_pending: "a refund was asked for",
  partially_refunded: "part of the money went back",
  refunded: "all of the money went back",
  under_review: "a person has to look at the provider's side",
  anomaly: "money and records disagree; a person has to look",
}
