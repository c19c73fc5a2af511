import type { Capabilities } from "@qriskit/core"
import { MAXIMUM_AMOUNT } from "./config.js"
import { MINIMUM_AMOUNT, REFERENCE_LENGTH } from "./request.js"

/** Requests a minute for each endpoint and account: test and live (Rate limits [DOC]). */
const PER_MINUTE = { test: 60, live: 600 } as const

/** What Xendit can do, with the limits of this configuration. */
export const capabilitiesOf = (maximumAmount: number, mode: keyof typeof PER_MINUTE): Capabilities => ({
  title: "Xendit",
  cancel: { supported: true },
  refund: {
    supported: true,
    // 7 days on one page, 30 on another (X2); for customers of one bank within 24 hours, and in full only [DOC].
    terms: [{ partial: { supported: true }, days: 30, surelyDays: 1 }],
    askedBy: "refundId",
    externalId: { maximumLength: REFERENCE_LENGTH },
  },
  expiry: {
    supported: false,
    why: "Xendit takes no expiry for QRIS: a request ends after 48 hours; cancel it when the order ends",
  },
  notificationUrl: {
    supported: false,
    why: "Xendit sends webhooks to the address in its dashboard",
  },
  amount: { minimum: MINIMUM_AMOUNT, maximum: maximumAmount },
  inquiries: { perSecond: PER_MINUTE[mode] / 60, of: "account" },
  externalId: { maximumLength: REFERENCE_LENGTH, alphabet: "any characters" },
  channels: [],
  notifications: { authenticity: "none", statuses: ["paid", "expired"], tellsOfLatePayments: true },
  requiredFields: [],
})

/** What Xendit can do in live mode, with the documented limits. */
export const capabilities: Capabilities = capabilitiesOf(MAXIMUM_AMOUNT, "live")
