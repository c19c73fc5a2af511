import { parse } from "@qriskit/payload"
import { withAmount } from "@qriskit/payload/convert"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type Sandbox, startSandbox } from "../src/index.js"
import { PROVIDERS } from "../src/ledger.js"
import { type IfortepayClient, ifortepayClient } from "./ifortepay-client.js"
import { zipayClient } from "./zipay-client.js"

const NOW = new Date("2026-04-07T03:00:00.000Z")

let sandbox: Sandbox
let client: IfortepayClient

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  client = ifortepayClient(sandbox)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const create = async () => (await client.create()).body

test("a payment is found by its id and by its QR payload", async () => {
  const { transaction_id, qr_response } = await create()
  const expected = {
    provider: "ifortepay",
    paymentId: transaction_id,
    externalId: "EXT-0001",
    orderId: "ORDER-0001",
    channel: "NOBU",
    kind: "dynamic",
    amount: 25_000,
    status: "pending",
    providerStatus: "ACTIVE",
    qrPayload: qr_response.qr_string,
    createdAt: NOW,
    expiresAt: new Date("2026-04-07T03:15:00.000Z"),
    refunds: [],
    history: [{ at: NOW, event: "created" }],
  }
  expect(await sandbox.control.payment(transaction_id)).toEqual(expected)
  expect(await sandbox.control.payment(qr_response.qr_string)).toEqual(expected)
  expect(await sandbox.control.payments()).toEqual([expected])
})

test("an unknown payment is not found", async () => {
  await expect(sandbox.control.payment("unknown")).rejects.toMatchObject({ code: "not_found" })
  await expect(sandbox.control.pay("unknown")).rejects.toMatchObject({ code: "not_found" })
})

test("paying records who paid, what and when", async () => {
  const { qr_response } = await create()
  await sandbox.control.advance({ minutes: 3 })
  const at = new Date("2026-04-07T03:02:00.000Z")
  const paid = await sandbox.control.pay(`${qr_response.qr_string}\n`, {
    issuer: "DANA",
    payerName: "PELANGGAN DUA",
    at,
  })
  expect(paid).toMatchObject({
    status: "paid",
    paidAmount: 25_000,
    paidAt: at,
    issuer: "DANA",
    payerName: "PELANGGAN DUA",
    history: [{ event: "created" }, { event: "paid", amount: 25_000 }],
  })
})

test.each([
  ["paid", (id: string) => sandbox.control.pay(id), "paid again"],
  ["expired", (id: string) => sandbox.control.expire(id), "paid late"],
  ["canceled", (id: string) => sandbox.control.cancel(id), "paid late"],
])("what is %s takes no money unless it is forced", async (_status, settle, event) => {
  const { transaction_id } = await create()
  await settle(transaction_id)
  await expect(sandbox.control.pay(transaction_id)).rejects.toMatchObject({ code: "refused" })
  const paid = await sandbox.control.pay(transaction_id, { force: true })
  expect(paid.status).toBe("paid")
  expect(paid.history.at(-1)).toMatchObject({ event, amount: 25_000 })
})

test("another amount than asked arrives only when it is forced, and the wire shows it", async () => {
  const created = await client.create()
  const id = created.body.transaction_id
  await expect(sandbox.control.pay(id, { amount: 24_999 })).rejects.toMatchObject({ code: "refused" })
  const paid = await sandbox.control.pay(id, { amount: 24_999, force: true })
  expect([paid.amount, paid.paidAmount]).toEqual([25_000, 24_999])
  expect((await client.inquire(client.about(created))).body.payment_details.amount).toBe(24_999)
})

test.each([
  ["before the QR was made", "2026-04-07T02:59:59.999Z"],
  ["in the future", "2026-04-07T03:00:00.001Z"],
])("nobody pays %s", async (_name, at) => {
  const { transaction_id } = await create()
  const paying = sandbox.control.pay(transaction_id, { at: new Date(at), force: true })
  await expect(paying).rejects.toMatchObject({ code: "refused" })
})

