import type { StatusTable } from "@qriskit/core/provider-kit"

/** `transaction_status`, every word of iFortepay's appendix [DOC] and what it means here. */
export const STATUS = {
  ACTIVE: "pending",
  REQUEST: "pending",
  PROCESSING: "pending",
  UNBLOCKED: "pending",
  PAID: "paid",
  SUCCESS: "paid",
  // The money stayed with the merchant.
  REFUND_FAILED: "paid",
  REFUND_REQUESTED: "refund_pending",
  PARTIAL_REFUND: "partially_refunded",
  REFUNDED: "refunded",
  REVERSED: "refunded",
  EXPIRED: "expired",
  CANCELED: "canceled",
  FAILED: "failed",
  // Not offered for QRIS, or a fault at the provider: whether money moved is for a person to find out.
  VOID: "under_review",
  BLOCKED: "under_review",
  NEED_REVIEW: "under_review",
  UNKNOWN: "under_review",
  "PAYMENT ERROR": "under_review",
} as const satisfies StatusTable
