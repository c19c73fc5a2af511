import { parse, readAmount } from "@qriskit/payload"
import { answering, failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { idempotencyKey } from "../src/index.js"
import { openTestShop as open } from "./support/shop.js"

const REPEATING = { retry: { times: 1, baseDelay: 1, maxDelay: 1 } } as const

describe("a charge", () => {
  it("goes out as documented", async () => {
    const shop = await open()
    await shop.client.create({
      amount: 25_000,
      externalId: "INV-2026-0001",
      orderId: "order-7",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com", phone: "08123456789" },
      items: [{ id: "1", name: "Kopi susu", unitPrice: 12_500, quantity: 2 }],
      channel: "airpay shopee",
      notificationUrl: "https://toko.example.com/qris?a=1",
    })
    const [charge] = await shop.wire("midtrans.create")
    expect(charge).toMatchObject({ method: "POST", path: "/v2/charge" })
    expect(charge?.headers).toMatchObject({
      "content-type": "application/json",
      accept: "application/json",
      "idempotency-key": idempotencyKey("create", "INV-2026-0001"),
      "x-override-notification": "https://toko.example.com/qris?a=1",
    })
    expect(JSON.parse(charge?.body ?? "")).toEqual({
      payment_type: "qris",
      transaction_details: { order_id: "INV-2026-0001", gross_amount: 25_000 },
      qris: { acquirer: "airpay shopee" },
      item_details: [{ id: "1", name: "Kopi susu", price: 12_500, quantity: 2 }],
      customer_details: {
        first_name: "Pelanggan Contoh",
        email: "pelanggan@example.com",
        phone: "08123456789",
      },
    })
  })

  it("says when it expires in Jakarta time, to the second", async () => {
    const startAt = new Date("2026-11-28T03:00:00.700Z")
    const shop = await open({ sandbox: { clock: "manual", startAt } })
    const expiresAt = new Date(Date.now() + 20 * 60_000)
    await shop.client.create(shop.order({ expiresAt })).catch(() => undefined)
    const [charge] = await shop.wire("midtrans.create")
    const { custom_expiry: asked } = JSON.parse(charge?.body ?? "")
    expect(asked).toMatchObject({ unit: "second" })
    const from = Date.parse(asked.order_time.replace(" ", "T").replace(" +0700", "+07:00"))
    expect(from + asked.expiry_duration * 1_000).toBe(Math.floor(expiresAt.getTime() / 1_000) * 1_000)
  })

  it("comes back with the QR's text, its picture's address, and times without an offset as Jakarta's", async () => {
    const shop = await open({ sandbox: { clock: "manual", startAt: new Date("2026-11-28T03:00:00Z") } })
    const { qr, ref, createdAt, expiresAt, amount, total } = await shop.client.create(shop.order())
    const parsed = parse(qr?.payload ?? "")
    expect(parsed.ok && readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
    expect(qr?.imageUrl?.href).toBe(`https://api.sandbox.midtrans.com/v2/qris/${ref.paymentId}/qr-code`)
    expect([createdAt, expiresAt]).toEqual([
      new Date("2026-11-28T10:00:00+07:00"),
      new Date("2026-11-28T10:15:00+07:00"),
    ])
    expect([amount, total, ref.channel]).toEqual([25_000, undefined, "gopay"])
  })

  it("has its times in another zone where that is set, and so have its callbacks", async () => {
    const startAt = new Date("2026-11-28T03:00:00Z")
    const shop = await open({ sandbox: { clock: "manual", startAt }, config: { timeZone: "Asia/Makassar" } })
    const { ref, createdAt, expiresAt } = await shop.client.create(shop.order())
    expect([createdAt, expiresAt]).toEqual([
      new Date("2026-11-28T10:00:00+08:00"),
      new Date("2026-11-28T10:15:00+08:00"),
    ])
    await shop.control.pay(ref.paymentId)
    const { headers, body } = await shop.control.callbacks.build(ref.paymentId)
    expect(await shop.client.notifications.read({ headers, body })).toMatchObject({
      occurredAt: new Date("2026-11-28T10:00:00+08:00"),
    })
    expect(await shop.client.inquire(ref)).toMatchObject({ paidAt: new Date("2026-11-28T10:00:00+08:00") })
  })

  it("that answers with a picture only cannot be read: its address is no QRIS string", async () => {
    const shop = await open({ sandbox: { midtrans: { qrString: false } } })
    const error = await failureOf(shop.client.create(shop.order()))
    expect(error.reason).toMatchObject({ _tag: "MalformedResponse", outcome: "unknown" })
    expect(error.message).toContain("picture")
  })

  it("with the fee on top names what was charged and what is paid", async () => {
    const shop = await open()
    const info = { original_amount: "25000", gross_amount: "25178", customer_imposed_payment_fee: "178" }
    for (const set of [
      { gross_amount: "25178.00", metadata: { extra_info: { gross_amount_info: info } } },
      { gross_amount: "25178.00", extra_info: { gross_amount_info: info } },
    ]) {
      await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "amend", set } })
      expect(await shop.client.create(shop.order())).toMatchObject({ amount: 25_000, total: 25_178 })
    }
  })

  it("about another payment, another amount or one that is over is not trusted", async () => {
    const shop = await open()
    for (const set of [
      { order_id: "somebody-else" },
      { acquirer: "airpay shopee" },
      { gross_amount: "25001.00" },
      { transaction_status: "settlement", status_code: "200" },
      // More than the total: no fee, and not believed.
      { extra_info: { gross_amount_info: { original_amount: "30000" } }, gross_amount: "26000.00" },
      { qr_string: "https://api.sandbox.midtrans.com/v2/qris/x/qr-code" },
    ]) {
      await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "amend", set } })
      const { reason } = await failureOf(shop.client.create(shop.order()))
      expect(reason._tag, JSON.stringify(set)).toBe("UntrustedResponse")
    }
  })
})

