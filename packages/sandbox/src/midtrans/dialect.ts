import type { LedgerStatus } from "../ledger.js"
import type { Surroundings } from "../surroundings.js"
import type { AnnouncingDialect } from "../wire.js"
import { refusal, wordFor } from "./answer.js"
import { writeCallback } from "./callback.js"
import { Idempotency } from "./idempotency.js"
import { printedQr } from "./qr.js"
import type { MidtransSettings } from "./settings.js"
import { midtransVerbs } from "./verbs.js"

/** How often a notification is repeated, by the merchant's answer [DOC S2]; any other status: five times. */
const REPETITIONS: Readonly<Record<number, number>> = { 400: 2, 404: 2, 500: 1, 503: 4 }

/** Midtrans' Core API for QRIS as this project reads its documents. */
export function midtransDialect(surroundings: Surroundings<MidtransSettings>): AnnouncingDialect {
  const { settings, ledger, clock, identity } = surroundings
  const memory = new Idempotency(clock, settings.rememberMs)
  const { charge, status, cancel, expire, refund, image, reset } = midtransVerbs(surroundings, memory)
  let callbackUrl = settings.callbackUrl
  let staticPayments = 0

  const announced: Record<LedgerStatus, boolean> = {
    pending: settings.pendingNotification,
    paid: true,
    expired: settings.expiredNotification,
    canceled: settings.canceledNotification,
  }

  return {
    provider: "midtrans",
    routes: [
      { method: "POST", path: "/v2/charge", operation: "midtrans.create", answer: charge },
      { method: "GET", path: "/v2/{id}/status", operation: "midtrans.inquire", answer: status },
      { method: "POST", path: "/v2/{id}/cancel", operation: "midtrans.cancel", answer: cancel },
      { method: "POST", path: "/v2/{id}/expire", operation: "midtrans.expire", answer: expire },
      { method: "POST", path: "/v2/{id}/refund", operation: "midtrans.refund", answer: refund },
      // The older path [DOC S1].
      { method: "POST", path: "/v2/{id}/refund/online/direct", operation: "midtrans.refund", answer: refund },
      { method: "GET", path: "/v2/qris/{id}/qr-code", operation: "midtrans.image", answer: image },
      { method: "GET", path: "/v4/qris/{id}/qr-code", operation: "midtrans.image", answer: image },
    ],
    // What stands in front answers with the HTTP status, and the same code in the body.
    refuse: (code, message) => ({ ...refusal(identity(), code, message), status: code }),
    word: wordFor,

    announces: (state) => announced[state],
    callback: (payment, overrides = {}, refunded) => {
      const url = payment.callbackUrl ?? callbackUrl
      const content = writeCallback(payment, settings, overrides, refunded)
      return url === undefined ? content : { url, ...content }
    },
    // 2xx; a redirect of the first kinds is taken, too, as nothing is sent again [DOC S2].
    accepts: (code) => (code >= 200 && code < 300) || (code >= 301 && code <= 303),
    retryDelaysMs: settings.callbackRetryDelaysMs,
    repetitions: (code) => REPETITIONS[code] ?? 5,
    nextRefundId: ({ refunds }) => String(refunds.length + 1),
    setCallbackUrl: (url) => {
      callbackUrl = url
    },

    staticQr: printedQr(settings.merchantName),
    openStatic: (amount) => {
      staticPayments += 1
      const name = ["midtrans", "static", String(staticPayments)]
      return ledger.open({
        provider: "midtrans",
        paymentId: identity().uuidV4(...name),
        externalId: `STATIC-${identity().alphanumeric(10, ...name)}`,
        orderId: `STATIC-${identity().alphanumeric(10, ...name)}`,
        scope: settings.merchantId,
        channel: "airpay shopee",
        kind: "static",
        amount,
        qrPayload: printedQr(settings.merchantName),
        createdAt: clock.now(),
      })
    },
    defaultIssuer: ({ channel }) => (channel === "gopay" ? "gopay" : "shopeepay"),

    reset: () => {
      callbackUrl = settings.callbackUrl
      staticPayments = 0
      memory.clear()
      reset()
    },
  }
}
