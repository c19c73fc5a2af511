import { createHash } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type SandboxOptions, startSandbox } from "../src/index.js"
import { ifortepayClient } from "./ifortepay-client.js"
import { merchantServer } from "./merchant-server.js"
import { zipayClient } from "./zipay-client.js"

const NOW = new Date("2026-04-07T03:00:00.000Z")
const MINUTE = 60_000

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

async function setUp(answers: ReadonlyArray<number | "never"> = [], options: SandboxOptions = {}) {
  const merchant = await merchantServer(...answers)
  const sandbox = await startSandbox({
    clock: "manual",
    startAt: NOW,
    ...options,
    ifortepay: { staticCallbackUrl: merchant.url, ...options.ifortepay },
    zipay: { callbackUrl: merchant.url, ...options.zipay },
  })
  const client = ifortepayClient(sandbox)
  return {
    merchant,
    sandbox,
    control: sandbox.control,
    client,
    /** Creates an iFortepay payment that is announced to the merchant's server; its id. */
    create: async (external_id = "EXT-0001") =>
      (await client.create({ external_id, callback_url: merchant.url })).body.transaction_id,
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      await merchant[Symbol.asyncDispose]()
    },
  }
}

describe("iFortepay's callback", () => {
  test("goes out when the QR is paid, with the observed body and the documented signature", async () => {
    await using it = await setUp()
    const id = await it.create()
    await it.control.advance({ minutes: 1 })
    await it.control.pay(id, { issuer: "NOBU" })

    const [callback] = it.merchant.received
    expect(callback?.path).toBe("/callback")
    expect(callback?.headers["content-type"]).toBe("application/json")
    const requestSignature = sha256(`${it.sandbox.ifortepay.hashKey}EXT-0001ORDER-0001`)
    expect(callback?.headers["mcp-signature"]).toBe(sha256(id + requestSignature))
    expect(callback?.body).toEqual({
      transaction_id: id,
      external_id: "EXT-0001",
      reference_id: expect.stringMatching(/^\d{6}_ORDER-0001$/),
      order_id: "ORDER-0001",
      merchant_id: "IFP0000000001",
      response_code: "00",
      response_message: "SUCCESS",
      currency: "IDR",
      payment_method: "WALLET",
      payment_channel: "NOBU",
      payment_system: "QR",
      transaction_status: "PAID",
      payment_details: {
        amount: 25_000,
        expired_time: "2026-04-07T10:15:00.000+07:00",
        transaction_description: "Pesanan contoh",
        transaction_time: "2026-04-07T10:00:00.000+07:00",
        total_amount: 25_000,
        paid_time: "2026-04-07T10:01:00.000+07:00",
      },
      customer_details: {
        phone: "081234567890",
        email: "pelanggan@example.com",
        full_name: "Pelanggan Contoh",
      },
      issuer: "NOBU",
      wallet_details: { id: "081234567890", id_type: "HP" },
      acquirer_issuer_relation: "on_us",
    })
  })

  test.each([
    ["with the sub-merchant's id", true, "SUBMERCHANT01"],
    ["without it where that is set", false, ""],
  ])("for a sub-merchant is signed with its own hash key, %s", async (_name, signSubMerchant, suffix) => {
    await using it = await setUp([], { ifortepay: { signSubMerchant } })
    const { id, hashKey } = it.sandbox.subMerchants.ifortepay
    const { body } = await it.client.create(
      { callback_url: it.merchant.url },
      { headers: { "sub-merchant-id": id }, hashKey },
    )
    await it.control.pay(body.transaction_id)
    expect(it.merchant.received[0]?.headers["mcp-signature"]).toBe(
      sha256(`${body.transaction_id}${sha256(`${hashKey}EXT-0001ORDER-0001`)}${suffix}`),
    )
  })

  test("tells of an expiry, unless that is switched off", async () => {
    await using it = await setUp()
    await it.create()
    await it.control.advance({ minutes: 15 })
    expect(it.merchant.received.map(({ body }) => body.transaction_status)).toEqual(["EXPIRED"])
    expect(it.merchant.received[0]?.body).not.toHaveProperty("issuer")

    await using quiet = await setUp([], { ifortepay: { expiredCallback: false } })
    await quiet.create()
    await quiet.control.advance({ minutes: 15 })
    expect(quiet.merchant.received).toEqual([])
  })

  test.each([
    ["does not tell of a cancel", false, []],
    ["tells of a cancel where that is set", true, ["CANCELED"]],
  ])("%s", async (_name, canceledCallback, words) => {
    await using it = await setUp([], { ifortepay: { canceledCallback } })
    await it.control.cancel(await it.create())
    expect(it.merchant.received.map(({ body }) => body.transaction_status)).toEqual(words)
  })

  test("is repeated three times, at the table's intervals, with the same body", async () => {
    await using it = await setUp([500])
    await it.control.pay(await it.create())
    await it.control.advance({ hours: 2 })
    const attempts = await it.control.callbacks.attempts()
    expect(
      attempts.map(({ at, attempt, outcome }) => [at.getTime() - NOW.getTime(), attempt, outcome]),
    ).toEqual([
      [0, 1, "rejected"],
      [1 * MINUTE, 2, "rejected"],
      [6 * MINUTE, 3, "rejected"],
      [21 * MINUTE, 4, "rejected"],
    ])
    expect(new Set(it.merchant.received.map(({ text }) => text)).size).toBe(1)
  })

  test("is repeated no more once it was taken", async () => {
    await using it = await setUp([500, 200])
    await it.control.pay(await it.create())
    await it.control.advance({ hours: 2 })
    expect((await it.control.callbacks.attempts()).map(({ outcome }) => outcome)).toEqual([
      "rejected",
      "accepted",
    ])
  })

  test.each([201, 204, 302, 404])("counts HTTP %i as not taken: only 200 is", async (status) => {
    await using it = await setUp([status])
    await it.control.pay(await it.create())
    const [attempt] = await it.control.callbacks.attempts()
    expect(attempt).toMatchObject({ outcome: "rejected", answer: { status } })
  })

  test("that is not answered in time has failed and is repeated", async () => {
    await using it = await setUp(["never", 200], { callbackTimeoutMs: 200 })
    await it.control.pay(await it.create())
    expect(await it.control.callbacks.attempts()).toMatchObject([
      { outcome: "failed", reason: "no answer within 200 ms" },
    ])
    await it.control.advance({ minutes: 1 })
    expect(it.merchant.received).toHaveLength(2)
  })

  test("to a closed port has failed", async () => {
    await using it = await setUp()
    await it.merchant[Symbol.asyncDispose]()
    await it.control.pay(await it.create())
    expect(await it.control.callbacks.attempts()).toMatchObject([
      { outcome: "failed", reason: "ECONNREFUSED" },
    ])
  })

  test("is not sent where the create named no URL", async () => {
    await using it = await setUp()
    await it.control.pay((await it.client.create()).body.transaction_id)
    await it.control.advance({ hours: 2 })
    expect(await it.control.callbacks.attempts()).toMatchObject([{ outcome: "undeliverable" }])
  })

  test("to another machine is not sent, says why, and is not repeated", async () => {
    await using it = await setUp()
    const { body } = await it.client.create({ callback_url: "https://merchant.example.com/callback" })
    await it.control.pay(body.transaction_id)
    await it.control.advance({ hours: 2 })
    expect(await it.control.callbacks.attempts()).toMatchObject([
      { outcome: "undeliverable", reason: expect.stringContaining("allowCallbackHosts") },
    ])
  })

  test("to another host is sent when that host is allowed", async () => {
    await using it = await setUp([], { allowCallbackHosts: ["0.0.0.0"] })
    const { body } = await it.client.create({ callback_url: it.merchant.url.replace("127.0.0.1", "0.0.0.0") })
    await it.control.pay(body.transaction_id)
    expect(await it.control.callbacks.attempts()).toMatchObject([{ outcome: "accepted" }])
  })

  test("for the static QR goes to the registered URL", async () => {
    await using it = await setUp()
    const paid = await it.control.payStatic("ifortepay", 12_000, { issuer: "OVO" })
    expect(paid).toMatchObject({
      kind: "static",
      status: "paid",
      amount: 12_000,
      paidAmount: 12_000,
      issuer: "OVO",
    })
    const [callback] = it.merchant.received
    expect(callback?.body).toMatchObject({
      transaction_id: paid.paymentId,
      external_id: paid.externalId,
      transaction_status: "PAID",
      payment_details: { amount: 12_000 },
    })
    const signature = sha256(`${it.sandbox.ifortepay.hashKey}${paid.externalId}${paid.orderId}`)
    expect(callback?.headers["mcp-signature"]).toBe(sha256(paid.paymentId + signature))
  })

  test("for the static QR goes nowhere after the URL was taken away", async () => {
    await using it = await setUp()
    await it.control.ifortepay.setStaticCallbackUrl(null)
    await it.control.payStatic("ifortepay", 12_000)
    expect(await it.control.callbacks.attempts()).toMatchObject([{ outcome: "undeliverable" }])
  })
})

