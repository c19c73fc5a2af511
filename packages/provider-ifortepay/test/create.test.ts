import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { openTestShop as open, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

const lastBody = async (shop: Shop): Promise<unknown> =>
  JSON.parse((await shop.wire("ifortepay.create")).at(-1)?.body ?? "null")

describe("what create sends", () => {
  it("is the documented body, filled as far as it goes", async () => {
    const shop = await open()
    const expiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * 60_000 + 7)
    await shop.ifortepay.create({
      amount: 28_283,
      externalId: "order-1001-1",
      orderId: "ORDER-1001",
      description: "Dua kopi susu",
      expiresAt,
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com", phone: "081234567890" },
      notificationUrl: "https://toko.example/callback?toko=1",
      items: [
        { id: "kopi", name: "Kopi", unitPrice: 14_000, quantity: 2, description: "susu" },
        { id: "bayar", name: "Biaya", unitPrice: 283, quantity: 1 },
      ],
    })
    const jakarta = new Date(expiresAt.getTime() + 7 * 3_600_000).toISOString().replace("Z", "+07:00")
    expect(jakarta).toMatch(/\.007\+07:00$/)
    expect(await lastBody(shop)).toStrictEqual({
      external_id: "order-1001-1",
      order_id: "ORDER-1001",
      currency: "IDR",
      payment_method: "wallet",
      payment_channel: "NOBU",
      payment_details: {
        amount: 28_283,
        transaction_description: "Dua kopi susu",
        expired_time: jakarta,
      },
      customer_details: {
        email: "pelanggan@example.com",
        full_name: "Pelanggan Contoh",
        phone: "081234567890",
      },
      wallet_details: { id: "081234567890", id_type: "HP" },
      item_details: [
        { item_id: "kopi", name: "Kopi", amount: 14_000, qty: 2, description: "susu" },
        { item_id: "bayar", name: "Biaya", amount: 283, qty: 1 },
      ],
      callback_url: "https://toko.example/callback?toko=1",
    })
  })

  it("is the documented body and nothing that was not asked for", async () => {
    const shop = await open()
    await shop.ifortepay.create(shop.order({ externalId: "order-9" }))
    expect(await lastBody(shop)).toStrictEqual({
      external_id: "order-9",
      // An order that has no id of its own goes by the attempt's.
      order_id: "order-9",
      currency: "IDR",
      payment_method: "wallet",
      payment_channel: "NOBU",
      payment_details: { amount: 25_000, transaction_description: "Dua kopi" },
      customer_details: { email: "pelanggan@example.com", full_name: "Pelanggan Contoh" },
      // No phone: the wallet goes by its e-mail.
      wallet_details: { id: "pelanggan@example.com", id_type: "EMAIL" },
    })
  })

  it("carries the documented headers", async () => {
    const shop = await open({ sandbox: { ifortepay: { requireVersion: true } } })
    await shop.ifortepay.create(shop.order())
    const [request] = await shop.wire("ifortepay.create")
    expect(request?.path).toBe("/ewallet/v2/create-qr")
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "x-version": "v3",
      "x-req-signature": expect.stringMatching(/^[0-9a-f]{64}$/),
      "user-agent": expect.stringMatching(/^@qriskit\/provider-ifortepay\/\d+\.\d+\.\d+/),
    })
    expect(request?.headers).not.toHaveProperty("sub-merchant-id")
  })

  it("goes to the path that was configured", async () => {
    const shop = await open({ config: { createPath: "/ewallet/v2/create-qris" } })
    await shop.ifortepay.create(shop.order())
    expect((await shop.wire("ifortepay.create"))[0]?.path).toBe("/ewallet/v2/create-qris")
  })

  it("names a sub-merchant and is signed with the sub-merchant's own hash key", async () => {
    const shop = await open()
    const { ifortepay: subMerchant } = shop.sandbox.subMerchants
    const sub = await open({
      config: { ...shop.configuration, subMerchantId: subMerchant.id, hashKey: subMerchant.hashKey },
    })
    const { ref } = await sub.ifortepay.create(sub.order())
    expect(await sub.ifortepay.inquire(ref)).toMatchObject({ status: "pending" })
    expect((await shop.wire("ifortepay.create"))[0]?.headers["sub-merchant-id"]).toBe(subMerchant.id)

    const mistaken = await open({ config: { ...shop.configuration, subMerchantId: subMerchant.id } })
    expect((await failureOf(mistaken.ifortepay.create(mistaken.order()))).reason).toMatchObject({
      _tag: "Unauthorized",
      providerCode: "99",
    })
  })

  it.each([
    ["secretUnboundId", "04"],
    ["hashKey", "99"],
  ])("is refused as Unauthorized with a wrong %s", async (field, providerCode) => {
    const shop = await open({ config: { [field]: "another-secret" } })
    const error = await failureOf(shop.ifortepay.create(shop.order()))
    expect(error.reason).toMatchObject({ _tag: "Unauthorized", providerCode })
  })
})

