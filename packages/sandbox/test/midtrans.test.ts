import { createHash } from "node:crypto"
import { parse, readAmount } from "@qriskit/payload"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type MidtransSettings, type Sandbox, startSandbox } from "../src/index.js"
import { signatureKey } from "../src/midtrans/signature.js"
import { jsonClient } from "./json-client.js"
import { merchantServer } from "./merchant-server.js"

const NOW = new Date("2026-11-28T03:00:00.000Z")

interface Body {
  readonly status_code: string
  readonly status_message: string
  readonly validation_messages: ReadonlyArray<string>
  readonly id: string
  readonly transaction_id: string
  readonly transaction_status: string
  readonly gross_amount: string
  readonly qr_string: string
  readonly acquirer: string
  readonly refund_amount: string
  readonly refunds: ReadonlyArray<Record<string, unknown>>
}

const clientOf = ({ midtrans }: Sandbox) => {
  const call = jsonClient<Body>(midtrans.baseUrl, midtrans.serverKey)
  return {
    call,
    charge: (orderId: string, change: object = {}, headers: Record<string, string> = {}) =>
      call("POST", "/v2/charge", chargeOf(orderId, change), headers),
    status: (id: string) => call("GET", `/v2/${id}/status`),
    refund: (id: string, content: object) => call("POST", `/v2/${id}/refund`, content),
  }
}

const chargeOf = (orderId: string, change: object = {}) => ({
  payment_type: "qris",
  transaction_details: { order_id: orderId, gross_amount: 25_000 },
  ...change,
})

let sandbox: Sandbox
let client: ReturnType<typeof clientOf>

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  client = clientOf(sandbox)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const withSettings = async (
  midtrans: Partial<MidtransSettings>,
  run: (other: Sandbox, client: ReturnType<typeof clientOf>) => Promise<void>,
) => {
  await using other = await startSandbox({ clock: "manual", startAt: NOW, midtrans })
  await run(other, clientOf(other))
}

describe("charge", () => {
  test("answers as documented, times in Jakarta, amounts as text, with the text of the QR", async () => {
    const { status, body } = await client.charge("INV-2026-0001")
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status_code: "201",
      order_id: "INV-2026-0001",
      merchant_id: "G000000001",
      gross_amount: "25000.00",
      currency: "IDR",
      payment_type: "qris",
      transaction_time: "2026-11-28 10:00:00",
      transaction_status: "pending",
      fraud_status: "accept",
      acquirer: "gopay",
      expiry_time: "2026-11-28 10:15:00",
    })
    const parsed = parse(body.qr_string)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    expect(parsed.payload.crc?.isValid).toBe(true)
    expect(readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
    expect(parsed.payload.value("54")).toBe("25000.00")
  })

  test("makes a QR of ShopeePay's where that is asked", async () => {
    const { body } = await client.charge("A-1", { qris: { acquirer: "airpay shopee" } })
    expect(body.acquirer).toBe("airpay shopee")
    expect(body.qr_string).toContain("ID.CO.SHOPEE.WWW")
  })

  test("answers without the QR's text where that is set", () =>
    withSettings({ qrString: false }, async (_, other) => {
      expect((await other.charge("A-1")).body).not.toHaveProperty("qr_string")
    }))

  test.each([
    ["another payment type", { payment_type: "gopay" }],
    ["an id with a blank", { transaction_details: { order_id: "a b", gross_amount: 1 } }],
    ["an amount with a fraction", { transaction_details: { order_id: "a", gross_amount: 0.5 } }],
    ["an amount above the most", { transaction_details: { order_id: "a", gross_amount: 10_000_001 } }],
    ["items that do not add up", { item_details: [{ price: 1, quantity: 1, name: "Kopi" }] }],
    ["an expiry of ten seconds", { custom_expiry: { expiry_duration: 10, unit: "second" } }],
    ["an expiry of eight days", { custom_expiry: { expiry_duration: 8, unit: "day" } }],
  ])("refuses %s: HTTP 200 with 400 inside", async (_, change) => {
    const { status, body } = await client.charge("A-1", change)
    expect([status, body.status_code]).toEqual([200, "400"])
    expect(body.validation_messages[0]).toBeTypeOf("string")
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/)
  })

  test("an expiry counts from the order's time, in minutes by default", async () => {
    const asked = { order_time: "2026-11-28 09:59:00 +0700", expiry_duration: 20 }
    const { body } = await client.charge("A-1", { custom_expiry: asked })
    expect(body).toMatchObject({ expiry_time: "2026-11-28 10:19:00" })
  })

  test("what is no JSON is 413, a wrong key 401 as HTTP status, too", async () => {
    const text = await client.call("POST", "/v2/charge", undefined)
    expect([text.status, text.body.status_code]).toEqual([200, "413"])
    const wrong = jsonClient<Body>(sandbox.midtrans.baseUrl, "another")
    const { status, body } = await wrong("POST", "/v2/charge", chargeOf("A-1"))
    expect([status, body.status_code]).toEqual([401, "401"])
    expect((await client.call("GET", "/v2/charge")).status).toBe(405)
    expect((await client.call("GET", "/v2/nothing")).status).toBe(404)
  })
})

