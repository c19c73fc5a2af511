import { setAt } from "../dotted-path.js"
import type { Identity } from "../identity.js"
import type { LedgerPayment, LedgerRefund, LedgerStatus } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { businessOf, describeCapture, describeRefund, type XenditOrder } from "./answer.js"
import type { XenditSettings } from "./settings.js"

/** The event by which a webhook tells of a payment [DOC S2]. A cancel has none. */
const EVENTS: Record<LedgerStatus, string> = {
  pending: "payment.authorization",
  paid: "payment.capture",
  expired: "payment_request.expiry",
  canceled: "payment_request.expiry",
}

/** The webhook about a payment as it is now, or about one of its refunds; or a forgery. Its token proves nothing. */
export function writeCallback(
  payment: LedgerPayment,
  order: XenditOrder,
  { settings, identity }: { readonly settings: XenditSettings; readonly identity: Identity },
  overrides: CallbackOverrides,
  refund: LedgerRefund | undefined,
): Omit<RawCallback, "url"> {
  const about =
    refund === undefined
      ? { event: EVENTS[payment.status], data: describeCapture(payment, order, settings, identity) }
      : {
          event: `refund.${refund.status === "failed" ? "failed" : "succeeded"}`,
          data: describeRefund(payment, refund),
        }
  const content: Record<string, unknown> = {
    ...about,
    business_id: businessOf(order, settings),
    created: (payment.paidAt ?? payment.createdAt).toISOString(),
    api_version: "v3",
  }
  if (payment.statedWord !== undefined) setAt(content, "data.status", payment.statedWord)
  if (overrides.status !== undefined) setAt(content, "data.status", overrides.status)
  if (overrides.amount !== undefined) {
    setAt(content, "data.request_amount", overrides.amount)
    if (payment.status === "paid") setAt(content, "data.captures", [{ capture_amount: overrides.amount }])
  }
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  // Owned sub-accounts use the master's token, managed ones their own; which is which is [NOT FOUND].
  const token = order.userId === undefined ? settings.callbackToken : settings.subAccount.callbackToken
  return {
    headers: {
      "content-type": "application/json",
      ...(!overrides.unsigned && {
        "x-callback-token": overrides.wrongSignature ? `${token.slice(0, -1)}~` : token,
      }),
      "webhook-id": identity.uuidV4("xendit", payment.paymentId, about.event, refund?.refundId ?? ""),
      "api-version": "v3",
    },
    body: JSON.stringify(content),
  }
}
