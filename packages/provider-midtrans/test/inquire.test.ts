import { failureOf } from "@qriskit/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openShop, openTestShop, paid, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const inquiryOf = async (set: Record<string, unknown>, remove: ReadonlyArray<string> = []) => {
  const { ref } = await paid(shop)
  await shop.control.faults.script({ at: "midtrans.inquire", fault: { kind: "amend", set, remove } })
  return shop.client.inquire(ref)
}

describe("an inquiry", () => {
  it("asks by the transaction id, which stands for one transaction only", async () => {
    const { ref } = await shop.client.create(shop.order())
    await shop.client.inquire(ref)
    const asked = (await shop.wire("midtrans.inquire")).at(-1)
    expect(asked).toMatchObject({ method: "GET", path: `/v2/${ref.paymentId}/status`, body: "" })
  })

  it("encodes an id that would lead elsewhere", async () => {
    const { ref } = await shop.client.create(shop.order())
    const elsewhere = { ...ref, paymentId: `../v2/${ref.paymentId}/status#` }
    expect((await failureOf(shop.client.inquire(elsewhere))).reason._tag).toBe("PaymentNotFound")
  })

  it.each([".", "..", "\ud800"])("refuses the id %j, which cannot stand in a path", async (paymentId) => {
    const { ref } = await shop.client.create(shop.order())
    const before = (await shop.wire()).length
    for (const call of [
      shop.client.inquire({ ...ref, paymentId }),
      shop.client.cancel({ ...ref, paymentId }),
      shop.client.refund({ ...ref, paymentId }, { externalId: "r-1" }),
    ])
      expect((await failureOf(call)).reason).toMatchObject({ _tag: "InvalidRequest", outcome: "not_sent" })
    expect(await shop.wire()).toHaveLength(before)
  })

  it("says when and through whom it was paid", async () => {
    const { status, providerStatus, paidAt, payer } = await inquiryOf({
      settlement_time: "2026-11-28 10:02:07",
      issuer: "dana",
    })
    expect([status, providerStatus]).toEqual(["paid", "settlement"])
    expect(paidAt).toEqual(new Date("2026-11-28T10:02:07+07:00"))
    expect(payer).toEqual({ issuer: "dana" })
  })

  it("reads what was charged where the customer paid the fee", async () => {
    await using fees = await openShop({ sandbox: { midtrans: { customerFee: 178 } } })
    const { ref } = await paid(fees)
    expect(await fees.client.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000, total: 25_178 })
  })

  it.each<[string, Record<string, unknown>, ReadonlyArray<string>, string]>([
    ["settlement, accepted", {}, [], "paid"],
    ["settlement, no fraud status", {}, ["fraud_status"], "paid"],
    [
      "settlement in capitals, code as a number",
      { transaction_status: "SETTLEMENT", status_code: 200 },
      [],
      "paid",
    ],
    ["settlement, challenged", { fraud_status: "challenge" }, [], "under_review"],
    ["settlement, denied", { fraud_status: "deny" }, [], "failed"],
    ["settlement, a fraud word that no page names", { fraud_status: "odd" }, [], "under_review"],
    ["settlement under a code for pending", { status_code: "201" }, [], "under_review"],
    ["pending in capitals with code 200", { transaction_status: "PENDING" }, [], "pending"],
    ["chargeback", { transaction_status: "chargeback" }, [], "under_review"],
    ["expire with 407", { transaction_status: "expire", status_code: "407" }, [], "expired"],
    ["a word that no page names", { transaction_status: "odd" }, [], "pending"],
  ])("%s is %s", async (_, set, remove, status) => {
    expect((await inquiryOf(set, remove)).status).toBe(status)
  })

  it.each([
    ["transaction_id", "11111111-2222-4333-8444-555555555555"],
    ["order_id", "somebody-else"],
    ["acquirer", "airpay shopee"],
  ])("about another %s is not trusted", async (field, value) => {
    const { reason } = await failureOf(inquiryOf({ [field]: value }))
    expect(reason._tag).toBe("UntrustedResponse")
  })

  it("reads the refunds' sum, from the list or beside it", async () => {
    const refunds = [{ refund_amount: "1000.00" }, { refund_amount: 2_000 }]
    expect((await inquiryOf({ transaction_status: "partial_refund", refunds })).refunded).toBe(3_000)
    const odd = [...refunds, { refund_amount: "many" }]
    expect((await inquiryOf({ refunds: odd, refund_amount: "4000.00" })).refunded).toBe(4_000)
    expect((await inquiryOf({ refunds: "none" })).refunded).toBeUndefined()
  })
})

describe("a cancel", () => {
  it("of a paid QR says that it is paid: 412 means many things, so it is asked", async () => {
    const { ref } = await paid(shop)
    const { reason } = await failureOf(shop.client.cancel(ref))
    expect(reason).toMatchObject({ _tag: "InvalidState", status: "paid", providerCode: "412" })
  })

  it("of an expired one says so", async () => {
    const { ref } = await shop.client.create(shop.order())
    await shop.control.expire(ref.paymentId)
    expect((await failureOf(shop.client.cancel(ref))).reason).toMatchObject({ status: "expired" })
  })

  it("keeps the refusal where the inquiry fails, and where it says pending", async () => {
    const { ref } = await paid(shop)
    await shop.control.faults.script({ at: "midtrans.inquire", fault: { kind: "cut" } })
    expect((await failureOf(shop.client.cancel(ref))).reason).not.toHaveProperty("status")
    await shop.control.setProviderStatus(ref.paymentId, "pending")
    expect((await failureOf(shop.client.cancel(ref))).reason).not.toHaveProperty("status")
  })

  it("that answers with another word or about another payment is no cancel", async () => {
    const cancelWith = async (set: Record<string, unknown>) => {
      const { ref } = await shop.client.create(shop.order())
      await shop.control.faults.script({ at: "midtrans.cancel", fault: { kind: "amend", set } })
      return (await failureOf(shop.client.cancel(ref))).reason
    }
    expect(await cancelWith({ transaction_status: "settlement", status_code: "200" })).toMatchObject({
      _tag: "InvalidState",
      status: "paid",
    })
    expect((await cancelWith({ order_id: "somebody-else" }))._tag).toBe("UntrustedResponse")
  })
})

it("reach asks for nothing and needs no key", async () => {
  const wrong = await openTestShop({ config: { serverKey: "wrong" } })
  expect(await wrong.client.reach()).toMatchObject({ isReachable: true })
})
