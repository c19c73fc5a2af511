import type { Identity } from "../identity.js"
import { jakartaDateTime } from "../jakarta-time.js"
import { type LedgerPayment, type LedgerRefund, type LedgerStatus, refundedOf } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { MidtransSettings } from "./settings.js"
import { signatureKey } from "./signature.js"

const WORDS = {
  pending: "pending",
  paid: "settlement",
  expired: "expire",
  canceled: "cancel",
} as const satisfies Record<LedgerStatus, string>

/** `status_code` of a transaction by its word [DOC S1; 407 S6]. Any other word is told with 200 [INFERRED]. */
const CODES = new Map([
  ["pending", "201"],
  ["authorize", "201"],
  ["deny", "202"],
  ["failure", "202"],
  ["cancel", "202"],
  ["expire", "407"],
])

/** The `transaction_status` of a payment now. */
export function wordFor(payment: LedgerPayment): string {
  if (payment.statedWord !== undefined) return payment.statedWord
  const refunded = refundedOf(payment)
  if (payment.status !== "paid" || refunded === 0) return WORDS[payment.status]
  return refunded === payment.paidAmount ? "refund" : "partial_refund"
}

export const codeFor = (payment: LedgerPayment): string => CODES.get(wordFor(payment).toLowerCase()) ?? "200"

/** Amounts are text with two decimals [DOC S1]. */
export const written = (amount: number): string => `${amount}.00`

/** What the customer pays where the fee is the customer's: more than was charged [3P S5]. Seen once it is paid. */
function feeOf(payment: LedgerPayment, { customerFee }: MidtransSettings): number {
  return payment.status === "paid" ? customerFee : 0
}

export function grossAmount(payment: LedgerPayment, settings: MidtransSettings): string {
  return written((payment.paidAmount ?? payment.amount) + feeOf(payment, settings))
}

/** The fields that charge, status, cancel and notification have in common [DOC S1]. */
export function describePayment(payment: LedgerPayment, settings: MidtransSettings): Record<string, unknown> {
  return {
    transaction_id: payment.paymentId,
    order_id: payment.externalId,
    merchant_id: settings.merchantId,
    gross_amount: grossAmount(payment, settings),
    currency: "IDR",
    payment_type: "qris",
    transaction_time: jakartaDateTime(payment.createdAt),
    transaction_status: wordFor(payment),
    fraud_status: "accept",
    acquirer: payment.channel,
  }
}

/** What status and notification say beyond that. */
export function describeOutcome(
  payment: LedgerPayment,
  settings: MidtransSettings,
  code: string,
): Record<string, unknown> {
  const fee = feeOf(payment, settings)
  const charged = String(payment.paidAmount ?? payment.amount)
  return {
    ...(payment.expiresAt !== undefined && { expiry_time: jakartaDateTime(payment.expiresAt) }),
    ...(payment.paidAt !== undefined && {
      settlement_time: jakartaDateTime(payment.paidAt),
      issuer: payment.issuer,
      transaction_type: isOnUs(payment) ? "on-us" : "off-us",
    }),
    ...(fee > 0 && {
      metadata: {
        extra_info: {
          gross_amount_info: {
            original_amount: charged,
            gross_amount: String(Number(charged) + fee),
            customer_imposed_payment_fee: String(fee),
          },
        },
      },
    }),
    ...(payment.refunds.length > 0 && {
      refund_amount: written(refundedOf(payment)),
      refunds: payment.refunds.map((refund, index) => describeRefund(refund, index)),
    }),
    signature_key: signatureKey(payment.externalId, code, grossAmount(payment, settings), settings.serverKey),
  }
}

function describeRefund({ key, amount, reason, askedAt, settledAt }: LedgerRefund, index: number) {
  return {
    refund_chargeback_id: index + 1,
    refund_amount: written(amount),
    ...(key !== undefined && { refund_key: key }),
    ...(reason !== undefined && { reason }),
    created_at: jakartaDateTime(askedAt),
    refund_method: "gateway",
    ...(settledAt !== undefined && { bank_confirmed_at: jakartaDateTime(settledAt) }),
  }
}

/** Whether the payer's app is the acquirer's own. */
export function isOnUs({ issuer, channel }: LedgerPayment): boolean {
  return (
    (channel === "gopay" && issuer === "gopay") || (channel === "airpay shopee" && issuer === "shopeepay")
  )
}

/** A success. HTTP 200, whatever the code in the body [DOC S1]. */
export function answered(code: string, message: string, content: Record<string, unknown>): WireAnswer {
  return jsonAnswer(200, { status_code: code, status_message: message, ...content })
}

/** A refusal: HTTP 200 with the code in the body and an `id` of its own; 401 as HTTP status, too [DOC S1]. */
export function refusal(
  identity: Identity,
  code: number,
  message: string,
  validation: ReadonlyArray<string> = [],
): WireAnswer {
  return jsonAnswer(code === 401 ? 401 : 200, {
    status_code: String(code),
    status_message: message,
    ...(validation.length > 0 && { validation_messages: validation }),
    id: identity.uuidV4("midtrans", "refusal", message),
  })
}
