import type { LedgerPayment, LedgerStatus } from "../ledger.js"
import type { Surroundings } from "../surroundings.js"
import type { AnnouncingDialect } from "../wire.js"
import { refusal, wordFor, type XenditOrder } from "./answer.js"
import { writeCallback } from "./callback.js"
import { xenditQr } from "./qr.js"
import type { XenditSettings } from "./settings.js"
import { xenditVerbs } from "./verbs.js"

/** The error code of what stands in front, by HTTP status. */
const CODES: Readonly<Record<number, string>> = { 404: "DATA_NOT_FOUND", 500: "SERVER_ERROR" }

/** Xendit's Payments API v3 for QRIS, and its refunds, as this project reads its documents. */
export function xenditDialect(surroundings: Surroundings<XenditSettings>): AnnouncingDialect {
  const { settings, ledger, clock, identity } = surroundings
  const orders = new WeakMap<LedgerPayment, XenditOrder>()
  const verbs = xenditVerbs(surroundings, orders)
  const printed = xenditQr(settings.merchantName, undefined, "STATICXENDIT0001")
  let callbackUrl = settings.callbackUrl
  let staticPayments = 0

  const announced: Record<LedgerStatus, boolean> = {
    pending: false,
    paid: true,
    expired: settings.expiredWebhook,
    canceled: false,
  }

  return {
    provider: "xendit",
    routes: [
      { method: "POST", path: "/v3/payment_requests", operation: "xendit.create", answer: verbs.create },
      {
        method: "GET",
        path: "/v3/payment_requests/{id}",
        operation: "xendit.inquire",
        answer: verbs.inquire,
      },
      {
        method: "POST",
        path: "/v3/payment_requests/{id}/cancel",
        operation: "xendit.cancel",
        answer: verbs.cancel,
      },
      {
        method: "POST",
        path: "/v3/payment_requests/{id}/simulate",
        operation: "xendit.simulate",
        answer: verbs.simulate,
      },
      { method: "POST", path: "/refunds", operation: "xendit.refund", answer: verbs.refund },
      {
        method: "GET",
        path: "/refunds/{id}",
        operation: "xendit.inquireRefund",
        answer: verbs.inquireRefund,
      },
    ],
    refuse: (status, message) => refusal(status, CODES[status] ?? "API_VALIDATION_ERROR", message),
    word: (payment) => wordFor(payment, settings),

    announces: (status) => announced[status],
    // Only its end has an event [DOC S2].
    announcesRefund: ({ status }) => status !== "pending",
    callback: (payment, overrides = {}, refund) => {
      const surrounding = { settings, identity: identity() }
      const content = writeCallback(payment, verbs.orderOf(payment), surrounding, overrides, refund)
      return callbackUrl === undefined ? content : { url: callbackUrl, ...content }
    },
    // Any 2xx [DOC S2].
    accepts: (status) => status >= 200 && status < 300,
    retryDelaysMs: settings.callbackRetryDelaysMs,
    nextRefundId: ({ paymentId, refunds }) =>
      `rfd-${identity().uuidV4("xendit", paymentId, String(refunds.length))}`,
    setCallbackUrl: (url) => {
      callbackUrl = url
    },

    staticQr: printed,
    openStatic: (amount) => {
      staticPayments += 1
      const name = ["xendit", "static", String(staticPayments)]
      const payment = ledger.open({
        provider: "xendit",
        paymentId: `pr-${identity().uuidV4(...name, "request")}`,
        externalId: "STATIC-XENDIT-0001",
        orderId: "STATIC-XENDIT-0001",
        scope: settings.businessId,
        kind: "static",
        amount,
        qrPayload: printed,
        createdAt: clock.now(),
      })
      orders.set(payment, { request: {}, latestPaymentId: `py-${identity().uuidV4(...name, "payment")}` })
      return payment
    },
    defaultIssuer: () => "DANA",

    reset: () => {
      callbackUrl = settings.callbackUrl
      staticPayments = 0
      verbs.reset()
    },
  }
}
