import { PaymentRef } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { inquirySignature } from "../src/signature.js"
import { openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { clock: "manual", startAt: NOON } })
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const amend = (set: Record<string, unknown>, remove: ReadonlyArray<string> = []) =>
  shop.control.faults.script({ at: "zipay.inquire", fault: { kind: "amend", set, remove } })

describe("inquire", () => {
  it("sends the documented body, signed over the uuid", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    await shop.zipay.inquire(ref)
    const request = (await shop.wire("zipay.inquire")).at(-1)
    expect(request).toMatchObject({ method: "POST", path: "/payment/qr/inquiry" })
    const { merchantKey } = shop.sandbox.zipay
    expect(JSON.parse(request?.body ?? "")).toStrictEqual({
      uuid: ref.paymentId,
      merchantId: "3",
      signature: inquirySignature(merchantKey, "3", ref.paymentId),
    })
  })

  it("is pending until it is paid", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    expect(await shop.zipay.inquire(ref)).toMatchObject({
      status: "pending",
      amount: 25_000,
      ref: { ...ref },
    })
    await shop.control.pay(ref.paymentId)
    const payment = await shop.zipay.inquire(ref)
    expect(payment).toMatchObject({ status: "paid", providerStatus: "PAID", amount: 25_000 })
    // When and by whom is told by callbacks only, as far as the documentation goes.
    expect(payment).not.toHaveProperty("paidAt")
    expect(payment).not.toHaveProperty("payer")
    expect(payment).not.toHaveProperty("qr")
  })

  it("says that it expired", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    await shop.control.expire(ref.paymentId)
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "expired", providerStatus: "EXPIRED" })
  })

  it("says that money came after the expiry", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    await shop.control.expire(ref.paymentId)
    await shop.control.pay(ref.paymentId, { force: true })
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "paid" })
  })

  it("takes a reference as JSON gives it back, and gives it back whole", async () => {
    const { ref } = await shop.zipay.create(shop.order({ orderId: "ORDER-7" }))
    const payment = await shop.zipay.inquire(JSON.parse(JSON.stringify(ref)))
    expect({ ...payment.ref }).toEqual({ ...ref })
    expect(payment.ref.orderId).toBe("ORDER-7")
  })

  it("is PaymentNotFound for a payment that Zipay does not know", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    const stranger = { ...ref, paymentId: "686c6ab1-9a3a-469a-a271-4bf171e34ca0" }
    expect(await failureOf(shop.zipay.inquire(stranger))).toMatchObject({
      outcome: "refused",
      reason: { _tag: "PaymentNotFound" },
    })
  })

  it("leaves open what a 404 outside of Zipay's envelope means", async () => {
    await using laravel = await openShop({ sandbox: { zipay: { errorShape: "laravel" } } })
    const { ref } = await laravel.zipay.create(laravel.order())
    const stranger = { ...ref, paymentId: "686c6ab1-9a3a-469a-a271-4bf171e34ca0" }
    expect(await failureOf(laravel.zipay.inquire(stranger))).toMatchObject({
      outcome: "unknown",
      reason: { _tag: "MalformedResponse", httpStatus: 404 },
    })
  })

  it("refuses a reference that is none, naming each field, before the network", async () => {
    const before = (await shop.wire()).length
    const error = await failureOf(shop.zipay.inquire(JSON.parse('{"paymentId":"","externalId":7}')))
    expect(complaintsIn(error)).toEqual({
      provider: "is required",
      paymentId: "must not be empty",
      externalId: "must be text",
      orderId: "is required",
    })
    expect(await shop.wire()).toHaveLength(before)
  })
})

describe("an inquiry is not believed", () => {
  it.each([
    ["data.uuid", "686c6ab1-9a3a-469a-a271-4bf171e34ca0"],
    ["data.externalId", "somebody-else"],
    ["data.merchantId", "4"],
  ])("with another %s", async (field, value) => {
    const { ref } = await shop.zipay.create(shop.order())
    await amend({ [field]: value, "data.status": "PAID" })
    const error = await failureOf(shop.zipay.inquire(ref))
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "UntrustedResponse" } })
  })
})

describe("an inquiry is believed", () => {
  it("with what callbacks are known to tell, once it is paid", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    const details = {
      "data.transactionTime": "2026-11-20 12:34:56",
      "data.paidAt": "2026-11-20",
      "data.issuerName": "Bank Contoh",
      "data.customerName": "PELANGGAN CONTOH",
    }
    await amend(details)
    const pending = await shop.zipay.inquire(ref)
    expect(pending.status).toBe("pending")
    expect(pending).not.toHaveProperty("paidAt")

    await shop.control.pay(ref.paymentId)
    await amend(details)
    expect(await shop.zipay.inquire(ref)).toMatchObject({
      status: "paid",
      paidAt: new Date("2026-11-20T12:34:56+07:00"),
      payer: { issuer: "Bank Contoh", name: "PELANGGAN CONTOH" },
    })
    await amend({ "data.paidAt": "2026-11-20", "data.issuerName": "" })
    const payment = await shop.zipay.inquire(ref)
    expect(payment.paidAt).toEqual(new Date("2026-11-20T00:00:00+07:00"))
    expect(payment).not.toHaveProperty("payer")
  })

  it("with a QR that is right, and without one that is not", async () => {
    const { ref, qr } = await shop.zipay.create(shop.order())
    await amend({ "data.qrString": qr?.payload })
    expect((await shop.zipay.inquire(ref)).qr).toEqual(qr)
    await amend({ "data.qrString": "dummy", "data.status": "PAID" })
    const payment = await shop.zipay.inquire(ref)
    expect(payment.status).toBe("paid")
    expect(payment).not.toHaveProperty("qr")
  })

  it("without a merchant id, or with none", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    await amend({ "data.merchantId": null }, ["data.expired_at"])
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "pending" })
    await amend({}, ["data.merchantId"])
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "pending" })
  })
})

it("refs of another provider are refused by name before the network", async () => {
  const before = (await shop.wire()).length
  const foreign = new PaymentRef({ provider: "ifortepay", paymentId: "p", externalId: "e", orderId: "o" })
  const error = await failureOf(shop.zipay.inquire(foreign))
  expect(error.reason).toMatchObject({ _tag: "InvalidRequest", issues: [{ path: "provider" }] })
  expect(await shop.wire()).toHaveLength(before)
})
