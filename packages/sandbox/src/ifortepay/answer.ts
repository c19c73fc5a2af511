import { jakartaIso } from "../jakarta-time.js"
import type { LedgerPayment, LedgerStatus } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { QrOrder } from "./orders.js"
import type { IfortepaySettings } from "./settings.js"

/** `response_code` and its HTTP status. The codes are [DOC D-APP-N]; the HTTP status for each is [INF]. */
export const REFUSALS = {
  invalid: { status: 400, code: "01" },
  notFound: { status: 404, code: "02" },
  unauthorized: { status: 401, code: "04" },
  wrongSignature: { status: 401, code: "99" },
} as const

// [3P] P-SIST: ACTIVE, PAID. [DOC]: CANCELED (D-CAN), EXPIRED (D-APP-N).
const WORDS = {
  pending: "ACTIVE",
  paid: "PAID",
  expired: "EXPIRED",
  canceled: "CANCELED",
} as const satisfies Record<LedgerStatus, string>

/** The `transaction_status` of a payment now. */
export function wordFor(payment: LedgerPayment): string {
  return payment.statedWord ?? WORDS[payment.status]
}

/** An error body [SDK]: code and message, nothing else. The message texts are ours [NOT FOUND]. */
export function refusal({ status, code }: { status: number; code: string }, message: string): WireAnswer {
  return jsonAnswer(status, { response_code: code, response_message: message })
}

/** A success: flat as wallet bodies look [3P], or wrapped as the card product does [SDK]. */
export function success(
  content: Readonly<Record<string, unknown>>,
  envelope: IfortepaySettings["envelope"],
): WireAnswer {
  const codes = { response_code: "00", response_message: "SUCCESS" }
  return jsonAnswer(200, envelope === "data" ? { ...codes, data: content } : { ...content, ...codes })
}

/**
 * A payment as create and inquiry show it: [3P] P-SIST's inquiry body. The fields of a paid one are [INF], by
 * analogy with the callback. For create the whole body is a reconstruction: the real one is [NOT FOUND].
 */
export function describePayment(payment: LedgerPayment, order: QrOrder): Record<string, unknown> {
  return {
    ...identify(payment, order),
    currency: "IDR",
    payment_method: "WALLET",
    payment_channel: payment.channel,
    ...(payment.paidAt !== undefined && paidBy(payment)),
    transaction_status: wordFor(payment),
    payment_details: paymentDetails(payment, order),
    customer_details: order.request.customer_details,
    wallet_details: order.request.wallet_details,
    ...(payment.callbackUrl !== undefined && { callback_url: payment.callbackUrl }),
    qr_response: { qr_string: payment.qrPayload },
  }
}

/** The callback's body [3P] P-SIST, without the fields that a middleware added to it. For EXPIRED it is [INF]. */
export function describeToMerchant(
  payment: LedgerPayment,
  order: QrOrder,
  merchantId: string,
): Record<string, unknown> {
  return {
    ...identify(payment, order),
    merchant_id: merchantId,
    response_code: "00",
    response_message: "SUCCESS",
    currency: "IDR",
    payment_method: "WALLET",
    payment_channel: payment.channel,
    payment_system: "QR",
    transaction_status: wordFor(payment),
    payment_details: paymentDetails(payment, order),
    customer_details: order.request.customer_details,
    ...(payment.paidAt !== undefined && paidBy(payment)),
    wallet_details: order.request.wallet_details,
  }
}

function identify(payment: LedgerPayment, order: QrOrder): Record<string, unknown> {
  return {
    transaction_id: payment.paymentId,
    external_id: payment.externalId,
    reference_id: order.referenceId,
    order_id: payment.orderId,
  }
}

function paymentDetails(payment: LedgerPayment, order: QrOrder): Record<string, unknown> {
  // Another amount than asked arrives only when forced; which field would carry it is [NOT FOUND], so both do.
  const amount = payment.paidAmount ?? payment.amount
  return {
    amount,
    total_amount: amount,
    ...(payment.expiresAt !== undefined && { expired_time: jakartaIso(payment.expiresAt) }),
    transaction_time: jakartaIso(payment.createdAt),
    transaction_description: order.request.payment_details.transaction_description,
    ...(payment.paidAt !== undefined && { paid_time: jakartaIso(payment.paidAt) }),
  }
}

function paidBy(payment: LedgerPayment): Record<string, unknown> {
  return {
    payment_system: "QR",
    issuer: payment.issuer,
    // [INF] `on_us` when acquirer and issuer are the same.
    acquirer_issuer_relation: payment.issuer === payment.channel ? "on_us" : "off_us",
  }
}