describe("what create answers", () => {
  it("is a pending payment with the QR to show and the times as they were meant", async () => {
    const shop = await open({ sandbox: { clock: "manual", startAt: NOON } })
    const payment = await shop.ifortepay.create(shop.order({ externalId: "order-1", orderId: "ORDER-1" }))
    const [made] = await shop.control.payments()
    expect(payment).toMatchObject({
      ref: {
        provider: "ifortepay",
        paymentId: made?.paymentId,
        externalId: "order-1",
        orderId: "ORDER-1",
        channel: "NOBU",
      },
      status: "pending",
      providerStatus: "ACTIVE",
      amount: 25_000,
      total: 25_000,
      qr: { payload: made?.qrPayload, amount: 25_000 },
      createdAt: NOON,
      expiresAt: new Date(NOON.getTime() + 15 * 60_000),
    })
    expect(payment).not.toHaveProperty("paidAt")
    expect(payment).not.toHaveProperty("payer")
    expect(payment.qr).not.toHaveProperty("imageUrl")
  })

  it("is through the channel that the payment names, or else the configured one", async () => {
    const shop = await open()
    const named = await shop.ifortepay.create(shop.order({ channel: "SHOPEEPAY" }))
    const usual = await shop.ifortepay.create(shop.order())
    expect([named.ref.channel, usual.ref.channel]).toEqual(["SHOPEEPAY", "NOBU"])
    expect((await shop.control.payments()).map(({ channel }) => channel)).toEqual(["SHOPEEPAY", "NOBU"])
  })

  it.each(["flat", "data"] as const)("is read from a %s envelope", async (envelope) => {
    const shop = await open({ sandbox: { ifortepay: { envelope } } })
    const { ref, qr } = await shop.ifortepay.create(shop.order())
    expect(qr?.payload).toBe((await shop.control.payment(ref.paymentId)).qrPayload)
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "pending", qr })
    expect(await shop.ifortepay.cancel(ref)).toMatchObject({ status: "canceled" })
  })

  it("holds the fee in its total, and a QR over the total is right", async () => {
    const shop = await open()
    const dearer = await shop.ifortepay.create(shop.order({ amount: 25_283 }))
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: {
        kind: "amend",
        set: { "payment_details.total_amount": 25_283, "qr_response.qr_string": dearer.qr?.payload },
      },
    })
    expect(await shop.ifortepay.create(shop.order())).toMatchObject({
      amount: 25_000,
      total: 25_283,
      qr: { amount: 25_283 },
    })
  })

  it("holds the fee in its total, and a QR over the amount is right as well", async () => {
    const shop = await open()
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: { kind: "amend", set: { "payment_details.total_amount": 25_283 } },
    })
    expect(await shop.ifortepay.create(shop.order())).toMatchObject({
      amount: 25_000,
      total: 25_283,
      qr: { amount: 25_000 },
    })
  })

  it("may leave out the offset of its times: they are those of the zone that is set", async () => {
    for (const [timeZone, expiresAt] of [
      [undefined, "2026-11-20T05:15:00.000Z"],
      ["Asia/Makassar", "2026-11-20T04:15:00.000Z"],
    ] as const) {
      const shop = await open(timeZone === undefined ? {} : { config: { timeZone } })
      await shop.control.faults.script({
        at: "ifortepay.create",
        fault: { kind: "amend", set: { "payment_details.expired_time": "2026-11-20 12:15:00" } },
      })
      expect((await shop.ifortepay.create(shop.order())).expiresAt).toEqual(new Date(expiresAt))
    }
  })

  it("may write amounts as text and leave the rest out", async () => {
    const shop = await open()
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: {
        kind: "amend",
        set: { "payment_details.amount": "25000.00", "payment_details.total_amount": null, order_id: null },
        remove: ["external_id", "payment_channel", "payment_details.expired_time"],
      },
    })
    const payment = await shop.ifortepay.create(shop.order())
    expect(payment).toMatchObject({ amount: 25_000, ref: { externalId: "order-1", orderId: "order-1" } })
    expect(payment).not.toHaveProperty("total")
    expect(payment).not.toHaveProperty("expiresAt")
  })

  it("may hold the address of an image, if it is one of the web", async () => {
    const shop = await open()
    const answerWith = (url: unknown) =>
      shop.control.faults.script({
        at: "ifortepay.create",
        fault: { kind: "amend", set: { "qr_response.qr_url": url } },
      })
    await answerWith("https://qr.example/1.png")
    const { qr } = await shop.ifortepay.create(shop.order())
    expect(qr?.imageUrl?.href).toBe("https://qr.example/1.png")
    for (const url of ["javascript:alert(1)", "file:///etc/passwd", "qr.png", 7]) {
      await answerWith(url)
      expect((await shop.ifortepay.create(shop.order())).qr).not.toHaveProperty("imageUrl")
    }
  })
})

describe("settings for what is not documented", () => {
  it("qrCheck off hands a staging server's dummy QR through", async () => {
    const shop = await open({ config: { qrCheck: "off" } })
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: { kind: "amend", set: { "qr_response.qr_string": "dummy" } },
    })
    const { qr } = await shop.ifortepay.create(shop.order())
    expect({ ...qr }).toEqual({ payload: "dummy" })
  })

  it.each([
    ["qr_string", undefined],
    ["qr_content", undefined],
    ["deep.inside.qris", ["deep.inside.qris"]],
  ])("the QR is found in %s", async (field, qrStringFields) => {
    const shop = await open({ config: qrStringFields === undefined ? {} : { qrStringFields } })
    // The sandbox's QR stands elsewhere: with that setting nothing is found, but the payment is made.
    await Promise.allSettled([shop.ifortepay.create(shop.order())])
    const twin = (await shop.control.payments())[0]?.qrPayload
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: { kind: "amend", set: { [field]: twin }, remove: ["qr_response"] },
    })
    const { qr } = await shop.ifortepay.create(shop.order())
    expect(qr?.payload).toBe(twin)
  })

  it("an external id is used once: the second create is DuplicateExternalId", async () => {
    const shop = await open()
    await shop.ifortepay.create(shop.order({ externalId: "once" }))
    const error = await failureOf(shop.ifortepay.create(shop.order({ externalId: "once" })))
    expect(error.reason).toMatchObject({ _tag: "DuplicateExternalId", outcome: "refused" })
    expect(await shop.control.payments()).toHaveLength(1)
  })
})
