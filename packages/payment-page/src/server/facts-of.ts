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

/** What a customer is shown a QR with, beside the payment's record. */
export interface PublicFactsOptions {
  /** The server's clock. Default: this process's. */
  readonly now?: Date
  /** Who is paid. Default: as the QR names them, while there is one to pay. */
  readonly merchant?: string
}

/** What a phone reads from a QR. None for a text that is no QRIS payload: that is shown to nobody. */
const qrIn = (
  payload: string,
): { readonly merchant?: string; readonly isAmountTyped: boolean } | undefined => {
  const parsed = parse(payload)
  if (!parsed.ok) return undefined
  const { merchant, amount } = describe(parsed.payload)
  return {
    ...(merchant.name !== undefined && { merchant: merchant.name }),
    isAmountTyped: amount.kind !== "rupiah",
  }
}

/**
 * What of a payment is for its customer: what `/status` answers, for a page that hands it to the element itself. No
 * payer, no reference, nothing of the acquirer's.
 *
 * @param record what `payments.get` gives
 *
 * @example
 * ```ts
 * import { type PagePayments, publicFactsOf } from "@qriskit/payment-page"
 *
 * declare const payments: PagePayments
 *
 * const facts = publicFactsOf(await payments.get("order-1001"), { merchant: "Toko Contoh" })
 * ```
 */
export const publicFactsOf = (record: PaymentRecord, options: PublicFactsOptions = {}): PublicFacts => {
  const { now = new Date() } = options
  const status = PUBLIC[record.status]
  const until = record.shownUntil ?? record.expiresAt
  const payload = status === "pending" ? record.qr?.payload : undefined
  const qr = payload === undefined ? undefined : qrIn(payload)
  const merchant = options.merchant ?? qr?.merchant
  return {
    status,
    amount: record.paidAmount ?? record.total ?? record.amount,
    now: now.toISOString(),
    ...(merchant !== undefined && { merchant }),
    ...(payload !== undefined &&
      qr !== undefined &&
      now < until && { qr: payload, ...(qr.isAmountTyped && { isAmountTyped: true }) }),
    ...(status === "pending" && { until: until.toISOString() }),
  }
}