describe("Zipay's callback", () => {
  test("goes out when the QR is paid, as documented and unsigned", async () => {
    await using it = await setUp()
    const { uuid } = (await zipayClient(it.sandbox).create("A-1", 12_345)).body.data
    await it.control.pay(uuid, { issuer: "GoPay", payerName: "PELANGGAN DUA" })
    const [callback] = it.merchant.received
    expect(callback?.headers).not.toHaveProperty("mcp-signature")
    expect(callback?.body).toEqual({
      uuid,
      type: "DYNAMIC",
      amount: "12345",
      invoiceNumber: expect.stringMatching(/^[0-9A-Z]{20}$/),
      mpan: expect.stringMatching(/^93600825\d{11}$/),
      customerName: "PELANGGAN DUA",
      externalId: "A-1",
      mdrPercentage: 0.7,
      mdrAmount: 86,
      status: "PAID",
      issuerName: "GoPay",
      merchantId: "3",
      merchantName: "TOKO CONTOH",
      transactionTime: "2026-04-07 10:00:00",
      paidAt: "2026-04-07",
    })
  })

  test("goes to the URL that is registered now", async () => {
    await using it = await setUp()
    await using elsewhere = await merchantServer()
    await it.control.zipay.setCallbackUrl(elsewhere.url)
    await it.control.payStatic("zipay", 5_000)
    expect(it.merchant.received).toEqual([])
    expect(elsewhere.received[0]?.body).toMatchObject({
      type: "STATIC",
      amount: "5000",
      externalId: "QRST-000001",
    })
  })

  test("does not tell of an expiry", async () => {
    await using it = await setUp()
    await zipayClient(it.sandbox).create("A-1")
    await it.control.advance({ hours: 48 })
    expect(it.merchant.received).toEqual([])
  })

  test("is not repeated unless a table says so", async () => {
    await using it = await setUp([500])
    await it.control.payStatic("zipay", 5_000)
    await it.control.advance({ hours: 48 })
    expect(it.merchant.received).toHaveLength(1)

    await using stubborn = await setUp([500], { zipay: { callbackRetryDelaysMs: [1_000] } })
    await stubborn.control.payStatic("zipay", 5_000)
    await stubborn.control.advance({ seconds: 1 })
    expect(stubborn.merchant.received).toHaveLength(2)
  })
})

