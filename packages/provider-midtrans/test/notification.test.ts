import type { RawNotification } from "@qriskit/core"
import { failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openShop, openTestShop, paid, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const kindOf = async (call: Promise<unknown>): Promise<string> => {
  const { reason } = await failureOf(call)
  return reason._tag === "InvalidNotification" ? reason.kind : reason._tag
}

/** The specification's own notification, for the key of vector V4. */
const PUBLISHED: RawNotification = {
  headers: {},
  body: `{ "transaction_type": "off-us", "transaction_time": "2026-11-28 10:00:00", "transaction_status": "settlement", "transaction_id": "11111111-2222-4333-8444-555555555555",
  "status_message": "midtrans payment notification", "status_code": "200", "settlement_time": "2026-11-28 10:02:07", "payment_type": "qris", "order_id": "INV-2026-0001",
  "merchant_id": "G000000001", "issuer": "dana", "gross_amount": "25000.00", "fraud_status": "accept", "currency": "IDR", "acquirer": "gopay", "expiry_time": "2026-11-28 10:15:00",
  "signature_key": "b55114157f1408513f575d4cd29f2498f1d4b255405dd3506b17dcd3fccd5c2eb22f1e442f1c08ec009480e94cff3d5d9eec2c75ff3ba481d690c3af203ef10f" }`,
}

const read = (raw: RawNotification) => shop.client.notifications.read(raw)
const edited = (change: (text: string) => string): RawNotification => ({
  ...PUBLISHED,
  body: change(String(PUBLISHED.body)),
})

describe("a notification", () => {
  it("as documented is read, and proves whom it is about", async () => {
    expect(await read(PUBLISHED)).toMatchObject({
      ref: {
        provider: "midtrans",
        paymentId: "11111111-2222-4333-8444-555555555555",
        externalId: "INV-2026-0001",
        orderId: "INV-2026-0001",
        channel: "gopay",
      },
      claimedStatus: "paid",
      providerStatus: "settlement",
      amount: 25_000,
      occurredAt: new Date("2026-11-28T10:02:07+07:00"),
      authenticity: "identity",
    })
  })

  it("whose amount is written otherwise than it was signed is not genuine", async () => {
    expect(await kindOf(read(edited((text) => text.replace('"25000.00"', '"25000"'))))).toBe("unauthentic")
    expect(await kindOf(read(edited((text) => text.replace('"25000.00"', "25000.00"))))).toBe("unauthentic")
  })

  it("with its signature in capitals, empty or missing is not genuine", async () => {
    for (const signature of [/"b55[0-9a-f]+"/]) {
      const capitals = edited((text) => text.replace(signature, (found) => found.toUpperCase()))
      expect(await kindOf(read(capitals))).toBe("unauthentic")
      expect(await kindOf(read(edited((text) => text.replace(signature, '""'))))).toBe("unauthentic")
      expect(await kindOf(read(edited((text) => text.replace(signature, "7"))))).toBe("unauthentic")
    }
  })

  it("whose word was changed under a good signature is a claim: only the inquiry tells", async () => {
    const { ref } = await paid(shop)
    const raw = await shop.control.callbacks.build(ref.paymentId, { status: "refund" })
    const { claimedStatus, authenticity } = await shop.client.notifications.read(raw, ref)
    expect([claimedStatus, authenticity]).toEqual(["refunded", "identity"])
    expect((await shop.client.inquire(ref)).status).toBe("paid")
  })

  it("about another payment than the expected one is refused", async () => {
    const { ref } = await paid(shop)
    expect(await kindOf(shop.client.notifications.read(PUBLISHED, ref))).toBe("mismatch")
  })

  it("keeps the order of the stored reference: Midtrans knows only its own id", async () => {
    const { ref } = await paid(shop, { orderId: "order-1001" })
    const raw = await shop.control.callbacks.build(ref.paymentId)
    expect((await shop.client.notifications.read(raw, ref)).ref.orderId).toBe("order-1001")
  })

  it("whose amount is no rupiah claims none, and one with a fee claims what was charged", async () => {
    await using fees = await openShop({ sandbox: { midtrans: { customerFee: 178 } } })
    const { ref } = await paid(fees)
    const raw = await fees.control.callbacks.build(ref.paymentId)
    expect((await fees.client.notifications.read(raw, ref)).amount).toBe(25_000)
    const odd = await openTestShop({ sandbox: { midtrans: { serverKey: "k" } }, config: { serverKey: "k" } })
    const { signatureKey } = await import("../src/index.js")
    const signed = { orderId: "o", statusCode: "200", grossAmount: "0.50" }
    const body = JSON.stringify({
      transaction_id: "t",
      order_id: "o",
      status_code: 200,
      gross_amount: "0.50",
      transaction_status: "settlement",
      signature_key: signatureKey("k", signed),
    })
    const claim = await odd.client.notifications.read({ headers: {}, body })
    expect(claim).not.toHaveProperty("amount")
    expect(claim).not.toHaveProperty("occurredAt")
    expect(claim.ref).not.toHaveProperty("channel")
  })

  it("is told whom it is about without any secret", async () => {
    const forged = edited((text) => text.replace('"200"', '"201"'))
    expect(await shop.client.notifications.peek(forged)).toMatchObject({ externalId: "INV-2026-0001" })
  })

  it("is answered so that it comes again where it was not taken", () => {
    const { reply } = shop.client.notifications
    expect(["accepted", "rejected", "failed"].map((outcome) => reply(outcome as "accepted").status)).toEqual([
      200, 400, 503,
    ])
  })
})
