import type { LedgerPayment } from "../ledger.js"
import type { SnapAcquirer } from "./names.js"

const RRN = "000000000001"

/** Where each acquirer says who paid, by path; those that say it nowhere are left out. */
const PLACES: Readonly<Partial<Record<SnapAcquirer, (payment: LedgerPayment) => Record<string, unknown>>>> = {
  midtrans: ({ issuer }) => ({
    "additionalInfo.qris": { issuerName: issuer, acquirerName: "gopay", transactionType: "OFF-US" },
  }),
  doku: ({ issuer }) => ({ "additionalInfo.issuerName": issuer }),
  bri: ({ issuer, payerName = "", externalId }) => ({
    "additionalInfo.customerName": payerName,
    "additionalInfo.issuerName": issuer,
    "additionalInfo.invoiceNumber": externalId,
    "additionalInfo.issuerRrn": RRN,
  }),
  winpay: ({ issuer }) => ({ "additionalInfo.issuer": issuer, "additionalInfo.rrn": RRN }),
  ifortepay: ({ issuer, payerName = "" }) => ({
    "additionalInfo.issuer": issuer,
    "additionalInfo.customerName": payerName,
    "additionalInfo.retrievalReferenceNo": RRN,
  }),
}

/** What an acquirer says of who paid, by path; nothing as long as nobody has. */
export function payerOf(payment: LedgerPayment, acquirer: SnapAcquirer): Record<string, unknown> {
  return payment.issuer === undefined ? {} : (PLACES[acquirer]?.(payment) ?? {})
}