describe("an order id", () => {
  test("is refused while it is in use, and free after a cancel, as another transaction", async () => {
    const first = await client.charge("A-1")
    expect((await client.charge("A-1")).body.status_code).toBe("406")
    await client.call("POST", "/v2/A-1/cancel", null)
    const second = await client.charge("A-1")
    expect(second.body.status_code).toBe("201")
    expect(second.body.transaction_id).not.toBe(first.body.transaction_id)
    expect((await client.status(first.body.transaction_id)).body.transaction_status).toBe("cancel")
    expect((await client.status("A-1")).body.transaction_status).toBe("pending")
  })

  test("is remembered under its Idempotency-Key for five minutes, successes only, whatever the new body says", async () => {
    const key = { "idempotency-key": "k".repeat(46) }
    const first = await client.charge("A-1", {}, key)
    expect((await client.charge("B-1", {}, key)).body).toEqual(first.body)
    // A longer key is ignored.
    expect((await client.charge("A-1", {}, { "idempotency-key": "k".repeat(47) })).body.status_code).toBe(
      "406",
    )
    await sandbox.control.advance({ minutes: 5 })
    expect((await client.charge("A-1", {}, key)).body.status_code).toBe("406")
    expect((await client.charge("C-1", {}, key)).body.status_code).toBe("201")
  })
})

describe("status, cancel, expire", () => {
  test("tell by word and code what a transaction is", async () => {
    const { body } = await client.charge("A-1")
    const told = async () => {
      const { body: now } = await client.status(body.transaction_id)
      return [now.transaction_status, now.status_code]
    }
    expect(await told()).toEqual(["pending", "201"])
    await sandbox.control.pay(body.transaction_id)
    expect(await told()).toEqual(["settlement", "200"])
    await sandbox.control.setProviderStatus(body.transaction_id, "constructor")
    expect(await told()).toEqual(["constructor", "200"])
    expect((await client.status("nobody")).body).toMatchObject({ status_code: "404" })
  })

  test("a paid one cannot be canceled nor expired; a pending one is, with 200 and 407", async () => {
    const paid = await client.charge("A-1")
    await sandbox.control.pay(paid.body.transaction_id)
    expect((await client.call("POST", "/v2/A-1/cancel", {})).body.status_code).toBe("412")
    await client.charge("A-2")
    expect((await client.call("POST", "/v2/A-2/expire", {})).body).toMatchObject({
      status_code: "407",
      transaction_status: "expire",
    })
    expect((await client.status("A-2")).body.status_code).toBe("407")
  })

  test("with the fee on top the amount is larger than the charge, which stands beside it", () =>
    withSettings({ customerFee: 71 }, async (other, paying) => {
      const { body } = await paying.charge("A-1")
      expect(body.gross_amount).toBe("25000.00")
      await other.control.pay(body.transaction_id)
      expect((await paying.status("A-1")).body).toMatchObject({
        gross_amount: "25071.00",
        metadata: { extra_info: { gross_amount_info: { original_amount: "25000" } } },
      })
    }))
})

