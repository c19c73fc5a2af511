import { PaymentRef } from "@qriskit/core"
import type { RawCallback } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { notificationSignature, requestSignature } from "../src/signature.js"
import { openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { clock: "manual", startAt: NOON } })
})
afterAll(() => shop[Symbol.asyncDispose]())

const paid = async (of: Shop = shop): Promise<{ ref: PaymentRef; raw: RawCallback }> => {
  const { ref } = await of.ifortepay.create(of.order())
  await of.control.pay(ref.paymentId)
  return { ref, raw: await of.control.callbacks.build(ref.paymentId) }
}

const signatureOf = ({ headers }: RawCallback): string => headers["mcp-signature"] ?? ""

const refused = async (call: Promise<unknown>, kind: string) => {
  const error = await failureOf(call)
  expect(error).toMatchObject({ operation: "notification", reason: { _tag: "InvalidNotification", kind } })
  return error
}

describe("a genuine callback", () => {
  it("is a claim about one payment, with the proof of its ids only", async () => {
    const { ref, raw } = await paid()
    const notification = await shop.ifortepay.notifications.read(raw)
    expect(notification).toMatchObject({
      ref: { ...ref },
      claimedStatus: "paid",
      providerStatus: "PAID",
      amount: 25_000,
      occurredAt: NOON,
      authenticity: "identity",
    })
    expect(notification.raw).toEqual(JSON.parse(raw.body))
  })

  it("is read from bytes, and with header values in lists", async () => {
    const { ref, raw } = await paid()
    const bytes = { headers: { "mcp-signature": [signatureOf(raw)] }, body: Buffer.from(raw.body) }
    expect(await shop.ifortepay.notifications.read(bytes, ref)).toMatchObject({ claimedStatus: "paid" })
  })

  it.each(["mcp-signature", "MCP-Signature", "Mcp-Signature"])("is found under %s", async (name) => {
    const { raw } = await paid()
    const renamed = { headers: { [name]: signatureOf(raw) }, body: raw.body }
    expect(await shop.ifortepay.notifications.read(renamed)).toMatchObject({ authenticity: "identity" })
  })

  it("may be signed in upper-case hex, with blanks around", async () => {
    const { raw } = await paid()
    const shouted = { headers: { "mcp-signature": ` ${signatureOf(raw).toUpperCase()} ` }, body: raw.body }
    expect(await shop.ifortepay.notifications.read(shouted)).toMatchObject({ claimedStatus: "paid" })
  })

  it("is the same claim each time it comes: the caller deduplicates, the reader does not forget", async () => {
    const { ref, raw } = await paid()
    const first = await shop.ifortepay.notifications.read(raw, ref)
    expect(await shop.ifortepay.notifications.read(raw, ref)).toEqual(first)
  })

  it("of an expired payment says so, and when it was made", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.expire(ref.paymentId)
    const raw = await shop.control.callbacks.build(ref.paymentId)
    expect(await shop.ifortepay.notifications.read(raw, ref)).toMatchObject({
      claimedStatus: "expired",
      occurredAt: NOON,
    })
  })

  it("on a static QR, which no create made, is verified by the ids in it", async () => {
    const { paymentId } = await shop.control.payStatic("ifortepay", 15_000)
    const raw = await shop.control.callbacks.build(paymentId)
    expect(await shop.ifortepay.notifications.read(raw)).toMatchObject({
      amount: 15_000,
      claimedStatus: "paid",
    })
  })

  it("needs nothing but ids and status", async () => {
    const ids = { externalId: "e-1", orderId: "o-1" }
    const signature = notificationSignature("t-1", requestSignature(shop.sandbox.ifortepay.hashKey, ids))
    const raw = {
      headers: { "mcp-signature": signature },
      body: '{"transaction_id":"t-1","external_id":"e-1","order_id":"o-1","transaction_status":"NEW"}',
    }
    const notification = await shop.ifortepay.notifications.read(raw)
    expect(notification).toMatchObject({ claimedStatus: "pending", providerStatus: "NEW" })
    expect(Object.keys(notification).sort()).toEqual([
      "authenticity",
      "claimedStatus",
      "providerStatus",
      "raw",
      "ref",
    ])
    expect(notification.ref).not.toHaveProperty("channel")
  })
})

