import { jakartaDateTime } from "../jakarta-time.js"
import type { LedgerPayment, LedgerStatus } from "../ledger.js"
import { jsonAnswer, type WireAnswer } from "../wire.js"
import type { ZipaySettings } from "./settings.js"

/** ACTIVE is [DOC S3 S4], PAID in an inquiry and EXPIRED are [INFERRED]. Zipay documents no cancel. */
const WORDS = {
  pending: "ACTIVE",
  paid: "PAID",
  expired: "EXPIRED",
  canceled: "CANCELED",
} as const satisfies Record<LedgerStatus, string>

/** The status word of a payment now. */
export function wordFor(payment: LedgerPayment): string {
  return payment.statedWord ?? WORDS[payment.status]
}

/** The documented envelope of a success [DOC S1-S4]. */
export function success(content: Readonly<Record<string, unknown>>): WireAnswer {
  return jsonAnswer(200, { status: 200, success: true, data: content })
}

/**
 * An error. The documents show none: which status a mistake gets, the body and the texts are all [INFERRED], the
 * body either the house envelope or what the framework Laravel writes by default.
 */
export function refusal(status: number, message: string, shape: ZipaySettings["errorShape"]): WireAnswer {
  return jsonAnswer(status, shape === "laravel" ? { message } : { status, success: false, message })
}

/**
 * A payment as create and inquiry show it [DOC S4]. In the answer to a create, merchantId, merchantName and the
 * expiry are [INFERRED], by analogy with the inquiry.
 */
export function describePayment(payment: LedgerPayment, settings: ZipaySettings): Record<string, unknown> {
  return {
    uuid: payment.paymentId,
    amount: written(payment.paidAmount ?? payment.amount, settings.amountAs),
    externalId: payment.externalId,
    status: wordFor(payment),
    merchantId: written(settings.merchantId, settings.merchantIdAs),
    merchantName: settings.merchantName,
    // Jakarta time like expired_token [INFERRED].
    ...(payment.expiresAt !== undefined && { [settings.expiryKey]: jakartaDateTime(payment.expiresAt) }),
  }
}

function written(value: number | string, as: "number" | "string"): number | string {
  return as === "number" ? Number(value) : String(value)
}
