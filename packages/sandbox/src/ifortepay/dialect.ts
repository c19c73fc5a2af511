import type { LedgerStatus } from "../ledger.js"
import type { Surroundings } from "../surroundings.js"
import type { Dialect } from "../wire.js"
import { refusal, wordFor } from "./answer.js"
import { writeCallback } from "./callback.js"
import { Orders } from "./orders.js"
import type { IfortepaySettings } from "./settings.js"
import { printedQr, staticPayment } from "./static-qr.js"
import { ifortepayVerbs } from "./verbs.js"

export interface IfortepayDialect extends Dialect {
  /** Where payments on the static QR are announced from now on. */
  setStaticCallbackUrl(url: string | undefined): void
}

/** iFortepay's non-SNAP QRIS API as this project reads its documents. */
export function ifortepayDialect(surroundings: Surroundings<IfortepaySettings>): IfortepayDialect {
  const { settings, ledger, clock, identity } = surroundings
  const orders = new Orders()
  const { create, inquire, cancel } = ifortepayVerbs(surroundings, orders)
  let staticCallbackUrl = settings.staticCallbackUrl
  let staticPayments = 0

  const announced: Record<LedgerStatus, boolean> = {
    pending: false,
    paid: true,
    expired: settings.expiredCallback,
    canceled: settings.canceledCallback,
  }

  return {
    provider: "ifortepay",
    routes: [
      // D-QRIS's page is named create-qris, integrations call create-qr [3P]: both, until the path is confirmed.
      { method: "POST", path: "/ewallet/v2/create-qr", operation: "ifortepay.create", answer: create },
      { method: "POST", path: "/ewallet/v2/create-qris", operation: "ifortepay.create", answer: create },
      { method: "POST", path: "/ewallet/v2/inquiry", operation: "ifortepay.inquire", answer: inquire },
      { method: "POST", path: "/ewallet/v2/cancel-qr", operation: "ifortepay.cancel", answer: cancel },
    ],
    // [INF] 98 is the system error; everything else about the request as such is a parameter error.
    refuse: (status, message) => refusal({ status, code: status >= 500 ? "98" : "01" }, message),
    word: wordFor,

    announces: (status) => announced[status],
    callback: (payment, overrides = {}) => {
      const url = payment.kind === "static" ? staticCallbackUrl : payment.callbackUrl
      const content = writeCallback(payment, orders.of(payment), settings, overrides)
      return url === undefined ? content : { url, ...content }
    },
    // HTTP 200 and nothing else [DOC D-CB].
    accepts: (status) => status === 200,
    retryDelaysMs: settings.callbackRetryDelaysMs,
    setStaticCallbackUrl: (url) => {
      staticCallbackUrl = url
    },

    staticQr: printedQr(settings),
    openStatic: (amount) => {
      staticPayments += 1
      const terms = { amount, createdAt: clock.now(), count: staticPayments }
      const { payment, order } = staticPayment(settings, identity(), terms)
      const opened = ledger.open(payment)
      orders.note(opened, order)
      return opened
    },
    defaultIssuer: (payment) => payment.channel ?? "NOBU",

    reset: () => {
      staticCallbackUrl = settings.staticCallbackUrl
      staticPayments = 0
    },
  }
}
