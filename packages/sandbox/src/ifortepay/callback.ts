import { setAt } from "../dotted-path.js"
import type { LedgerPayment } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { describeToMerchant } from "./answer.js"
import type { QrOrder } from "./orders.js"
import type { IfortepaySettings } from "./settings.js"
import { callbackSignature, requestSignature } from "./signature.js"

/** The callback about a payment as it is now: body [3P], `mcp-signature` [DOC D-CB]; or a forgery of it. */
export function writeCallback(
  payment: LedgerPayment,
  order: QrOrder,
  settings: IfortepaySettings,
  overrides: CallbackOverrides,
): Omit<RawCallback, "url"> {
  const content = describeToMerchant(payment, order, settings.merchantId)
  if (overrides.status !== undefined) setAt(content, "transaction_status", overrides.status)
  if (overrides.amount !== undefined) {
    setAt(content, "payment_details.amount", overrides.amount)
    setAt(content, "payment_details.total_amount", overrides.amount)
  }
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  const signature = signatureOf(payment, order, settings)
  return {
    headers: {
      "content-type": "application/json",
      ...(!overrides.unsigned && {
        "mcp-signature": overrides.wrongSignature ? falsified(signature) : signature,
      }),
    },
    body: JSON.stringify(content),
  }
}

/** Over the real ids whatever the body claims: a forger has seen a signature, but cannot make one. */
function signatureOf(payment: LedgerPayment, order: QrOrder, settings: IfortepaySettings): string {
  return callbackSignature(
    payment.paymentId,
    requestSignature(order.hashKey, payment.externalId, payment.orderId),
    settings.signSubMerchant ? order.subMerchantId : "",
  )
}

function falsified(signature: string): string {
  return (signature.startsWith("0") ? "1" : "0") + signature.slice(1)
}