describe("refunds", () => {
  const paid = async (orderId: string, change: object = {}) => {
    const { body } = await client.charge(orderId, change)
    await sandbox.control.pay(body.transaction_id)
    return body.transaction_id
  }

  test("in parts, until nothing is left", async () => {
    const id = await paid("A-1")
    const first = await client.refund(id, { refund_key: "r-1", amount: 10_000, reason: "salah" })
    expect(first.body).toMatchObject({
      status_code: "200",
      transaction_status: "partial_refund",
      refund_amount: "10000.00",
    })
    expect((await client.refund(id, { refund_key: "r-2", amount: 15_001 })).body.status_code).toBe("414")
    expect((await client.refund(id, { refund_key: "r-1", amount: 1 })).body.status_code).toBe("406")
    expect((await client.refund(id, { refund_key: "r-2" })).body.transaction_status).toBe("refund")
    expect((await client.refund(id, {})).body.status_code).toBe("414")
    const { body } = await client.status(id)
    expect(body.refund_amount).toBe("25000.00")
    expect(body.refunds.map(({ refund_key, refund_amount }) => [refund_key, refund_amount])).toEqual([
      ["r-1", "10000.00"],
      ["r-2", "15000.00"],
    ])
    expect(body.refunds[0]).not.toHaveProperty("bank_confirmed_at")
    await sandbox.control.advance({ minutes: 1 })
    expect((await client.status(id)).body.refunds[0]).toHaveProperty(
      "bank_confirmed_at",
      "2026-11-28 10:01:00",
    )
  })

  test("not of what is unpaid, nor after the window, nor of a part of ShopeePay's, nor at night", async () => {
    await client.charge("A-0")
    expect((await client.refund("A-0", { refund_key: "r" })).body.status_code).toBe("412")
    const offUs = await paid("A-1")
    await sandbox.control.endRefunds(offUs)
    expect((await client.refund(offUs, { refund_key: "r" })).body.status_code).toBe("412")
    const shopee = await paid("A-2", { qris: { acquirer: "airpay shopee" } })
    expect((await client.refund(shopee, { refund_key: "r", amount: 1 })).body.status_code).toBe("412")
    await sandbox.control.advance({ hours: 14 })
    expect((await client.refund(shopee, { refund_key: "r" })).body.status_code).toBe("412")
    await sandbox.control.advance({ hours: 8 })
    expect((await client.refund(shopee, { refund_key: "r" })).body.status_code).toBe("200")
    expect((await client.refund("nobody", { refund_key: "r" })).body.status_code).toBe("404")
  })

  test("at the dashboard, past the merchant's program", async () => {
    const id = await paid("A-1")
    const shown = await sandbox.control.refund(id, { amount: 5_000 })
    expect(shown.refunds).toMatchObject([{ refundId: "1", amount: 5_000, status: "succeeded" }])
    expect((await client.status(id)).body.transaction_status).toBe("partial_refund")
    await expect(sandbox.control.refund(id, { amount: 20_001 })).rejects.toMatchObject({ code: "refused" })
    await expect(sandbox.control.settleRefund(id, "nobody", "failed")).rejects.toMatchObject({
      code: "not_found",
    })
    await expect(sandbox.control.settleRefund(id, "1", "failed")).rejects.toMatchObject({ code: "refused" })
  })

  test("that failed after all leave the money where it was", async () => {
    const id = await paid("A-1")
    await client.refund(id, { refund_key: "r-1" })
    await sandbox.control.settleRefund(id, "r-1", "failed")
    expect((await client.status(id)).body.transaction_status).toBe("settlement")
    expect((await client.refund(id, { refund_key: "r-2" })).body.status_code).toBe("200")
  })
})

