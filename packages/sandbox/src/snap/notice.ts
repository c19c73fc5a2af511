import { type JsonObject, setAt } from "../dotted-path.js"
import { jakartaDateTime } from "../jakarta-time.js"
import type { LedgerPayment } from "../ledger.js"
import type { CallbackOverrides } from "../wire.js"
import { codeOf, described, money, snapTime } from "./answer.js"
import type { SnapDialectFacts } from "./facts.js"
import type { SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"

/** Of whom and to whom a callback tells. */
export interface NoticeTerms {
  readonly acquirer: SnapAcquirer
  readonly facts: SnapDialectFacts
  readonly settings: SnapSettings
  readonly contractId: string
}

/** What a callback says: as an inquiry would be answered, and what the acquirer's document asks for besides. */
export function notice(payment: LedgerPayment, terms: NoticeTerms): JsonObject {
  const content = described(payment, terms.acquirer, terms.facts)
  for (const [path, value] of Object.entries(besides(payment, terms))) setAt(content, path, value)
  setAt(content, "additionalInfo.merchantName", terms.settings.merchantName)
  setAt(content, "additionalInfo.url", "https://toko.example/a")
  return content
}

/**
 * Fields that are mandatory in callbacks of one acquirer only [A]; BRI's and ShopeePay's as integrations have them [B].
 */
function besides(
  payment: LedgerPayment,
  { acquirer, settings, contractId }: NoticeTerms,
): Record<string, unknown> {
  const { createdAt, paidAt = createdAt, paidAmount, amount, paymentId } = payment
  const { merchantId, storeId, merchantName } = settings
  switch (acquirer) {
    case "nicepay":
      // With a capital D, unlike the inquiry's [A].
      return { externalStoreID: storeId }
    case "dana":
      return {
        // It has an id of its own by then [A].
        originalReferenceNo: paymentId,
        merchantId,
        createdTime: snapTime(createdAt),
        finishedTime: snapTime(paidAt),
        // JSON as text [A].
        "additionalInfo.extendInfo": JSON.stringify({ shop: storeId, n: 1 }),
      }
    case "bri":
      return { customerNumber: "9360000200000000000", destinationAccountName: merchantName }
    case "winpay":
      return { "additionalInfo.contractId": contractId }
    case "shopeepay":
      return { "additionalInfo.merchantId": merchantId }
    case "ifortepay":
      return {
        "additionalInfo.merchantId": merchantId,
        "additionalInfo.paymentChannel": "NOBU",
        "additionalInfo.invoiceNo": payment.externalId,
        "additionalInfo.paymentDetail": { totalAmount: money(paidAmount ?? amount) },
      }
    default:
      return {}
  }
}

/** The form that DOKU's archived page shows [A]; nothing in it can be verified. */
export function form(
  payment: LedgerPayment,
  { terminalId }: SnapSettings,
  facts: SnapDialectFacts,
  overrides: CallbackOverrides,
): string {
  const code = codeOf(payment, facts)
  return new URLSearchParams({
    WORDS: "0".repeat(40),
    ACQUIRER: "DOKU",
    CUSTOMERPAN: "9360000200000000000",
    INVOICE: payment.externalId,
    TRANSACTIONID: payment.paymentId,
    CONVENIENCEFEE: "0.00",
    TERMINALID: terminalId,
    ORIGIN: "SNAP",
    AMOUNT: money(overrides.amount ?? payment.paidAmount ?? payment.amount).value,
    TXNDATE: jakartaDateTime(payment.paidAt ?? payment.createdAt).replace(/\D/g, ""),
    MERCHANTPAN: "936009150000001234",
    REFERENCEID: "000000000001",
    CUSTOMERNAME: payment.payerName ?? "",
    TXNSTATUS: overrides.status ?? payment.statedWord ?? (code === "00" ? "S" : "F"),
    ISSUERNAME: payment.issuer ?? "",
  }).toString()
}