test.each([
  ["expire", (id: string) => sandbox.control.expire(id)],
  ["cancel", (id: string) => sandbox.control.cancel(id)],
])("a paid payment does not %s", async (_verb, act) => {
  const { transaction_id } = await create()
  await sandbox.control.pay(transaction_id)
  await expect(act(transaction_id)).rejects.toMatchObject({ code: "refused" })
  expect((await sandbox.control.payment(transaction_id)).status).toBe("paid")
})

test("a static QR is read without an amount and paid with one, as often as one likes", async () => {
  const qrPayload = await sandbox.control.staticQr("zipay")
  expect(await sandbox.control.readQr(qrPayload)).toEqual({
    merchantName: "TOKO CONTOH",
    merchantCity: "JAKARTA SELATAN",
    isPayable: true,
  })
  await expect(sandbox.control.pay(qrPayload)).rejects.toMatchObject({ code: "refused" })
  const first = await sandbox.control.pay(qrPayload, { amount: 5_000 })
  const second = await sandbox.control.pay(qrPayload, { amount: 5_000 })
  expect(first.kind).toBe("static")
  expect(first.paymentId).not.toBe(second.paymentId)
  expect((await zipayClient(sandbox).inquire(first.paymentId)).body.data.status).toBe("PAID")
})

test("a static QR into which the merchant put an amount is paid with that, at every acquirer", async () => {
  for (const provider of PROVIDERS) {
    const printed = parse(await sandbox.control.staticQr(provider))
    const priced = printed.ok ? withAmount(printed.payload, 25_003) : printed
    const qrPayload = priced.ok ? priced.payload : ""
    expect(await sandbox.control.readQr(qrPayload)).toMatchObject({ amount: 25_003, isPayable: true })
    expect(await sandbox.control.pay(qrPayload)).toMatchObject({
      provider,
      kind: "static",
      amount: 25_003,
      paidAmount: 25_003,
    })
    await expect(sandbox.control.pay(qrPayload, { amount: 25_000 })).rejects.toThrow("asks for 25003 rupiah")
    expect(await sandbox.control.pay(qrPayload, { amount: 25_000, force: true })).toMatchObject({
      paidAmount: 25_000,
    })
    // Another code, a broken one.
    await expect(sandbox.control.pay(qrPayload.replace("JAKARTA", "BANDUNG"))).rejects.toThrow(
      "No payment has",
    )
  }
})

test("iFortepay's static QR is another than Zipay's", async () => {
  const qrPayload = await sandbox.control.staticQr("ifortepay")
  expect(await sandbox.control.pay(qrPayload, { amount: 5_000 })).toMatchObject({
    provider: "ifortepay",
    channel: "NOBU",
  })
})

test("reading a QR tells merchant, amount and the payment behind it", async () => {
  const { qr_response, transaction_id } = await create()
  expect(await sandbox.control.readQr(qr_response.qr_string)).toMatchObject({
    merchantName: "TOKO CONTOH",
    amount: 25_000,
    isPayable: true,
    payment: { paymentId: transaction_id },
  })
})

test.each([
  ["text", "hello"],
  [
    "a QR with a wrong CRC",
    "00020101021126640012ID.ZIPAY.WWW01189360082500823836930215ZPM1420312346170303UMI51420012ID.ZIPAY.WWW0215ZPM1420312346170303UMI5204653253033605802ID5917ZHX GUITAR STORE36015JAKARTA SELATAN61051214062140510QRST-5130363040000",
  ],
])("reading %s tells nothing", async (_name, qrPayload) => {
  expect(await sandbox.control.readQr(qrPayload)).toEqual({ isPayable: false })
})

test("the ledger forgets the oldest payment beyond its limit, with its external id", async () => {
  await using small = await startSandbox({ ledgerLimit: 2 })
  const its = ifortepayClient(small)
  for (const external_id of ["A-1", "A-2", "A-3"]) await its.create({ external_id })
  expect((await small.control.payments()).map(({ externalId }) => externalId)).toEqual(["A-2", "A-3"])
  expect((await its.create({ external_id: "A-1" })).status).toBe(200)
})
