import { parse } from "@qriskit/payload"
import { describe } from "@qriskit/payload/read"
import type { AttemptStatus, PaymentRecord } from "@qriskit/payments"
import type { PublicFacts, PublicStatus } from "../facts.js"

/** What a customer is told of what a payment is here. */
const PUBLIC: Readonly<Record<AttemptStatus, PublicStatus>> = {
  creating: "preparing",
  unknown: "preparing",
  not_created: "failed",
  pending: "pending",
  // It can still be paid at the acquirer, and should not be.
  abandoned: "canceled",
  paid: "paid",
  // The money arrived, whatever becomes of it later.
  refund_pending: "paid",
  partially_refunded: "paid",
  refunded: "refunded",
  expired: "expired",
  canceled: "canceled",
  failed: "failed",
  under_review: "under_review",
}

const merchantIn = (payload: string): string | undefined => {
  const parsed = parse(payload)
  return parsed.ok ? describe(parsed.payload).merchant.name : undefined
}

/** What of a record is for whoever has the page's address. Everything else stays here. */
export const factsOf = (record: PaymentRecord, now: Date, named: string | undefined): PublicFacts => {
  const status = PUBLIC[record.status]
  const until = record.shownUntil ?? record.expiresAt
  const payload = status === "pending" ? record.qr?.payload : undefined
  const merchant = named ?? (payload === undefined ? undefined : merchantIn(payload))
  return {
    status,
    amount: record.paidAmount ?? record.total ?? record.amount,
    now: now.toISOString(),
    ...(merchant !== undefined && { merchant }),
    ...(payload !== undefined && now < until && { qr: payload }),
    ...(status === "pending" && { until: until.toISOString() }),
  }
}
