import { setAt } from "../dotted-path.js"
import { jakartaDateTime } from "../jakarta-time.js"
import type { LedgerPayment, LedgerRefund } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { codeFor, describeOutcome, describePayment, written } from "./answer.js"
import type { MidtransSettings } from "./settings.js"

/**
 * The notification about a payment as it is now [DOC S2], or a forgery of it. The signature is in the body; it covers
 * order id, status code and amount, and stays that of the real payment whatever else is claimed.
 */
export function writeCallback(
  payment: LedgerPayment,
  settings: MidtransSettings,
  overrides: CallbackOverrides,
  refund: LedgerRefund | undefined,
): Omit<RawCallback, "url"> {
  const code = codeOf(payment)
  const content: Record<string, unknown> = {
    ...describePayment(payment, settings),
    status_code: code,
    status_message: "midtrans payment notification",
    ...describeOutcome(payment, settings, code),
    ...(refund?.settledAt !== undefined && { bank_confirmed_at: jakartaDateTime(refund.settledAt) }),
  }
  if (overrides.status !== undefined) setAt(content, "transaction_status", overrides.status)
  if (overrides.amount !== undefined) setAt(content, "gross_amount", written(overrides.amount))
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  if (overrides.wrongSignature) setAt(content, "signature_key", falsified(String(content["signature_key"])))
  if (overrides.unsigned) delete content["signature_key"]
  return {
    headers: { "content-type": "application/json", "user-agent": "Veritrans" },
    body: JSON.stringify(content),
  }
}

/** After an expiry a notification carries 202, too [DOC S1]; a status answer says 407. */
function codeOf(payment: LedgerPayment): string {
  return payment.status === "expired" ? "202" : codeFor(payment)
}

function falsified(signature: string): string {
  return (signature.startsWith("0") ? "1" : "0") + signature.slice(1)
}
