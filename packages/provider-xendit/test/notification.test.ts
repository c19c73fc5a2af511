import { inLightOfClaim, type RawNotification } from "@qriskit/core"
import { failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { isKnownToken } from "../src/signature.js"
import { openShop, openTestShop, paid, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const webhook = (event: string, data: object): RawNotification => ({
  headers: { "x-callback-token": shop.sandbox.xendit.callbackToken },
  body: JSON.stringify({ event, data }),
})

const captured = {
  payment_id: "py-1",
  payment_request_id: "pr-1",
  reference_id: "INV-2026-0001",
  status: "SUCCEEDED",
  // The documentation's own example has a type that its schema does not know.
  type: "SINGLE_PAYMENT",
  request_amount: 25_000,
  captures: [{ capture_amount: 25_000, capture_timestamp: "2026-11-28T03:02:08.000Z" }],
  updated: "2026-11-28T03:02:09.000Z",
}

const read = (raw: RawNotification) => shop.client.notifications.read(raw)

describe("a webhook", () => {
  it("as documented is read, and proves nothing", async () => {
    expect(await read(webhook("payment.capture", captured))).toMatchObject({
      ref: { provider: "xendit", paymentId: "pr-1", externalId: "INV-2026-0001", orderId: "INV-2026-0001" },
      claimedStatus: "paid",
      providerStatus: "SUCCEEDED",
      amount: 25_000,
      occurredAt: new Date("2026-11-28T03:02:08.000Z"),
      authenticity: "none",
    })
  })

  it.each([
    ["payment.authorization", "pending"],
    ["payment.failure", "pending"],
    ["payment.expiry", "expired"],
    ["payment_request.expiry", "expired"],
    ["refund.succeeded", "refund_pending"],
    ["refund.failed", "paid"],
    ["payment.something_new", "paid"],
    ["constructor", "paid"],
  ])("%s claims %s", async (event, claimed) => {
    expect((await read(webhook(event, captured))).claimedStatus).toBe(claimed)
  })

  it("of an event that no page names, without a word, claims pending", async () => {
    const claim = await read(webhook("payment.something_new", { payment_request_id: "pr-1" }))
    expect([claim.claimedStatus, claim.providerStatus]).toEqual(["pending", "payment.something_new"])
  })

  it("sums what was captured, and claims no amount that is none", async () => {
    const amountOf = async (change: object) =>
      (await read(webhook("payment.capture", { ...captured, ...change }))).amount
    expect(await amountOf({ captures: [{ capture_amount: 10_000 }, { capture_amount: 15_000 }] })).toBe(
      25_000,
    )
    expect(await amountOf({ captures: [{ capture_amount: 0.5 }] })).toBeUndefined()
    expect(await amountOf({ captures: undefined })).toBe(25_000)
    expect(await amountOf({ captures: undefined, request_amount: "many" })).toBeUndefined()
  })

  it("about a refund is about its payment, whatever its reference; it may nest its data", async () => {
    const { ref } = await paid(shop)
    const data = { id: "rfd-1", payment_request_id: ref.paymentId, reference_id: "r-1", amount: 1_000 }
    for (const raw of [webhook("refund.succeeded", data), webhook("refund.succeeded", { data })]) {
      const claim = await shop.client.notifications.read(raw, ref)
      expect(claim).toMatchObject({ ref: { ...ref }, providerStatus: "refund.succeeded" })
      expect(claim).not.toHaveProperty("amount")
      expect(await shop.client.notifications.peek(raw)).toMatchObject({
        paymentId: ref.paymentId,
        externalId: ref.paymentId,
      })
    }
    const other = webhook("refund.succeeded", { ...data, payment_request_id: "pr-other" })
    expect((await failureOf(shop.client.notifications.read(other, ref))).reason).toMatchObject({
      kind: "mismatch",
    })
  })

  it("without a reference is about its payment's id", async () => {
    const { reference_id: _, ...bare } = captured
    expect((await read(webhook("payment.capture", bare))).ref.externalId).toBe("pr-1")
    expect((await read(webhook("payment.expiry", { payment_request_id: "pr-1" }))).providerStatus).toBe(
      "payment.expiry",
    )
  })

  it.each([
    ["with another token", { "x-callback-token": "another" }],
    ["with an empty one", { "x-callback-token": "" }],
    ["without one", {}],
  ])("%s is not let in", async (_, headers) => {
    const raw = { ...webhook("payment.capture", captured), headers }
    expect((await failureOf(read(raw))).reason).toMatchObject({
      _tag: "InvalidNotification",
      kind: "unauthentic",
    })
  })

  it("is let in under any of several tokens", async () => {
    const { callbackToken } = shop.sandbox.xendit
    const { xendit: subAccount } = shop.sandbox.subMerchants
    const several = await openTestShop({
      config: { callbackToken: [callbackToken, subAccount.callbackToken] },
    })
    for (const token of [callbackToken, subAccount.callbackToken]) {
      const raw = { ...webhook("payment.capture", captured), headers: { "X-Callback-Token": token } }
      expect((await several.client.notifications.read(raw)).claimedStatus).toBe("paid")
    }
    expect(isKnownToken("a", [])).toBe(false)
  })

  it("that the dashboard sends as a test is read like any other: nobody knows its payment", async () => {
    const raw = webhook("payment.capture", { ...captured, reference_id: "testing_id_123" })
    expect(await shop.client.notifications.peek(raw)).toMatchObject({ externalId: "testing_id_123" })
  })

  it("is answered so that it comes again where it was not taken", () => {
    const { reply } = shop.client.notifications
    expect([reply("accepted").status, reply("rejected").status, reply("failed").status]).toEqual([
      200, 401, 500,
    ])
  })
})

it("money that comes after the expiry is for a person: the webhook says paid, the inquiry expired", async () => {
  const late = await openTestShop({ sandbox: { clock: "manual" } })
  const { ref } = await late.client.create(late.order())
  await late.control.advance({ hours: 48 })
  await late.control.pay(ref.paymentId, { force: true })
  const claim = await late.client.notifications.read(await late.control.callbacks.build(ref.paymentId), ref)
  const answered = await late.client.inquire(claim.ref)
  expect([claim.claimedStatus, answered.status]).toEqual(["paid", "expired"])
  const payment = inLightOfClaim(late.client.capabilities, claim, answered)
  expect([payment.status, payment.providerStatus]).toEqual(["under_review", "EXPIRED"])
})