describe("the callback script", () => {
  let it: Awaited<ReturnType<typeof setUp>>
  beforeEach(async () => {
    it = await setUp()
  })
  afterEach(() => it[Symbol.asyncDispose]())

  const words = () => it.merchant.received.map(({ body }) => [body.external_id, body.transaction_status])

  test("can drop a callback for good", async () => {
    await it.control.callbacks.script({ drop: true })
    await it.control.pay(await it.create())
    await it.control.advance({ hours: 2 })
    expect(it.merchant.received).toEqual([])
    expect(await it.control.callbacks.attempts()).toMatchObject([{ outcome: "dropped" }])
  })

  test("can send a callback more than once", async () => {
    await it.control.callbacks.script({ duplicate: 2 })
    await it.control.pay(await it.create())
    expect(it.merchant.received).toHaveLength(3)
  })

  test("can delay a callback on the sandbox's clock", async () => {
    await it.control.callbacks.script({ delayMs: 10 * MINUTE })
    await it.control.pay(await it.create())
    expect(it.merchant.received).toEqual([])
    await it.control.advance({ minutes: 10 })
    expect(words()).toEqual([["EXT-0001", "PAID"]])
  })

  test("can let the next callback overtake", async () => {
    await it.control.callbacks.script({ reorder: true })
    await it.control.pay(await it.create("EXT-0001"))
    await it.control.pay(await it.create("EXT-0002"))
    expect(words()).toEqual([
      ["EXT-0002", "PAID"],
      ["EXT-0001", "PAID"],
    ])
  })

  test("lets go of what it holds back when asked", async () => {
    await it.control.callbacks.script({ reorder: true })
    await it.control.pay(await it.create())
    await it.control.callbacks.idle()
    expect(it.merchant.received).toEqual([])
    await it.control.callbacks.release()
    expect(words()).toEqual([["EXT-0001", "PAID"]])
  })

  test("holds back a hundred at most: then the oldest goes out", async () => {
    await it.control.callbacks.script({ reorder: true, times: 101 })
    for (let order = 1; order <= 101; order++) await it.control.pay(await it.create(`A-${order}`))
    expect(words()).toEqual([["A-1", "PAID"]])
  })

  test("can sign wrongly, with a signature of the right form", async () => {
    await it.control.callbacks.script({ wrongSignature: true })
    const id = await it.create()
    await it.control.pay(id)
    const right = await it.control.callbacks.build(id)
    expect(it.merchant.received[0]?.headers["mcp-signature"]).toMatch(/^[0-9a-f]{64}$/)
    expect(it.merchant.received[0]?.headers["mcp-signature"]).not.toBe(right.headers["mcp-signature"])
  })

  test("applies to as many callbacks as it says, in order", async () => {
    await it.control.callbacks.script({ drop: true, times: 2 })
    await it.control.callbacks.script({ duplicate: 1 })
    for (const externalId of ["A-1", "A-2", "A-3", "A-4"]) await it.control.pay(await it.create(externalId))
    expect(words().map(([externalId]) => externalId)).toEqual(["A-3", "A-3", "A-4"])
  })
})

