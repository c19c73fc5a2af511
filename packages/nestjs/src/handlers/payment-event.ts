import type { Payment, PaymentStatus } from "@qriskit/core"
import type { RecordedEvent, RecordedTransaction } from "../payments/payments-port.js"

/** What can have happened to a payment, as handlers name it. */
export type PaymentEventType = Exclude<PaymentStatus, "pending"> | "anomaly"

interface Happened {
  /** The id of the provider. */
  readonly provider: string
  /** The name of the registration, `"default"` where it has none. */
  readonly registration: string
  /** Whose payment it is, where the provider was registered with accounts. */
  readonly account?: string
  /** What the event log says; there where `payments` is configured. */
  readonly recorded?: RecordedEvent
  /** The transaction that marks the event as handled; there for `@OnPayment(type, { transaction: true })`. */
  readonly tx?: RecordedTransaction
}

/** A payment that came into a state, as the provider confirmed. */
export interface StatusEvent extends Happened {
  readonly type: Exclude<PaymentEventType, "anomaly">
  /** What the provider answered when it was asked. With `payments`: what is recorded of that, without a raw answer. */
  readonly payment: Payment
}

/** Money and records disagree: something that a person has to look at. Only with `payments`. */
export interface AnomalyEvent extends Happened {
  readonly type: "anomaly"
  /** The order's payment as it is recorded; `undefined` where the provider never gave it a reference. */
  readonly payment: Payment | undefined
}

/** Something that the provider confirmed. Guards and interceptors find it as the second argument of their context. */
export type PaymentEvent = StatusEvent | AnomalyEvent

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
