import { jakartaDate, jakartaDateTime } from "../jakarta-time.js"
import type { LedgerPayment } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { ZipaySettings } from "./settings.js"

/** The documented envelope of a success [DOC S1-S4]. */
export function success(content: Readonly<Record<string, unknown>>): WireAnswer {
  return jsonAnswer(200, { status: 200, success: true, data: content })
}

/**
 * An error. The documents show none: which status a mistake gets, the body and the texts are all [INFERRED], the
 * body either the house envelope or what the framework Laravel writes by default.
 */
export function refusal(status: number, message: string, shape: ZipaySettings["errorShape"]): WireAnswer {
  return jsonAnswer(status, shape === "laravel" ? { message } : { status, success: false, message })
}

/**
 * A payment as create and inquiry show it [DOC S4]. In the answer to a create, merchantId, merchantName and the
 * expiry are [INFERRED], by analogy with the inquiry.
 */
export function describePayment(
  payment: LedgerPayment,
  word: string,
  settings: ZipaySettings,
): Record<string, unknown> {
  return {
    uuid: payment.paymentId,
    amount: written(payment.paidAmount ?? payment.amount, settings.amountAs),
    externalId: payment.externalId,
    status: word,
    merchantId: written(settings.merchantId, settings.merchantIdAs),
    merchantName: settings.merchantName,
    // Jakarta time like expired_token [INFERRED].
    ...(payment.expiresAt !== undefined && { [settings.expiryKey]: jakartaDateTime(payment.expiresAt) }),
  }
}

/** The callback's body [DOC S5]. `DYNAMIC` is [INFERRED]. Rupiah although the table speaks of the smallest unit. */
export function describeToMerchant(
  payment: LedgerPayment,
  word: string,
  settings: ZipaySettings,
  { invoiceNumber, merchantPan }: { invoiceNumber: string; merchantPan: string },
): Record<string, unknown> {
  const amount = payment.paidAmount ?? payment.amount
  const paidAt = payment.paidAt ?? payment.createdAt
  return {
    uuid: payment.paymentId,
    type: payment.kind === "static" ? "STATIC" : "DYNAMIC",
    amount: String(amount),
    invoiceNumber,
    mpan: merchantPan,
    customerName: payment.payerName ?? "PELANGGAN CONTOH",
    externalId: payment.externalId,
    mdrPercentage: 0.7,
    // amount x mdrPercentage / 100, in whole rupiah; that it is rounded down is [INFERRED].
    mdrAmount: Math.floor((amount * 7) / 1000),
    status: word,
    issuerName: payment.issuer ?? "Zipay",
    merchantId: settings.merchantId,
    merchantName: settings.merchantName,
    transactionTime: jakartaDateTime(paidAt),
    paidAt: jakartaDate(paidAt),
  }
}

function written(value: number | string, as: "number" | "string"): number | string {
  return as === "number" ? Number(value) : String(value)
}
