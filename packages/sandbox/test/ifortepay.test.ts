import { parse, readAmount, validate } from "@qriskit/payload"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type IfortepaySettings, type Sandbox, startSandbox } from "../src/index.js"
import { CREATE_BODY, type IfortepayClient, ifortepayClient } from "./ifortepay-client.js"

const NOW = new Date("2026-04-07T03:00:00.000Z")

let sandbox: Sandbox
let client: IfortepayClient

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  client = ifortepayClient(sandbox)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

async function withSettings(
  ifortepay: Partial<IfortepaySettings>,
  run: (client: IfortepayClient) => Promise<void>,
) {
  await using other = await startSandbox({ clock: "manual", startAt: NOW, ifortepay })
  await run(ifortepayClient(other))
}

const inMinutes = (minutes: number): string =>
  `${new Date(NOW.getTime() + (minutes + 7 * 60) * 60_000).toISOString().slice(0, -1)}+07:00`

describe("create", () => {
  test("answers an active payment in Jakarta time with milliseconds, amounts as whole numbers, and echoes", async () => {
    const { status, body } = await client.create()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      response_code: "00",
      response_message: "SUCCESS",
      external_id: "EXT-0001",
      order_id: "ORDER-0001",
      currency: "IDR",
      payment_method: "WALLET",
      payment_channel: "NOBU",
      transaction_status: "ACTIVE",
      payment_details: {
        amount: 25_000,
        total_amount: 25_000,
        transaction_time: "2026-04-07T10:00:00.000+07:00",
        expired_time: "2026-04-07T10:15:00.000+07:00",
        transaction_description: "Pesanan contoh",
      },
      customer_details: CREATE_BODY.customer_details,
      wallet_details: CREATE_BODY.wallet_details,
    })
    expect(body.reference_id).toMatch(/^\d{6}_ORDER-0001$/)
  })

  test("gives a UUID of version 7 that carries the time", async () => {
    const { body } = await client.create()
    expect(body.transaction_id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(Number.parseInt(body.transaction_id.replaceAll("-", "").slice(0, 12), 16)).toBe(NOW.getTime())
  })

  test.each(["NOBU", "SHOPEEPAY"])(
    "makes a valid QRIS payload that asks the amount, for %s",
    async (payment_channel) => {
      const { body } = await client.create({ payment_channel })
      const parsed = parse(body.qr_response.qr_string)
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
      expect(validate(parsed.payload)).toEqual([])
      expect(readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
      expect(parsed.payload.value("01")).toBe("12")
      expect(parsed.payload.value("59")).toBe("TOKO CONTOH")
    },
  )

  test("answers on the path create-qris too", async () => {
    const { status } = await client.post("/ewallet/v2/create-qris", CREATE_BODY)
    expect(status).toBe(200)
  })

  test("wraps its answer in data where that is set", () =>
    withSettings({ envelope: "data" }, async (wrapped) => {
      const { body } = await wrapped.create()
      expect(Object.keys(body).sort()).toEqual(["data", "response_code", "response_message"])
      expect(body.data.transaction_status).toBe("ACTIVE")
    }))

  test("accepts items as a list and as one object, and addresses", async () => {
    const item = { item_id: "1", name: "Kopi", amount: 25_000, qty: 1 }
    const address = { full_name: "Pelanggan Contoh", city: "Jakarta" }
    expect((await client.create({ item_details: [item], billing_address: address })).status).toBe(200)
    expect((await client.create({ external_id: "EXT-0002", item_details: item })).status).toBe(200)
  })

  test.each([
    ["15 minutes ahead", inMinutes(15)],
    ["60 minutes ahead", inMinutes(60)],
    ["written in UTC", "2026-04-07T03:30:00.000Z"],
  ])("accepts an expiry %s", async (_name, expired_time) => {
    const { body } = await client.create({
      payment_details: { ...CREATE_BODY.payment_details, expired_time },
    })
    expect(Date.parse(body.payment_details.expired_time)).toBe(Date.parse(expired_time))
  })

  const details = CREATE_BODY.payment_details
  test.each([
    ["external_id", { external_id: "has space" }],
    ["external_id", { external_id: "x".repeat(65) }],
    ["order_id", { order_id: "under_score" }],
    ["order_id", { order_id: "x".repeat(256) }],
    ["currency", { currency: "USD" }],
    ["payment_method", { payment_method: "card" }],
    ["payment_channel", { payment_channel: "LINKAJA" }],
    ["payment_details", { payment_details: undefined }],
    ["payment_details.amount", { payment_details: { ...details, amount: 999 } }],
    ["payment_details.amount", { payment_details: { ...details, amount: 10_000_001 } }],
    ["payment_details.amount", { payment_details: { ...details, amount: 25_000.5 } }],
    ["payment_details.amount", { payment_details: { ...details, amount: "25000" } }],
    [
      "payment_details.amount",
      { payment_channel: "SHOPEEPAY", payment_details: { ...details, amount: 5_000_001 } },
    ],
    [
      "payment_details.transaction_description",
      { payment_details: { ...details, transaction_description: "" } },
    ],
    [
      "payment_details.transaction_description",
      { payment_details: { ...details, transaction_description: "x".repeat(256) } },
    ],
    ["payment_details.expired_time", { payment_details: { ...details, expired_time: inMinutes(14) } }],
    ["payment_details.expired_time", { payment_details: { ...details, expired_time: inMinutes(61) } }],
    ["payment_details.expired_time", { payment_details: { ...details, expired_time: inMinutes(-1) } }],
    [
      "payment_details.expired_time",
      { payment_details: { ...details, expired_time: "2026-04-07 10:30:00" } },
    ],
    [
      "payment_details.expired_time",
      { payment_details: { ...details, expired_time: "2026-13-40T10:30:00.000Z" } },
    ],
    ["customer_details", { customer_details: undefined }],
    ["customer_details.email", { customer_details: { full_name: "Pelanggan Contoh" } }],
    [
      "customer_details.full_name",
      { customer_details: { email: "a@example.com", full_name: "x".repeat(101) } },
    ],
    [
      "customer_details.phone",
      { customer_details: { ...CREATE_BODY.customer_details, phone: "0".repeat(19) } },
    ],
    ["wallet_details", { wallet_details: undefined }],
    ["wallet_details.id", { wallet_details: { id: "0".repeat(51), id_type: "HP" } }],
    ["wallet_details.id_type", { wallet_details: { id: "0812", id_type: "FAX" } }],
    ["item_details", { item_details: [{ item_id: "1" }] }],
    ["billing_address.postal_code", { billing_address: { postal_code: "12345678901" } }],
    ["callback_url", { callback_url: "ftp://example.com/" }],
  ])("refuses a wrong %s with code 01 and names it (%#)", async (field, content) => {
    const { status, body } = await client.create(content)
    expect([status, body.response_code]).toEqual([400, "01"])
    expect(body.response_message).toContain(field)
    expect(await sandbox.control.payments()).toEqual([])
  })

  test("names every wrong field at once", async () => {
    const { body } = await client.create({ currency: "USD", wallet_details: { id: "", id_type: "FAX" } })
    expect(body.response_message).toContain("currency")
    expect(body.response_message).toContain("wallet_details.id:")
    expect(body.response_message).toContain("wallet_details.id_type")
  })

  test("refuses an external id a second time, whatever became of the first", async () => {
    const first = await client.create()
    await client.cancel(client.about(first))
    const { status, body } = await client.create({ order_id: "ORDER-0002" })
    expect([status, body.response_code]).toEqual([400, "01"])
    expect(body.response_message).toContain("external_id")
  })

  test("lets an order id repeat", async () => {
    await client.create()
    expect((await client.create({ external_id: "EXT-0002" })).status).toBe(200)
  })

  test("requires a callback URL where that is set", () =>
    withSettings({ requireCallbackUrl: true }, async (strict) => {
      expect((await strict.create()).body.response_message).toContain("callback_url")
    }))
})

