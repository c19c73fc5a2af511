import { type StatusTable, statusOf } from "@qriskit/core/provider-kit"

/**
 * `transaction_status`, every word of Midtrans' page [DOC] and what it means here. One example writes them in capitals.
 */
export const STATUS = {
  PENDING: "pending",
  // Cards only.
  AUTHORIZE: "pending",
  SETTLEMENT: "paid",
  // Cards: the money comes with the settlement.
  CAPTURE: "paid",
  DENY: "failed",
  FAILURE: "failed",
  CANCEL: "canceled",
  EXPIRE: "expired",
  REFUND: "refunded",
  PARTIAL_REFUND: "partially_refunded",
  CHARGEBACK: "under_review",
  PARTIAL_CHARGEBACK: "under_review",
} as const satisfies StatusTable

/** `fraud_status` beside a word for paid: what the payment is then. Absent or any of these, or a person looks at it. */
export const FRAUD = {
  ACCEPT: "paid",
  CHALLENGE: "under_review",
  DENY: "failed",
} as const satisfies StatusTable

/**
 * Whether it is the word of a payment of which something was given back: no other says that a refund was made [DOC].
 */
export const isRefundWord = (word: string | undefined): boolean =>
  word !== undefined && ["refunded", "partially_refunded"].includes(statusOf(STATUS, word))