describe("by hand", () => {
  test("a callback can be sent once more, as the payment is now", async () => {
    await using it = await setUp()
    const id = await it.create()
    const attempt = await it.control.callbacks.resend(id)
    expect(attempt).toMatchObject({ paymentId: id, outcome: "accepted" })
    expect(it.merchant.received[0]?.body.transaction_status).toBe("ACTIVE")
  })

  test("a callback can be built without being sent", async () => {
    await using it = await setUp()
    const id = await it.create()
    await it.control.pay(id)
    const built = await it.control.callbacks.build(id)
    const [sent] = it.merchant.received
    expect(built.url).toBe(it.merchant.url)
    expect(built.body).toBe(sent?.text)
    expect(built.headers["mcp-signature"]).toBe(sent?.headers["mcp-signature"])
    expect(it.merchant.received).toHaveLength(1)
  })

  test("a forgery keeps the real signature over other claims", async () => {
    await using it = await setUp()
    const id = await it.create()
    const honest = await it.control.callbacks.build(id)
    const forged = await it.control.callbacks.build(id, {
      status: "PAID",
      amount: 1,
      set: { "payment_details.paid_time": "2026-04-07T10:00:00.000+07:00" },
    })
    expect(JSON.parse(forged.body)).toMatchObject({
      transaction_status: "PAID",
      payment_details: { amount: 1, total_amount: 1, paid_time: "2026-04-07T10:00:00.000+07:00" },
    })
    expect(forged.headers).toEqual(honest.headers)
    const broken = await it.control.callbacks.build(id, { wrongSignature: true })
    expect(broken.headers["mcp-signature"]).not.toBe(honest.headers["mcp-signature"])
  })

  test("a forgery of Zipay's changes what it is told to", async () => {
    await using it = await setUp()
    const { uuid } = (await zipayClient(it.sandbox).create("A-1")).body.data
    const forged = await it.control.callbacks.build(uuid, { status: "PAID", amount: 1 })
    expect(JSON.parse(forged.body)).toMatchObject({ uuid, status: "PAID", amount: "1" })
  })
})

test("a reset breaks off what is under way and forgets what waits", async () => {
  await using it = await setUp(["never"])
  const paying = it.control.pay(await it.create())
  await expect.poll(() => it.merchant.received.length).toBe(1)
  await it.sandbox.control.reset()
  await paying
  await it.control.advance({ hours: 2 })
  expect(it.merchant.received).toHaveLength(1)
  expect(await it.control.callbacks.attempts()).toEqual([])
})