describe("notifications", () => {
  test("are signed over order id, code and amount", async () => {
    const { body } = await client.charge("A-1")
    await sandbox.control.pay(body.transaction_id)
    const { body: text, headers } = await sandbox.control.callbacks.build(body.transaction_id)
    const told = JSON.parse(text)
    const hash = createHash("sha512").update(`A-120025000.00${sandbox.midtrans.serverKey}`).digest("hex")
    expect(told).toMatchObject({ transaction_status: "settlement", status_code: "200", signature_key: hash })
    expect(headers["user-agent"]).toBe("Veritrans")
    const forged = JSON.parse(
      (await sandbox.control.callbacks.build(body.transaction_id, { status: "refund", wrongSignature: true }))
        .body,
    )
    expect(forged.signature_key).not.toBe(hash)
    const unsigned = await sandbox.control.callbacks.build(body.transaction_id, { unsigned: true, amount: 1 })
    expect(JSON.parse(unsigned.body)).not.toHaveProperty("signature_key")
  })

  test.each([
    [
      "V1",
      "ORDER-sandbox-0001",
      "200",
      "150000.00",
      "d65b4adf15335095fe1bfafe24964d48009dcc2989393e13570b0c9852ea60df0040b1a9646b9c9ef9433317f77acc8e387c59998dc20f5bd93fff93d23672e4",
    ],
    [
      "V2",
      "ORDER-sandbox-0002",
      "201",
      "75000.00",
      "db70270f6c27da2b564d4fffd9df3eeae578a7afba22bf5e6071711c7914d7a3d22ccaa533e864cf53742ca73c9e63016b0cbc1f97ee253a77b24b7a410d876a",
    ],
    [
      "V3",
      "ORDER-sandbox-0003",
      "202",
      "50000.00",
      "a51d1bd2aa8b1dca9228f3827cd641b6dadf52ebb9ed40fb45db6a06dbb33de7cde8e80caa93dfb5e6beeaaf44f698dc7f6f56edd46556eddaa2a774ff7692c6",
    ],
  ])("are signed as in the published example %s", (_, orderId, code, amount, expected) => {
    expect(signatureKey(orderId, code, amount, "SB-Mid-server-test")).toBe(expected)
  })

  test("go to the payment's own address, else to the dashboard's, and are repeated by the answer", async () => {
    await using own = await merchantServer(500)
    await using dashboard = await merchantServer(404)
    await sandbox.control.midtrans.setCallbackUrl(dashboard.url)
    const header = { "x-override-notification": `${own.url},http://127.0.0.1:9/other` }
    const first = await client.charge("A-1", {}, header)
    const second = await client.charge("A-2")
    await sandbox.control.pay(first.body.transaction_id)
    await sandbox.control.pay(second.body.transaction_id)
    await sandbox.control.advance({ hours: 24 })
    expect([own.received.length, dashboard.received.length]).toEqual([2, 3])
  })

  test("tell of a new payment where that is set, of an expiry with 202, and twice of a refund", () =>
    withSettings({ pendingNotification: true }, async (other, told) => {
      await using merchant = await merchantServer()
      await other.control.midtrans.setCallbackUrl(merchant.url)
      await told.charge("A-1")
      await other.control.expire((await told.charge("A-2")).body.transaction_id)
      const { body } = await told.charge("A-3")
      await other.control.pay(body.transaction_id)
      await told.refund("A-3", { refund_key: "r-1" })
      await other.control.callbacks.idle()
      await other.control.advance({ minutes: 1 })
      await other.control.callbacks.idle()
      const heard = merchant.received.map(({ text }) => JSON.parse(text))
      const words = heard.map(
        ({ order_id, transaction_status, status_code }) => `${order_id} ${transaction_status} ${status_code}`,
      )
      expect(words.sort()).toEqual([
        "A-1 pending 201",
        "A-2 expire 202",
        "A-2 pending 201",
        "A-3 pending 201",
        "A-3 refund 200",
        "A-3 refund 200",
        "A-3 settlement 200",
      ])
      expect(heard.filter(({ bank_confirmed_at }) => bank_confirmed_at !== undefined)).toHaveLength(1)
    }))
})

test("the printed QR takes payments, each under an order id of its own", async () => {
  const first = await sandbox.control.payStatic("midtrans", 12_000)
  const second = await sandbox.control.payStatic("midtrans", 12_000)
  expect(first.externalId).not.toBe(second.externalId)
  expect((await client.status(first.paymentId)).body).toMatchObject({ transaction_status: "settlement" })
  const picture = await fetch(`${sandbox.midtrans.baseUrl}/v2/qris/${first.paymentId}/qr-code`, {
    headers: { authorization: `Basic ${Buffer.from(`${sandbox.midtrans.serverKey}:`).toString("base64")}` },
  })
  expect(picture.headers.get("content-type")).toBe("image/png")
})
