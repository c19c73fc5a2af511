import { describe, expect, it } from "vitest"
import type { Capabilities } from "../src/capabilities.js"
import { inLightOfClaim } from "../src/claim.js"
import { Payment, PaymentRef } from "../src/payment.js"
import type { PaymentStatus } from "../src/payment-status.js"
import { Rupiah } from "../src/rupiah.js"

const offering = (tells: boolean): Pick<Capabilities, "notifications"> => ({
  notifications: {
    authenticity: "none",
    statuses: ["paid"],
    ...(tells && { tellsOfLatePayments: true as const }),
  },
})

const answered = (status: PaymentStatus): Payment =>
  new Payment({
    ref: new PaymentRef({ provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }),
    status,
    providerStatus: "EXPIRED",
    amount: Rupiah.make(25_000),
    raw: {},
  })

describe("a claim beside the provider's answer", () => {
  it("that an expired payment is paid makes a person look, where callbacks alone tell of late money", () => {
    const payment = inLightOfClaim(offering(true), { claimedStatus: "paid" }, answered("expired"))
    expect(payment).toBeInstanceOf(Payment)
    expect(payment).toMatchObject({ status: "under_review", providerStatus: "EXPIRED", amount: 25_000 })
  })

  it("says so of a payment that was stored as JSON, too", () => {
    const stored = JSON.parse(JSON.stringify({ ...answered("expired"), expiresAt: new Date(0) })) as Payment
    const payment = inLightOfClaim(offering(true), { claimedStatus: "paid" }, stored)
    expect(payment).toMatchObject({ ...stored, status: "under_review" })
  })

  it.each<[boolean, PaymentStatus, PaymentStatus]>([
    [false, "paid", "expired"],
    [true, "expired", "expired"],
    [true, "paid", "pending"],
    [true, "paid", "canceled"],
    [true, "refunded", "paid"],
  ])("changes nothing else: tells %s, claims %s, answers %s", (tells, claimedStatus, status) => {
    const payment = answered(status)
    expect(inLightOfClaim(offering(tells), { claimedStatus }, payment)).toBe(payment)
  })
})