describe("what the signature does not cover", () => {
  it("is claimed all the same: another status and another amount pass, so only an inquiry is a fact", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    const forged = await shop.control.callbacks.build(ref.paymentId, { status: "PAID", amount: 1 })
    expect(await shop.ifortepay.notifications.read(forged, ref)).toMatchObject({
      claimedStatus: "paid",
      amount: 1,
      authenticity: "identity",
    })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "pending" })
  })

  it("is the channel, too: the stored reference's is kept, so that the inquiry asks at the right place", async () => {
    const { ref } = await paid()
    const raw = await shop.control.callbacks.build(ref.paymentId, { set: { payment_channel: "SHOPEEPAY" } })
    expect((await shop.ifortepay.notifications.read(raw)).ref.channel).toBe("SHOPEEPAY")
    const { ref: trusted } = await shop.ifortepay.notifications.read(raw, JSON.parse(JSON.stringify(ref)))
    expect(trusted).toBeInstanceOf(PaymentRef)
    expect(trusted.channel).toBe("NOBU")
  })

  it.each([["12.5"], [-1], [0], [null], [{}], [1e20]])(
    "an amount of %j is left out, not guessed",
    async (amount) => {
      const { ref } = await paid()
      const raw = await shop.control.callbacks.build(ref.paymentId, {
        set: { "payment_details.amount": amount },
      })
      expect(await shop.ifortepay.notifications.read(raw)).not.toHaveProperty("amount")
    },
  )
})

describe("a forged callback", () => {
  it("with a wrong signature is unauthentic, and the message says what to check", async () => {
    const { ref } = await paid()
    const raw = await shop.control.callbacks.build(ref.paymentId, { wrongSignature: true })
    const error = await refused(shop.ifortepay.notifications.read(raw), "unauthentic")
    expect(error.message).toContain("check hashKey and subMerchantId")
    expect(error.message).not.toContain(signatureOf(raw))
  })

  it("without a signature is unauthentic", async () => {
    const { raw } = await paid()
    await refused(shop.ifortepay.notifications.read({ headers: {}, body: raw.body }), "unauthentic")
    await refused(
      shop.ifortepay.notifications.read({ headers: { "mcp-signature": undefined }, body: raw.body }),
      "unauthentic",
    )
    await refused(
      shop.ifortepay.notifications.read({ headers: { "mcp-signature": [] }, body: raw.body }),
      "unauthentic",
    )
  })

  it.each(["transaction_id", "external_id", "order_id"])("with another %s is unauthentic", async (field) => {
    const { ref } = await paid()
    const raw = await shop.control.callbacks.build(ref.paymentId, { set: { [field]: "another" } })
    await refused(shop.ifortepay.notifications.read(raw), "unauthentic")
  })

  it.each(["", "0", "x".repeat(64), "\u0000"])("with the signature %j is unauthentic", async (signature) => {
    const { raw } = await paid()
    const forged = { headers: { "mcp-signature": signature }, body: raw.body }
    await refused(shop.ifortepay.notifications.read(forged), "unauthentic")
  })

  it("that moves the border between the ids keeps its signature, and is caught by the stored reference", async () => {
    const { ref } = await shop.ifortepay.create(shop.order({ externalId: "pay-12", orderId: "3-order" }))
    const raw = await shop.control.callbacks.build(ref.paymentId, {
      set: { external_id: "pay-1", order_id: "23-order" },
    })
    expect(await shop.ifortepay.notifications.read(raw)).toMatchObject({ ref: { externalId: "pay-1" } })
    await refused(shop.ifortepay.notifications.read(raw, ref), "mismatch")
  })
})

describe("a callback about another payment than the expected one", () => {
  it("is a mismatch, whichever id differs", async () => {
    const { ref, raw } = await paid()
    for (const field of ["provider", "paymentId", "externalId", "orderId"]) {
      await refused(
        shop.ifortepay.notifications.read(raw, new PaymentRef({ ...ref, [field]: "another" })),
        "mismatch",
      )
    }
  })
})

