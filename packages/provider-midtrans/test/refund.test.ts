import { objectionToRefund } from "@qriskit/core"
import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { capabilities } from "../src/index.js"
import { openTestShop as open, paid } from "./support/shop.js"

const DAY = 86_400_000

describe("a refund", () => {
  it("goes out as documented, and comes back with its id", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const refund = await shop.client.refund(ref, {
      externalId: "r_1-a",
      amount: 10_000,
      reason: "salah pesan",
    })
    expect(refund).toMatchObject({
      externalId: "r_1-a",
      refundId: "1",
      status: "succeeded",
      providerStatus: "partial_refund",
      amount: 10_000,
    })
    const [sent] = await shop.wire("midtrans.refund")
    expect(sent?.path).toBe(`/v2/${ref.paymentId}/refund`)
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      refund_key: "r_1-a",
      amount: 10_000,
      reason: "salah pesan",
    })
  })

  it("believes its amount only where it is what was asked: pages differ on whose it is", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { refund_amount: "15000.00", refund_chargeback_id: "rc-7" }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    const cumulative = await shop.client.refund(ref, { externalId: "r-1", amount: 10_000 })
    expect(cumulative).not.toHaveProperty("amount")
    expect(cumulative.refundId).toBe("rc-7")
    expect((await shop.client.inquireRefund(ref, { externalId: "r-1" }))?.amount).toBe(10_000)
    expect(await shop.client.refund(ref, { externalId: "r-2" })).not.toHaveProperty("amount")
    expect((await shop.client.inquireRefund(ref, { externalId: "r-2" }))?.amount).toBe(15_000)
  })

  it("whose key was used is the refund under that key, and money moves once", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const half = { externalId: "r-1", amount: 12_500 }
    await shop.client.refund(ref, half)
    expect(await shop.client.refund(ref, half)).toMatchObject({ externalId: "r-1", amount: 12_500 })
    expect((await shop.client.inquire(ref)).refunded).toBe(12_500)
  })

  it("whose key was used for another amount is not the one that was asked for", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.client.refund(ref, { externalId: "r-1", amount: 12_500 })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 10_000 }))
    expect([error.reason._tag, error.operation, error.outcome]).toEqual([
      "UntrustedResponse",
      "refund",
      "unknown",
    ])
    expect((await shop.client.refund(ref, { externalId: "r-1" })).amount).toBe(12_500)
  })

  it("whose key was used and that is not listed, or cannot be asked about, is unknown", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.client.refund(ref, { externalId: "r-1", amount: 1_000 })
    for (const fault of [{ kind: "amend", remove: ["refunds"] }, { kind: "cut" }] as const) {
      await shop.control.faults.script({ at: "midtrans.inquire", fault })
      const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 1_000 }))
      expect([error.operation, error.outcome, error.isRetryable]).toEqual(["refund", "unknown", false])
    }
  })

  it("counts as succeeded once the bank confirmed it, where that is set", async () => {
    const shop = await open({ sandbox: { clock: "manual" }, config: { refundSettles: "confirmed" } })
    const { ref } = await paid(shop)
    expect((await shop.client.refund(ref, { externalId: "r-1" })).status).toBe("pending")
    expect((await shop.client.inquireRefund(ref, { externalId: "r-1" }))?.status).toBe("pending")
    await shop.control.advance({ minutes: 2 })
    const confirmed = await shop.client.inquireRefund(ref, { externalId: "r-1" })
    expect(confirmed?.status).toBe("succeeded")
    expect(confirmed?.refundedAt).toBeInstanceOf(Date)
  })

  it("with a key or a reason that Midtrans would not take never leaves", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    for (const request of [
      { externalId: "r 1" },
      { externalId: "r.1" },
      { externalId: "r".repeat(51) },
      { externalId: "r-1", reason: "x".repeat(256) },
      { externalId: "r-1", reason: "" },
    ])
      expect((await failureOf(shop.client.refund(ref, request))).reason).toMatchObject({
        _tag: "InvalidRequest",
        outcome: "not_sent",
      })
    expect(await shop.wire("midtrans.refund")).toEqual([])
  })

  it.each([
    ["200", "settlement"],
    ["200", "pending"],
    ["200", "chargeback"],
    ["201", "pending"],
    ["407", "expire"],
    ["201", "refund"],
    // The bank denied one, beside the word of one that was made, and an amount.
    ["202", "partial_refund"],
  ])("that is answered %s %s is not said to be made: unknown", async (status_code, transaction_status) => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { status_code, transaction_status }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 10_000 }))
    expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
    expect(error.message).toContain("does not say that anything was refunded")
  })

  it.each([
    ["settlement", "0.00"],
    ["settlement", "10000.00"],
    // Of an earlier one.
    ["partial_refund", "0.00"],
    ["PARTIAL_REFUND", 0],
  ])("that the bank denied is refused: %s, %s", async (transaction_status, refund_amount) => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { status_code: "202", transaction_status, refund_amount }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 10_000 }))
    expect([error.reason._tag, error.outcome]).toEqual(["Rejected", "refused"])
  })

  it("that answers about another payment is not trusted", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { order_id: "somebody-else" }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    expect((await failureOf(shop.client.refund(ref, { externalId: "r-1" }))).reason._tag).toBe(
      "UntrustedResponse",
    )
  })
})

