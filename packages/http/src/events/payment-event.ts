import type { Payment, PaymentStatus } from "@qriskit/core"
import type { RecordedEvent, RecordedTransaction } from "./payments-port.js"

/** What can have happened to a payment, as handlers name it. */
export type PaymentEventType = Exclude<PaymentStatus, "pending"> | "anomaly"

interface Happened {
  /** The id of the provider. */
  readonly provider: string
  /** Whose payment it is, where the provider was given with accounts. */
  readonly account?: string
  /** What the event log says; there with durable payments. */
  readonly recorded?: RecordedEvent
  /** The transaction that marks the event as handled; there for a handler that joins it. */
  readonly tx?: RecordedTransaction
}

/** A payment that came into a state, as the provider confirmed. */
export interface StatusEvent extends Happened {
  readonly type: Exclude<PaymentEventType, "anomaly">
  /**
   * What the provider answered when it was asked. With durable payments: what is recorded of that,
   * without a raw answer.
   */
  readonly payment: Payment
}

/** Money and records disagree: something that a person has to look at. Only with durable payments. */
export interface AnomalyEvent extends Happened {
  readonly type: "anomaly"
  /** The order's payment as it is recorded; `undefined` where the provider never gave it a reference. */
  readonly payment: Payment | undefined
}

/** Something that the provider confirmed. */
export type PaymentEvent = StatusEvent | AnomalyEvent

/** What each type means: the one list of them. */
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
