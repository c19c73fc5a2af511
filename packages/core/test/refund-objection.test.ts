import { describe, expect, it } from "vitest"
import type { Capabilities } from "../src/capabilities.js"
import { objectionToRefund, refundTermsOf, type WantedRefund } from "../src/refund-objection.js"

const offering = (refund: Capabilities["refund"]): Capabilities => ({
  title: "Contoh",
  cancel: { supported: true },
  refund,
  expiry: { supported: true },
  notificationUrl: { supported: true },
  amount: {},
  externalId: {},
  channels: [],
  notifications: { authenticity: "none", statuses: ["paid"] },
  requiredFields: [],
})

const capabilities = offering({
  supported: true,
  askedBy: "externalId",
  externalId: {},
  terms: [
    { partial: { supported: true }, days: 45, surelyDays: 7 },
    {
      channel: "SORE",
      partial: { supported: false, why: "SORE refunds all or nothing" },
      closed: { from: "23:55", until: "06:00" },
    },
    { channel: "SIANG", partial: { supported: true }, closed: { from: "12:00", until: "13:00" } },
  ],
})

const PAID_AT = new Date("2026-11-01T10:00:00+07:00")
const at = (text: string): Date => new Date(`${text}+07:00`)

const objection = (wanted: Partial<WantedRefund>, now = at("2026-11-02T10:00:00")) =>
  objectionToRefund(capabilities, { arrived: 25_000, refunded: 0, paidAt: PAID_AT, ...wanted }, now)

describe("a refund", () => {
  it("is objected to where the provider has none", () => {
    const without = offering({ supported: false, why: "Contoh documents no refund" })
    expect(objectionToRefund(without, { arrived: 1, refunded: 0 }, PAID_AT)).toBe(
      "Contoh documents no refund",
    )
    expect(refundTermsOf(without, undefined)).toBeUndefined()
  })

  it("of all, of a part, of the rest is not objected to", () => {
    expect(objection({})).toBeUndefined()
    expect(objection({ amount: 1 })).toBeUndefined()
    expect(objection({ refunded: 10_000, amount: 15_000 })).toBeUndefined()
  })

  it("of more than is left is objected to, to the rupiah", () => {
    expect(objection({ amount: 25_001 })).toBe(
      "Rp 25.001 is more than the Rp 25.000 that is left of Rp 25.000",
    )
    expect(objection({ refunded: 10_000, amount: 15_001 })).toContain("Rp 15.000 that is left")
    expect(objection({ refunded: 25_000 })).toContain("given back already")
  })

  it("is objected to once the longest window is over, and not before", () => {
    expect(objection({}, at("2026-12-16T10:00:00"))).toBeUndefined()
    expect(objection({}, at("2026-12-16T10:00:01"))).toBe(
      "Contoh refunds payments within 45 days, and this one is older",
    )
    expect(objection({ paidAt: undefined }, at("2027-12-16T10:00:01"))).toBeUndefined()
  })

  it("of a part is objected to where the channel refunds all or nothing, with the provider's reason", () => {
    expect(objection({ channel: "SORE" })).toBeUndefined()
    expect(objection({ channel: "SORE", amount: 25_000 })).toBeUndefined()
    expect(objection({ channel: "SORE", amount: 24_999 })).toBe("SORE refunds all or nothing")
  })

  it.each([
    ["SORE", "23:54:59", false],
    ["SORE", "23:55:00", true],
    ["SORE", "00:00:00", true],
    ["SORE", "05:59:59", true],
    ["SORE", "06:00:00", false],
    ["SIANG", "11:59:59", false],
    ["SIANG", "12:30:00", true],
    ["SIANG", "13:00:00", false],
  ])("over %s at %s Jakarta time is objected to: %s", (channel, time, isObjectedTo) => {
    expect(objection({ channel }, at(`2026-11-02T${time}`)) !== undefined).toBe(isObjectedTo)
  })

  it("over a channel that no terms are known for is objected to", () => {
    const named = offering({
      supported: true,
      askedBy: "refundId",
      externalId: {},
      terms: [{ channel: "SORE", partial: { supported: true } }],
    })
    const wanted = { arrived: 1_000, refunded: 0 }
    expect(objectionToRefund(named, { ...wanted, channel: "PAGI" }, PAID_AT)).toContain("over PAGI")
    expect(objectionToRefund(named, wanted, PAID_AT)).toContain("this channel")
  })
})