describe("what cannot be read of a refund is not what was asked", () => {
  it.each(["12500.50", "abc", {}, true])("refund_amount %j: unknown", async (refund_amount) => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.control.faults.script({
      at: "midtrans.refund",
      fault: { kind: "amend", set: { refund_amount } },
    })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 10_000 }))
    expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
    await shop.control.faults.script({
      at: "midtrans.inquire",
      fault: { kind: "amend", set: { refunds: [{ refund_key: "r-1", refund_amount }] } },
    })
    const asked = await failureOf(shop.client.inquireRefund(ref, { externalId: "r-1" }))
    expect(asked.reason._tag).toBe("MalformedResponse")
  })

  it.each([
    ["a list that is none", { refund_key: "r-1" }, "is no list"],
    ["a list as a text", "[]", "is no list"],
    ["a key that is no text", [{ refund_key: 1e21, refund_amount: "1000.00" }], "may be the one"],
    ["a key whose bytes are no UTF-8", [{ refund_key: "r-\uFFFD" }], "may be the one"],
  ])("%s: it is not told that there is none", async (_, refunds, why) => {
    const shop = await open()
    const { ref } = await paid(shop)
    const fault = { kind: "amend", set: { refunds } } as const
    await shop.control.faults.script({ at: "midtrans.inquire", fault })
    const error = await failureOf(shop.client.inquireRefund(ref, { externalId: "r-1" }))
    expect(error.reason._tag).toBe("MalformedResponse")
    expect(error.message).toContain(why)
  })

  it("a refund without a key, or with another, is none of ours; nor is no list at all", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    for (const refunds of [
      [{ refund_amount: "1000.00" }, { refund_key: "r-2" }, { refund_key: null }],
      null,
    ]) {
      const fault = { kind: "amend", set: { refunds } } as const
      await shop.control.faults.script({ at: "midtrans.inquire", fault })
      expect(await shop.client.inquireRefund(ref, { externalId: "r-1" })).toBeUndefined()
    }
  })

  it("another's refund_key is another's refund", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { refund_key: "r-2" }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1" }))
    expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
  })

  it("a number that is not the one that was sent is left out", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { refund_chargeback_id: 1e21 }
    await shop.control.faults.script({ at: "midtrans.refund", fault: { kind: "amend", set } })
    expect(await shop.client.refund(ref, { externalId: "r-1" })).not.toHaveProperty("refundId")
  })
})

describe("an id whose bytes are no UTF-8", () => {
  it("makes no payment, and no callback about one", async () => {
    const shop = await open()
    for (const name of ["transaction_id", "order_id"]) {
      const set = { [name]: "A\uFFFD" }
      await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "amend", set } })
      expect((await failureOf(shop.client.create(shop.order()))).reason._tag).toBe("MalformedResponse")
      const { ref } = await shop.client.create(shop.order())
      const raw = await shop.control.callbacks.build(ref.paymentId)
      const body = JSON.stringify({ ...JSON.parse(String(raw.body)), ...set })
      expect((await failureOf(shop.client.notifications.peek({ ...raw, body }))).reason).toMatchObject({
        _tag: "InvalidNotification",
        kind: "malformed",
      })
    }
  })
})

describe("the terms of refunds are those of the acquirer", () => {
  const objection = (channel: string, change: object, hoursAfter = 1) => {
    const paidAt = new Date("2026-11-28T10:00:00+07:00")
    const now = new Date(paidAt.getTime() + hoursAfter * 3_600_000)
    return objectionToRefund(capabilities, { channel, arrived: 25_000, refunded: 0, paidAt, ...change }, now)
  }

  it.each([
    ["gopay", 46],
    ["airpay shopee", 366],
  ])("%s: its window closes", async (channel, days) => {
    expect(objection(channel, {}, (days - 1) * 24)).toBeUndefined()
    expect(objection(channel, {}, days * 24)).toContain("days")
    const shop = await open({ sandbox: { clock: "manual" } })
    const { ref } = await paid(shop, { channel: channel === "gopay" ? "gopay" : "airpay shopee" })
    await shop.control.advance(days * DAY)
    expect((await failureOf(shop.client.refund(ref, { externalId: "r-1" }))).outcome).toBe("refused")
  })

  it("ShopeePay: all or nothing, and not at night", async () => {
    expect(objection("airpay shopee", { amount: 1_000 })).toContain("in full")
    expect(objection("airpay shopee", {}, 14)).toContain("23:55")
    const shop = await open({ sandbox: { clock: "manual", startAt: new Date("2026-11-28T23:50:00+07:00") } })
    const { ref } = await paid(shop, { channel: "airpay shopee" })
    const partial = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 1_000 }))
    expect(partial.reason._tag).toBe("InvalidState")
    await shop.control.advance({ minutes: 6 })
    expect((await failureOf(shop.client.refund(ref, { externalId: "r-1" }))).outcome).toBe("refused")
    await shop.control.advance({ hours: 7 })
    expect((await shop.client.refund(ref, { externalId: "r-1" })).status).toBe("succeeded")
  })
})
