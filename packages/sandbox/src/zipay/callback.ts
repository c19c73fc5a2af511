import { setAt } from "../dotted-path.js"
import { jakartaDate, jakartaDateTime } from "../jakarta-time.js"
import type { LedgerPayment } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { wordFor } from "./answer.js"
import { MERCHANT_PAN } from "./merchant.js"
import type { ZipaySettings } from "./settings.js"

/** The callback about a payment as it is now [DOC S5], or a forgery of it. Nothing in it is signed. */
export function writeCallback(
  payment: LedgerPayment,
  invoiceNumber: string,
  settings: ZipaySettings,
  overrides: CallbackOverrides,
): Omit<RawCallback, "url"> {
  const content = describeToMerchant(payment, invoiceNumber, settings)
  if (overrides.status !== undefined) setAt(content, "status", overrides.status)
  if (overrides.amount !== undefined) setAt(content, "amount", String(overrides.amount))
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(content) }
}

/** `DYNAMIC` is [INFERRED]. Amounts are rupiah although the documents' table speaks of the smallest unit. */
function describeToMerchant(
  payment: LedgerPayment,
  invoiceNumber: string,
  settings: ZipaySettings,
): Record<string, unknown> {
  const amount = payment.paidAmount ?? payment.amount
  const paidAt = payment.paidAt ?? payment.createdAt
  return {
    uuid: payment.paymentId,
    type: payment.kind === "static" ? "STATIC" : "DYNAMIC",
    amount: String(amount),
    invoiceNumber,
    mpan: MERCHANT_PAN,
    customerName: payment.payerName ?? "PELANGGAN CONTOH",
    externalId: payment.externalId,
    mdrPercentage: 0.7,
    // amount x mdrPercentage / 100, in whole rupiah; that it is rounded down is [INFERRED].
    mdrAmount: Math.floor((amount * 7) / 1000),
    status: wordFor(payment),
    issuerName: payment.issuer ?? "Zipay",
    merchantId: settings.merchantId,
    merchantName: settings.merchantName,
    transactionTime: jakartaDateTime(paidAt),
    paidAt: jakartaDate(paidAt),
  }
}