describe("a callback of a sub-merchant", () => {
  it.each([true, false])("is genuine whether or not its id is signed (%s)", async (signSubMerchant) => {
    const { ifortepay: subMerchant } = shop.sandbox.subMerchants
    await using sub = await openShop({
      sandbox: { ifortepay: { signSubMerchant } },
      config: { subMerchantId: subMerchant.id, hashKey: subMerchant.hashKey },
    })
    const { ref, raw } = await paid(sub)
    expect(await sub.ifortepay.notifications.read(raw, ref)).toMatchObject({ claimedStatus: "paid" })
    const forged = await sub.control.callbacks.build(ref.paymentId, { wrongSignature: true })
    await refused(sub.ifortepay.notifications.read(forged, ref), "unauthentic")
  })

  it("is not genuine for a merchant who has no such sub-merchant", async () => {
    const { ifortepay: subMerchant } = shop.sandbox.subMerchants
    await using sub = await openShop({
      config: { subMerchantId: subMerchant.id, hashKey: subMerchant.hashKey },
    })
    const { raw } = await paid(sub)
    await refused(shop.ifortepay.notifications.read(raw), "unauthentic")
  })
})

describe("peek", () => {
  it("says whom a callback is about and proves nothing", async () => {
    const { ref } = await paid()
    const forged = await shop.control.callbacks.build(ref.paymentId, { wrongSignature: true })
    expect({ ...(await shop.ifortepay.notifications.peek(forged)) }).toEqual({
      provider: "ifortepay",
      paymentId: ref.paymentId,
      externalId: ref.externalId,
      orderId: ref.orderId,
    })
  })
})

describe("nonsense", () => {
  const DEEP = `{"transaction_id":${"[".repeat(100_000)}${"]".repeat(100_000)}}`

  it.each([
    ["nothing", ""],
    ["no JSON", "transaction_id=1"],
    ["no object", "[]"],
    ["no ids", '{"transaction_status":"PAID"}'],
    ["ids that are no text", '{"transaction_id":1,"external_id":{},"order_id":[],"transaction_status":null}'],
    ["empty ids", '{"transaction_id":"","external_id":"","order_id":"","transaction_status":""}'],
    ["nesting without end", DEEP],
    ["prototype keys", '{"__proto__":{"transaction_id":"t","external_id":"e","order_id":"o"}}'],
  ])("with %s is malformed", async (_, body) => {
    const raw = { headers: { "mcp-signature": "00" }, body }
    await refused(shop.ifortepay.notifications.read(raw), "malformed")
    await refused(shop.ifortepay.notifications.peek(raw), "malformed")
  })

  it("of more than one MiB is oversized", async () => {
    const raw = { headers: {}, body: Buffer.alloc(1024 * 1024 + 1, "x") }
    await refused(shop.ifortepay.notifications.read(raw), "oversized")
  })

  it("that was parsed before it got here says to pass the raw bytes", async () => {
    const { raw } = await paid()
    const parsed = { headers: raw.headers, body: JSON.parse(raw.body) }
    const error = await refused(shop.ifortepay.notifications.read(parsed), "misuse")
    expect(error.message).toContain("before any JSON parser")
  })

  it("with a status of control characters keeps the word and stays pending", async () => {
    const { ref } = await paid()
    const raw = await shop.control.callbacks.build(ref.paymentId, { status: "PAID\u0000" })
    expect(await shop.ifortepay.notifications.read(raw)).toMatchObject({ claimedStatus: "pending" })
  })
})

describe("reply", () => {
  it("is what iFortepay takes for delivered, or else anything but 200", () => {
    const { reply } = shop.ifortepay.notifications
    const json = { "content-type": "application/json" }
    expect(reply("accepted")).toEqual({ status: 200, headers: json, body: '{"message":"SUCCESS"}' })
    expect(reply("rejected")).toMatchObject({ status: 401, headers: json })
    expect(reply("failed")).toMatchObject({ status: 500, headers: json })
  })
})