describe("the entrance", () => {
  test("refuses a wrong Basic pair with 401 and code 04", async () => {
    const { status, body } = await client.create({}, { headers: { authorization: "Basic d3Jvbmc6cGFpcg==" } })
    expect([status, body.response_code]).toEqual([401, "04"])
  })

  test("refuses a wrong signature with 401 and code 99", async () => {
    const { status, body } = await client.create({}, { hashKey: "anotherHashKey" })
    expect([status, body]).toEqual([401, { response_code: "99", response_message: "Invalid Signature" }])
  })

  test("refuses a signature in upper case", async () => {
    const headers = { "x-req-signature": "8973C6FE8CEBE91CD1F1BC4AF02C14AA7A7BFA08D22375032A58455C9A4C5F40" }
    expect((await client.create({}, { headers })).body.response_code).toBe("99")
  })

  test("takes the published vector's headers as they are", async () => {
    const headers = {
      authorization: "Basic SUZQMDAwMDAwMDAwMToweDAwMTEyMjMzNDQ1NTY2Nzc4ODk5",
      "x-req-signature": "8973c6fe8cebe91cd1f1bc4af02c14aa7a7bfa08d22375032a58455c9a4c5f40",
    }
    expect((await client.create({}, { headers })).status).toBe(200)
  })

  test("refuses another content type", async () => {
    const { status, body } = await client.create({}, { headers: { "content-type": "text/plain" } })
    expect([status, body.response_code]).toEqual([400, "01"])
  })

  test("does without x-version unless that is set", async () => {
    expect((await client.create({}, { headers: { "x-version": "v1" } })).status).toBe(200)
    await withSettings({ requireVersion: true }, async (strict) => {
      const { status, body } = await strict.create({}, { headers: { "x-version": "v1" } })
      expect([status, body.response_code]).toEqual([400, "01"])
    })
  })

  test("lets a sub-merchant in with its own hash key and nobody else's", async () => {
    const { id, hashKey } = sandbox.subMerchants.ifortepay
    const headers = { "sub-merchant-id": id }
    expect((await client.create({}, { headers, hashKey })).status).toBe(200)
    expect((await client.create({ external_id: "EXT-0002" }, { headers })).body.response_code).toBe("99")
    const stranger = await client.create({}, { headers: { "sub-merchant-id": "STRANGER" }, hashKey })
    expect([stranger.status, stranger.body.response_code]).toEqual([401, "04"])
  })
})

