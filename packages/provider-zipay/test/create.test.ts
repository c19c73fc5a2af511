import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { openTestShop as open } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

describe("create", () => {
  it("sends the documented body and nothing else", async () => {
    const shop = await open()
    await shop.zipay.create({ amount: 10_000, externalId: "INIEXTERNALID1234", orderId: "ORDER-1" })
    const [request] = await shop.wire("zipay.create")
    expect(request).toMatchObject({
      method: "POST",
      path: "/payment/qr/create",
      headers: {
        "content-type": "application/json",
        "user-agent": expect.stringMatching(/^@qriskit\/provider-zipay\/\d+\.\d+\.\d+/),
      },
    })
    // The sandbox has the documentation's own merchant, so this is its published example.
    expect(JSON.parse(request?.body ?? "")).toStrictEqual({
      amount: 10_000,
      externalId: "INIEXTERNALID1234",
      merchantId: "3",
      signature: "a15d881d91aa6ba66f2eef1215602fdbf38a16a2d85113697f798e2fc8783aee",
    })
  })

  it("answers a pending payment with the QR to show and the times as they were meant", async () => {
    const shop = await open({ sandbox: { clock: "manual", startAt: NOON, zipay: { qrLifetimeMinutes: 30 } } })
    const payment = await shop.zipay.create(shop.order({ externalId: "order-1", orderId: "ORDER-1" }))
    const [made] = await shop.control.payments()
    expect(payment).toMatchObject({
      ref: { provider: "zipay", paymentId: made?.paymentId, externalId: "order-1", orderId: "ORDER-1" },
      status: "pending",
      providerStatus: "ACTIVE",
      amount: 25_000,
      qr: { payload: made?.qrPayload, amount: 25_000 },
      expiresAt: new Date(NOON.getTime() + 30 * 60_000),
    })
    for (const absent of ["total", "paidAt", "createdAt", "payer"]) expect(payment).not.toHaveProperty(absent)
    expect(payment.ref).not.toHaveProperty("channel")
  })

  it.each([
    [{ amountAs: "string", merchantIdAs: "number", expiryKey: "expiredAt" }],
    [{ amountAs: "number", merchantIdAs: "string", expiryKey: "expired_at" }],
  ] as const)("is read with %j, as is its inquiry", async (zipay) => {
    const shop = await open({ sandbox: { clock: "manual", startAt: NOON, zipay } })
    const payment = await shop.zipay.create(shop.order())
    expect(payment).toMatchObject({ amount: 25_000, expiresAt: new Date(NOON.getTime() + 24 * 3_600_000) })
    expect(await shop.zipay.inquire(payment.ref)).toMatchObject({
      amount: 25_000,
      expiresAt: payment.expiresAt,
    })
  })

  it("has its times in another zone where that is set, and so have its callbacks", async () => {
    const shop = await open({ sandbox: { clock: "manual", startAt: NOON }, config: { timeZone: "+08:00" } })
    // An hour earlier than Jakarta's clock says it.
    const { ref, expiresAt } = await shop.zipay.create(shop.order())
    expect(expiresAt).toEqual(new Date(NOON.getTime() + 23 * 3_600_000))
    await shop.control.pay(ref.paymentId)
    const { headers, body } = await shop.control.callbacks.build(ref.paymentId)
    expect(await shop.zipay.notifications.read({ headers, body })).toMatchObject({
      occurredAt: new Date(NOON.getTime() - 3_600_000),
    })
  })

  it("is read without the fields that no page promises", async () => {
    const shop = await open()
    await shop.control.faults.script({
      at: "zipay.create",
      fault: {
        kind: "amend",
        set: { "data.amount": "25000.00" },
        remove: ["data.merchantId", "data.merchantName", "data.expired_at", "status", "success"],
      },
    })
    const payment = await shop.zipay.create(shop.order())
    expect(payment).toMatchObject({ status: "pending", amount: 25_000 })
    expect(payment).not.toHaveProperty("expiresAt")
  })

  it("uses an external id once: the second create is DuplicateExternalId", async () => {
    const shop = await open()
    await shop.zipay.create(shop.order({ externalId: "once" }))
    const error = await failureOf(shop.zipay.create(shop.order({ externalId: "once" })))
    expect(error).toMatchObject({ outcome: "refused", reason: { _tag: "DuplicateExternalId" } })
    expect(await shop.control.payments()).toHaveLength(1)
  })
})

describe("what create does not believe", () => {
  const untrusted = async (set: Record<string, unknown>) => {
    const shop = await open()
    const another = await shop.zipay.create(shop.order({ amount: 1_000 }))
    await shop.control.faults.script({
      at: "zipay.create",
      fault: { kind: "amend", set: { "data.qrString": another.qr?.payload, ...set } },
    })
    return failureOf(shop.zipay.create(shop.order()))
  }

  it.each([
    ["another external id", { "data.externalId": "somebody-else" }, "externalId"],
    ["another merchant", { "data.merchantId": 4 }, "merchantId"],
    ["another amount", { "data.amount": "2500" }, "Rp 2.500, not Rp 25.000"],
    ["a payment that is paid already", { "data.status": "PAID" }, "already paid"],
    ["a payment that is expired already", { "data.status": "EXPIRED" }, "already expired"],
    ["a QR over another amount", {}, "Rp 1.000, not Rp 25.000"],
    ["a QR that is none", { "data.qrString": "dummy" }, "not a QRIS string"],
  ])("%s", async (_, set, told) => {
    const error = await untrusted(set)
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "UntrustedResponse" } })
    expect(error.message).toContain(told)
  })

  it.each([
    { "data.amount": 25_000.5 },
    { "data.amount": "25.000" },
    { "data.amount": null },
    { "data.uuid": "" },
    { "data.externalId": 7 },
    { "data.qrString": "" },
    { "data.status": null },
    { data: [] },
  ])("an answer like %j is unreadable rather than rounded", async (set) => {
    const error = await untrusted(set)
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "MalformedResponse" } })
  })

  it("a test server's dummy QR, unless qrCheck is off", async () => {
    const shop = await open({ config: { qrCheck: "off" } })
    await shop.control.faults.script({
      at: "zipay.create",
      fault: { kind: "amend", set: { "data.qrString": "dummy" } },
    })
    const { qr } = await shop.zipay.create(shop.order())
    expect({ ...qr }).toEqual({ payload: "dummy" })
  })
})