describe("an unknown charge", () => {
  it("becomes known by one repeat under the same key, with its QR", async () => {
    const shop = await open({ config: REPEATING })
    await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "cut", acting: true } })
    const payment = await shop.client.create(shop.order())
    expect(payment.qr?.payload).toBeDefined()
    const [first, second] = await shop.wire("midtrans.create")
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"])
    expect(second?.body).toBe(first?.body)
    expect(await shop.control.payments()).toHaveLength(1)
  })

  it("stays unknown where Midtrans answers that the first use still runs", async () => {
    const shop = await open({ config: REPEATING })
    await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "cut", acting: true } })
    await shop.control.faults.script({ at: "midtrans.create", fault: answering(202, "") })
    const error = await failureOf(shop.client.create(shop.order()))
    expect([error.reason._tag, error.outcome]).toEqual(["NetworkFailure", "unknown"])
  })

  it("is not repeated where that is switched off", async () => {
    const shop = await open({ config: { ...REPEATING, sameAnswerMillis: 0 } })
    await shop.control.faults.script({ at: "midtrans.create", fault: { kind: "cut", acting: true } })
    expect((await failureOf(shop.client.create(shop.order()))).outcome).toBe("unknown")
    expect(await shop.wire("midtrans.create")).toHaveLength(1)
    expect(shop.client.capabilities.repeatedCreate).toBeUndefined()
  })
})

describe("an external id that was used", () => {
  it("gets the first answer within five minutes, and is refused after them", async () => {
    const shop = await open({ sandbox: { clock: "manual" } })
    const order = shop.order()
    const first = await shop.client.create(order)
    expect((await shop.client.create(order)).qr).toEqual(first.qr)
    // The remembered answer ignores the new amount.
    const other = await failureOf(shop.client.create({ ...order, amount: 30_000 }))
    expect(other.reason._tag).toBe("UntrustedResponse")
    await shop.control.advance({ minutes: 5 })
    const { reason, outcome } = await failureOf(shop.client.create(order))
    expect([reason._tag, outcome]).toEqual(["DuplicateExternalId", "refused"])
  })

  it("may be used again after a cancel, and is another transaction then", async () => {
    const shop = await open({ sandbox: { clock: "manual" } })
    const order = shop.order()
    const first = await shop.client.create(order)
    await shop.client.cancel(first.ref)
    await shop.control.advance({ minutes: 6 })
    const second = await shop.client.create(order)
    expect(second.ref.paymentId).not.toBe(first.ref.paymentId)
    expect((await shop.client.inquire(first.ref)).status).toBe("canceled")
    expect((await shop.client.inquire(second.ref)).status).toBe("pending")
  })
})
