import { PaymentRef } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")
const MINUTE = 60_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { clock: "manual", startAt: NOON } })
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const amend = (set: Record<string, unknown>, remove: ReadonlyArray<string> = []) =>
  shop.control.faults.script({ at: "ifortepay.inquire", fault: { kind: "amend", set, remove } })

describe("inquire", () => {
  it("sends the documented body", async () => {
    const { ref } = await shop.ifortepay.create(shop.order({ externalId: "asked-1", orderId: "ASKED" }))
    await shop.ifortepay.inquire(ref)
    const request = (await shop.wire("ifortepay.inquire")).at(-1)
    expect(request).toMatchObject({
      method: "POST",
      path: "/ewallet/v2/inquiry",
      headers: { "x-version": "v3", "x-req-signature": expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(JSON.parse(request?.body ?? "")).toStrictEqual({
      transaction_id: ref.paymentId,
      external_id: "asked-1",
      order_id: "ASKED",
      payment_channel: "NOBU",
      payment_method: "wallet",
    })
  })

  it("is pending until it is paid, then says when, how much and from where", async () => {
    const { ref, qr } = await shop.ifortepay.create(shop.order())
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "pending", qr })
    const paidAt = await shop.control.advance({ minutes: 1, ms: 23 })
    await shop.control.pay(qr?.payload ?? "", { issuer: "BANK CONTOH" })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({
      ref: { ...ref },
      status: "paid",
      providerStatus: "PAID",
      amount: 25_000,
      total: 25_000,
      paidAt,
      payer: { issuer: "BANK CONTOH" },
    })
  })

  it("says that it expired", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.advance(15 * MINUTE + 1)
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "expired", providerStatus: "EXPIRED" })
  })

  it("says that it was canceled", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.cancel(ref.paymentId)
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "canceled" })
  })

  it("says that money came after the cancel", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.cancel(ref.paymentId)
    await shop.control.pay(ref.paymentId, { force: true })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "paid" })
  })

  it("takes a reference as JSON gives it back", async () => {
    const { ref } = await shop.ifortepay.create(shop.order({ channel: "SHOPEEPAY" }))
    const payment = await shop.ifortepay.inquire(JSON.parse(JSON.stringify(ref)))
    expect({ ...payment.ref }).toEqual({ ...ref })
  })

  it("asks about the configured channel where the reference names none", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    const { channel: _, ...older } = ref
    expect(await shop.ifortepay.inquire(older)).toMatchObject({ status: "pending" })
  })

  it("is PaymentNotFound for a payment that nobody knows", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    for (const stranger of [
      { ...ref, paymentId: "019d626c-a12f-7ce3-9695-b2a251cc0cef" },
      { ...ref, orderId: "another" },
      { ...ref, channel: "SHOPEEPAY" },
    ]) {
      const error = await failureOf(shop.ifortepay.inquire(stranger))
      expect(error).toMatchObject({ outcome: "refused", reason: { _tag: "PaymentNotFound" } })
    }
  })

  it("refuses a reference that is none, naming each field, before the network", async () => {
    const before = (await shop.wire()).length
    const error = await failureOf(shop.ifortepay.inquire(JSON.parse('{"paymentId":"","externalId":7}')))
    expect(complaintsIn(error)).toEqual({
      provider: "is required",
      paymentId: "must not be empty",
      externalId: expect.any(String),
      orderId: "is required",
    })
    expect(await shop.wire()).toHaveLength(before)
  })
})

describe("an inquiry is not believed", () => {
  it.each([
    ["transaction_id", "somebody-else"],
    ["external_id", "somebody-else"],
    ["order_id", "somebody-else"],
    ["payment_channel", "SHOPEEPAY"],
  ])("with another %s", async (field, value) => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await amend({ [field]: value, transaction_status: "PAID" })
    const error = await failureOf(shop.ifortepay.inquire(ref))
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "UntrustedResponse" } })
  })
})

describe("an inquiry is believed", () => {
  it("with a status word that echoes a secret, which is taken out of it", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await amend({ transaction_status: `ODD ${shop.sandbox.ifortepay.hashKey}` })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({
      status: "pending",
      providerStatus: "ODD <redacted>",
    })
  })

  it("with a total below the amount: what was paid must not be hidden by a discount", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.pay(ref.paymentId)
    await amend({ "payment_details.total_amount": 24_000 })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000, total: 24_000 })
  })

  it.each([25_283.5, "25.283", "", {}, -1])("with a total of %j, which says nothing", async (total) => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.pay(ref.paymentId)
    await amend({ "payment_details.total_amount": total })
    const payment = await shop.ifortepay.inquire(ref)
    expect(payment).toMatchObject({ status: "paid", amount: 25_000 })
    expect(payment).not.toHaveProperty("total")
  })

  it("without the fields that no page promises", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.pay(ref.paymentId)
    await amend({}, [
      "external_id",
      "order_id",
      "payment_channel",
      "qr_response",
      "issuer",
      "payment_details.total_amount",
      "payment_details.expired_time",
      "payment_details.transaction_time",
      "payment_details.paid_time",
    ])
    const payment = await shop.ifortepay.inquire(ref)
    expect(payment).toMatchObject({ status: "paid", amount: 25_000, ref: { ...ref } })
    expect(Object.keys(payment).sort()).toEqual(["amount", "providerStatus", "raw", "ref", "status"])
  })

  it("with a channel in another case, and amounts as text", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await amend({
      payment_channel: "Nobu",
      "payment_details.amount": "25000",
      "payment_details.total_amount": "25283.00",
    })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ amount: 25_000, total: 25_283 })
  })

  it("with a QR that cannot be trusted: the QR is left out, the status is not", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.pay(ref.paymentId)
    await amend({ "qr_response.qr_string": "dummy" })
    const payment = await shop.ifortepay.inquire(ref)
    expect(payment.status).toBe("paid")
    expect(payment).not.toHaveProperty("qr")
  })

  it("with times that are none: they are left out", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await amend({
      "payment_details.expired_time": "2026-02-30T00:00:00.000+07:00",
      "payment_details.transaction_time": 1_777_777_777_000,
      issuer: " ",
    })
    const payment = await shop.ifortepay.inquire(ref)
    expect(payment).not.toHaveProperty("expiresAt")
    expect(payment).not.toHaveProperty("createdAt")
    expect(payment).not.toHaveProperty("payer")
  })
})

it("refs of another provider are refused by name before the network", async () => {
  const before = (await shop.wire()).length
  const foreign = new PaymentRef({ provider: "zipay", paymentId: "p", externalId: "e", orderId: "o" })
  for (const call of [shop.ifortepay.inquire(foreign), shop.ifortepay.cancel(foreign)]) {
    const error = await failureOf(call)
    expect(error.reason).toMatchObject({ _tag: "InvalidRequest", issues: [{ path: "provider" }] })
  }
  expect(await shop.wire()).toHaveLength(before)
})