describe("inquiry", () => {
  test("shows an active payment as create did", async () => {
    const created = await client.create()
    const { status, body } = await client.inquire(client.about(created))
    expect(status).toBe(200)
    expect(body).toEqual(created.body)
  })

  test("shows who paid and when", async () => {
    const created = await client.create()
    await sandbox.control.advance({ minutes: 5 })
    await sandbox.control.pay(created.body.qr_response.qr_string, { issuer: "DANA" })
    const { body } = await client.inquire(client.about(created))
    expect(body).toMatchObject({
      transaction_status: "PAID",
      payment_system: "QR",
      issuer: "DANA",
      acquirer_issuer_relation: "off_us",
      payment_details: { amount: 25_000, paid_time: "2026-04-07T10:05:00.000+07:00" },
    })
  })

  test("shows an expired payment as EXPIRED at the minute it expires", async () => {
    const created = await client.create()
    await sandbox.control.advance({ minutes: 15 })
    expect((await client.inquire(client.about(created))).body.transaction_status).toBe("EXPIRED")
  })

  test.each([
    ["transaction_id", "019d626c-a12f-7ce3-9695-b2a251cc0cef"],
    ["external_id", "EXT-9999"],
    ["order_id", "ORDER-9999"],
    ["payment_channel", "SHOPEEPAY"],
  ])("does not find a payment under another %s: 404 and code 02", async (field, value) => {
    const created = await client.create()
    const { status, body } = await client.inquire({ ...client.about(created), [field]: value })
    expect([status, body.response_code]).toEqual([404, "02"])
  })

  test("does not find a sub-merchant's payment for the merchant", async () => {
    const { id, hashKey } = sandbox.subMerchants.ifortepay
    const created = await client.create({}, { headers: { "sub-merchant-id": id }, hashKey })
    expect((await client.inquire(client.about(created))).status).toBe(404)
  })

  test("needs the transaction id", async () => {
    const created = await client.create()
    const { status, body } = await client.inquire({ ...client.about(created), transaction_id: undefined })
    expect([status, body.response_code]).toEqual([400, "01"])
    expect(body.response_message).toContain("transaction_id")
  })

  test("answers any word it is told to, until the status changes", async () => {
    const created = await client.create()
    const id = created.body.transaction_id
    await sandbox.control.setProviderStatus(id, "SOMETHING_NEW")
    expect((await client.inquire(client.about(created))).body.transaction_status).toBe("SOMETHING_NEW")
    await sandbox.control.pay(id)
    expect((await client.inquire(client.about(created))).body.transaction_status).toBe("PAID")
  })
})

describe("cancel", () => {
  test("cancels an active payment and names no amount", async () => {
    const created = await client.create()
    const { status, body } = await client.cancel(client.about(created))
    expect(status).toBe(200)
    expect(body).toEqual({
      ...client.about(created),
      transaction_status: "CANCELED",
      response_code: "00",
      response_message: "SUCCESS",
    })
    expect((await client.inquire(client.about(created))).body.transaction_status).toBe("CANCELED")
  })

  test.each([
    ["PAID", (id: string) => sandbox.control.pay(id)],
    ["EXPIRED", (id: string) => sandbox.control.expire(id)],
    ["CANCELED", (id: string) => sandbox.control.cancel(id)],
  ])("refuses to cancel what is %s", async (word, settle) => {
    const created = await client.create()
    await settle(created.body.transaction_id)
    const { status, body } = await client.cancel(client.about(created))
    expect([status, body.response_code]).toEqual([400, "01"])
    expect(body.response_message).toContain(word)
    expect((await client.inquire(client.about(created))).body.transaction_status).toBe(word)
  })

  test("refuses with code 03 where that is set", () =>
    withSettings({ cancelRefusalCode: "03" }, async (other) => {
      const created = await other.create()
      await other.cancel(other.about(created))
      expect((await other.cancel(other.about(created))).body.response_code).toBe("03")
    }))

  test("does not know an unknown id", async () => {
    const created = await client.create()
    const { status, body } = await client.cancel({ ...client.about(created), transaction_id: "unknown" })
    expect([status, body.response_code]).toEqual([404, "02"])
  })

  test("takes the QR channels only", async () => {
    const created = await client.create()
    const { status, body } = await client.cancel({ ...client.about(created), payment_channel: "DANA" })
    expect([status, body.response_code]).toEqual([400, "01"])
    expect((await client.cancel({ ...client.about(created), payment_channel: "SHOPEEPAY" })).status).toBe(404)
  })
})
