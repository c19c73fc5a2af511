import type { Identity } from "../identity.js"
import type { LedgerPayment, LedgerRefund, LedgerStatus } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { CreateRequest } from "./request.js"
import type { XenditSettings } from "./settings.js"

/** The words of a payment request [DOC S1]. */
const WORDS = {
  pending: "REQUIRES_ACTION",
  paid: "SUCCEEDED",
  expired: "EXPIRED",
  canceled: "CANCELED",
} as const satisfies Record<LedgerStatus, string>

/** What Xendit keeps of a create besides the ledger's row. */
export interface XenditOrder {
  readonly request: Pick<CreateRequest, "description" | "metadata">
  readonly latestPaymentId: string
  /** The sub-account; absent for the account itself. */
  readonly userId?: string
}

/** The orders behind the ledger's payments. They are forgotten together with them. */
export type Orders = WeakMap<LedgerPayment, XenditOrder>

/** The `status` of a payment request now. Money that comes late may leave it EXPIRED [DOC S2]. */
export function wordFor(
  payment: LedgerPayment,
  { latePaymentStaysExpired }: Pick<XenditSettings, "latePaymentStaysExpired">,
): string {
  if (payment.statedWord !== undefined) return payment.statedWord
  return payment.isLate && latePaymentStaysExpired ? WORDS.expired : WORDS[payment.status]
}

export function businessOf(order: XenditOrder, { businessId }: XenditSettings): string {
  return order.userId ?? businessId
}

/** A payment request as create, inquiry and cancel show it [DOC S1]. */
export function describePayment(
  payment: LedgerPayment,
  order: XenditOrder,
  settings: XenditSettings,
): Record<string, unknown> {
  return {
    business_id: businessOf(order, settings),
    reference_id: payment.externalId,
    payment_request_id: payment.paymentId,
    latest_payment_id: order.latestPaymentId,
    type: payment.kind === "static" ? "REUSABLE_PAYMENT_CODE" : "PAY",
    country: "ID",
    currency: "IDR",
    request_amount: payment.amount,
    capture_method: "AUTOMATIC",
    channel_code: "QRIS",
    channel_properties: payment.expiresAt === undefined ? {} : { expires_at: isoSecond(payment.expiresAt) },
    actions: [{ type: "PRESENT_TO_CUSTOMER", descriptor: "QR_STRING", value: payment.qrPayload }],
    status: wordFor(payment, settings),
    ...(order.request.description !== undefined && { description: order.request.description }),
    metadata: order.request.metadata ?? {},
    created: payment.createdAt.toISOString(),
    updated: (payment.paidAt ?? payment.createdAt).toISOString(),
  }
}

/** A payment as a webhook tells of it [DOC S2]. */
export function describeCapture(
  payment: LedgerPayment,
  order: XenditOrder,
  settings: XenditSettings,
  identity: Identity,
): Record<string, unknown> {
  const at = (payment.paidAt ?? payment.createdAt).toISOString()
  return {
    payment_id: order.latestPaymentId,
    payment_request_id: payment.paymentId,
    reference_id: payment.externalId,
    business_id: businessOf(order, settings),
    type: "PAY",
    country: "ID",
    currency: "IDR",
    request_amount: payment.amount,
    channel_code: "QRIS",
    capture_method: "AUTOMATIC",
    status: payment.status === "paid" ? "SUCCEEDED" : WORDS[payment.status],
    ...(payment.status === "paid" && {
      captures: [
        {
          capture_id: `cptr-${identity.uuidV4("xendit", payment.paymentId, "capture")}`,
          capture_amount: payment.paidAmount ?? payment.amount,
          capture_timestamp: at,
        },
      ],
      payment_details: {
        issuer_name: payment.issuer,
        payer_name: payment.payerName,
        receipt_id: identity.digits(12, "xendit", payment.paymentId, "receipt"),
        remark: "",
      },
    }),
    created: payment.createdAt.toISOString(),
    updated: at,
  }
}

const REFUND_WORDS = { pending: "PENDING", succeeded: "SUCCEEDED", failed: "FAILED" } as const

/** A refund as its answer, its inquiry and its webhook show it [DOC S1]. */
export function describeRefund(payment: LedgerPayment, refund: LedgerRefund): Record<string, unknown> {
  return {
    id: refund.refundId,
    payment_request_id: payment.paymentId,
    reference_id: refund.key ?? null,
    currency: "IDR",
    amount: refund.amount,
    channel_code: "QRIS",
    country: "ID",
    status: REFUND_WORDS[refund.status],
    reason: refund.reason ?? "OTHERS",
    failure_code: refund.status === "failed" ? "REFUND_FAILED" : null,
    created: refund.askedAt.toISOString(),
    updated: (refund.settledAt ?? refund.askedAt).toISOString(),
  }
}

/** An error's body [DOC S1]. */
export function refusal(status: number, code: string, message: string): WireAnswer {
  return jsonAnswer(status, { error_code: code, message })
}

const isoSecond = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`
