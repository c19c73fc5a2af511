import type { PaymentStatus, RefundStatus } from "@qriskit/core"
import type { StatusTable } from "@qriskit/core/provider-kit"

/** `status` of a payment request and of a payment, every word of Xendit's pages [DOC] and what it means here. */
export const STATUS = {
  REQUIRES_ACTION: "pending",
  ACCEPTING_PAYMENTS: "pending",
  PENDING: "pending",
  // Cards only.
  AUTHORIZED: "pending",
  SUCCEEDED: "paid",
  CANCELED: "canceled",
  // Not surely the end: money may still come, and only a webhook tells (`capabilities.notifications`).
  EXPIRED: "expired",
  FAILED: "failed",
} as const satisfies StatusTable

/** Events that claim something else than the word in their data [DOC]. */
export const EVENT: Readonly<Record<string, PaymentStatus>> = {
  "payment.authorization": "pending",
  // One attempt failed; another may follow [INFERRED].
  "payment.failure": "pending",
  "payment.expiry": "expired",
  "payment_request.expiry": "expired",
  // All of it or a part: the refund itself tells.
  "refund.succeeded": "refund_pending",
  // The money stayed with the merchant.
  "refund.failed": "paid",
}

/** `status` of a refund [DOC]. */
const REFUND_STATUS: Readonly<Record<string, RefundStatus>> = {
  PENDING: "pending",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  CANCELLED: "failed",
}

/** Whether it is a word for what a payment or a refund is, as a gateway's error page has none. */
export const isResultWord = (word: unknown): boolean =>
  typeof word === "string" && (Object.hasOwn(STATUS, word) || Object.hasOwn(REFUND_STATUS, word))

/** A refund's word; one that nobody mapped is `pending`. */
export const refundStatusOf = (word: string): RefundStatus =>
  REFUND_STATUS[word.trim().toUpperCase()] ?? "pending"
