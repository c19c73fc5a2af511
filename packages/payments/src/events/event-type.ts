import * as Schema from "effect/Schema"
import { type AttemptStatus, isReturn } from "../record/attempt-status.js"

/** What can happen to a payment. `opened`: its QR can be shown. `paid` comes at most once for an order. */
export const EventType = Schema.Literals([
  "opened",
  "not_created",
  "unknown",
  "paid",
  "expired",
  "canceled",
  "abandoned",
  "failed",
  "under_review",
  "refund_pending",
  "refund_failed",
  "partially_refunded",
  "refunded",
  "anomaly",
])
export type EventType = typeof EventType.Type

/** The event of a payment whose governing attempt moved. A refund that failed is not a second payment. */
export const eventOf = (from: AttemptStatus, to: AttemptStatus): EventType | undefined => {
  if (from === to || to === "creating") return undefined
  if (to === "pending") return "opened"
  return (from === "refund_pending" && to === "paid") || isReturn(from, to) ? "refund_failed" : to
}
