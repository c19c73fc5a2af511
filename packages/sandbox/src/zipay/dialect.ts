import type { Surroundings } from "../surroundings.js"
import type { AnnouncingDialect } from "../wire.js"
import { refusal, wordFor } from "./answer.js"
import { writeCallback } from "./callback.js"
import type { ZipaySettings } from "./settings.js"
import { printedQr, staticPayment } from "./static-qr.js"
import { Tokens } from "./tokens.js"
import { zipayVerbs } from "./verbs.js"

export interface ZipayDialect extends AnnouncingDialect {
  /** Every token handed out so far is refused from now on. */
  revokeTokens(): void
}

/** Zipay's QRIS API as this project reads its documents. */
export function zipayDialect(surroundings: Surroundings<ZipaySettings>): ZipayDialect {
  const { settings, ledger, clock, identity } = surroundings
  const tokens = new Tokens(clock, identity, settings.tokenLifetimeMinutes * 60_000)
  const { login, create, inquire } = zipayVerbs(surroundings, tokens)
  let callbackUrl = settings.callbackUrl
  let staticPayments = 0

  return {
    provider: "zipay",
    routes: [
      { method: "POST", path: "/auth/login", operation: "zipay.login", answer: login },
      { method: "POST", path: "/payment/qr/create", operation: "zipay.create", answer: create },
      { method: "POST", path: "/payment/qr/inquiry", operation: "zipay.inquire", answer: inquire },
    ],
    refuse: (status, message) => refusal(status, message, settings.errorShape),
    word: wordFor,

    // After a payment, and for nothing else [DOC S5].
    announces: (status) => status === "paid",
    callback: (payment, overrides = {}) => {
      const invoiceNumber = identity().alphanumeric(20, "zipay", payment.paymentId, "invoice")
      const content = writeCallback(payment, invoiceNumber, settings, overrides)
      return callbackUrl === undefined ? content : { url: callbackUrl, ...content }
    },
    // The expected answer is [NOT FOUND].
    accepts: (status) => status >= 200 && status < 300,
    retryDelaysMs: settings.callbackRetryDelaysMs,
    setCallbackUrl: (url) => {
      callbackUrl = url
    },

    staticQr: printedQr(settings),
    openStatic: (amount) => {
      staticPayments += 1
      return ledger.open(
        staticPayment(settings, identity(), { amount, createdAt: clock.now(), count: staticPayments }),
      )
    },
    defaultIssuer: () => "Zipay",

    revokeTokens: () => tokens.revoke(),
    reset: () => {
      callbackUrl = settings.callbackUrl
      staticPayments = 0
      tokens.reset()
    },
  }
}
