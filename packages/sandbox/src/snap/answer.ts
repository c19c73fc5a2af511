import { type JsonObject, setAt } from "../dotted-path.js"
import { jakartaIso } from "../jakarta-time.js"
import { type LedgerPayment, refundedOf } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { SnapDialectFacts } from "./facts.js"
import type { SnapAcquirer } from "./names.js"
import { payerOf } from "./payer.js"
import { Refused } from "./refused.js"
import type { SnapSettings } from "./settings.js"

/** Times on the wire, with the offset and without a fraction [S]. */
export function snapTime(at: Date): string {
  return jakartaIso(at).replace(/\.\d{3}/, "")
}

/** Money: two decimals, as text [S]. */
export function money(amount: number): { readonly value: string; readonly currency: "IDR" } {
  return { value: amount.toFixed(2), currency: "IDR" }
}

/** Seven digits: HTTP, service and case [S]; otherwise as some acquirers' own code writes them. */
function written(code: string, as: SnapSettings["codeAs"]): string | number {
  if (as === "number") return Number(code)
  return as === "eight digits" ? `${code.slice(0, 5)}0${code.slice(5)}` : code
}

/** An answer: its HTTP status is the code's first three digits [S]. */
export function coded(
  code: string,
  responseMessage: string,
  content: JsonObject,
  { codeAs }: Pick<SnapSettings, "codeAs">,
): WireAnswer {
  return jsonAnswer(Number(code.slice(0, 3)), {
    responseCode: written(code, codeAs),
    responseMessage,
    ...content,
  })
}

/** What a call is answered with; a refusal on the way becomes the answer, with the digits of the call's service. */
export function answered(
  service: string,
  settings: Pick<SnapSettings, "codeAs">,
  answer: () => WireAnswer,
): WireAnswer {
  try {
    return answer()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return coded(`${error.http}${service}${error.case}`, error.message, {}, settings)
  }
}

/** The code of a payment's state now: two digits. */
export function codeOf(payment: LedgerPayment, facts: SnapDialectFacts): string {
  if (payment.statedWord !== undefined) return payment.statedWord
  const isRefunded =
    payment.status === "paid" && refundedOf(payment) >= (payment.paidAmount ?? payment.amount)
  return isRefunded ? "04" : facts.codes[payment.status]
}

/** Refunds as Midtrans lists them [A]. */
function refundHistory({ refunds }: LedgerPayment): ReadonlyArray<JsonObject> {
  const words = { pending: "03", succeeded: "00", failed: "06" } as const
  return refunds.map(({ refundId, key, amount, status, askedAt, reason }) => ({
    refundNo: refundId,
    ...(key !== undefined && { partnerReferenceNo: key }),
    refundAmount: money(amount),
    refundStatus: words[status],
    refundDate: snapTime(askedAt),
    ...(reason !== undefined && { reason }),
  }))
}

/** What is said of a payment to whoever asks, and in callbacks. Which places an acquirer has for the payer differs. */
export function described(
  payment: LedgerPayment,
  acquirer: SnapAcquirer,
  facts: SnapDialectFacts,
): JsonObject {
  const content: JsonObject = {
    ...(facts.hasReference && { originalReferenceNo: payment.paymentId }),
    originalPartnerReferenceNo: payment.externalId,
    serviceCode: "47",
    latestTransactionStatus: codeOf(payment, facts),
    transactionStatusDesc: payment.status,
    amount: money(payment.paidAmount ?? payment.amount),
  }
  if (payment.paidAt !== undefined) content["paidTime"] = snapTime(payment.paidAt)
  for (const [path, value] of Object.entries(payerOf(payment, acquirer))) setAt(content, path, value)
  if (payment.refunds.length > 0) setAt(content, "additionalInfo.refundHistory", refundHistory(payment))
  return content
}
