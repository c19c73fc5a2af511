import { parse, readAmount } from "@qriskit/payload"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Sandbox, startSandbox, type XenditSettings } from "../src/index.js"
import { jsonClient } from "./json-client.js"
import { merchantServer } from "./merchant-server.js"

const NOW = new Date("2026-11-28T03:00:00.123Z")
const VERSION = { "api-version": "2024-11-11" }

interface Body {
  readonly error_code: string
  readonly message: string
  readonly payment_request_id: string
  readonly status: string
  readonly id: string
  readonly amount: number
  readonly actions: ReadonlyArray<{ readonly descriptor: string; readonly value: string }>
}

const createOf = (reference: string, change: object = {}) => ({
  reference_id: reference,
  type: "PAY",
  country: "ID",
  currency: "IDR",
  request_amount: 25_000,
  capture_method: "AUTOMATIC",
  channel_code: "QRIS",
  channel_properties: {},
  ...change,
})

const clientOf = ({ xendit }: Sandbox) => {
  const call = jsonClient<Body>(xendit.baseUrl, xendit.secretKey, VERSION)
  return {
    call,
    create: (reference: string, change: object = {}, headers: Record<string, string> = {}) =>
      call("POST", "/v3/payment_requests", createOf(reference, change), headers),
    inquire: (id: string, headers: Record<string, string> = {}) =>
      call("GET", `/v3/payment_requests/${id}`, undefined, headers),
    refund: (id: string, change: object = {}, key = "") =>
      call(
        "POST",
        "/refunds",
        { payment_request_id: id, currency: "IDR", reason: "REQUESTED_BY_CUSTOMER", ...change },
        key === "" ? {} : { "idempotency-key": key },
      ),
  }
}

let sandbox: Sandbox
let client: ReturnType<typeof clientOf>

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  client = clientOf(sandbox)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

const withSettings = async (
  xendit: Partial<XenditSettings>,
  run: (other: Sandbox, client: ReturnType<typeof clientOf>) => Promise<void>,
) => {
  await using other = await startSandbox({ clock: "manual", startAt: NOW, xendit })
  await run(other, clientOf(other))
}

const paid = async (reference: string) => {
  const { body } = await client.create(reference)
  await sandbox.control.pay(body.payment_request_id)
  return body.payment_request_id
}

describe("create", () => {
  test("answers as documented, with the QR among its actions", async () => {
    const { status, body } = await client.create("INV-2026-0001", { description: "Kopi susu" })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      business_id: "650000000000000000000001",
      reference_id: "INV-2026-0001",
      type: "PAY",
      request_amount: 25_000,
      status: "REQUIRES_ACTION",
      description: "Kopi susu",
      channel_properties: { expires_at: "2026-11-30T03:00:00Z" },
      created: "2026-11-28T03:00:00.123Z",
    })
    expect(body.payment_request_id).toMatch(/^pr-[0-9a-f-]{36}$/)
    const parsed = parse(body.actions[0]?.value ?? "")
    expect(parsed.ok && readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
  })

  test("answers a dummy where that is set, as the older test mode did", () =>
    withSettings({ dummyQr: true }, async (_, other) => {
      expect((await other.create("A-1")).body.actions[0]?.value).toBe("some-random-qr-string")
    }))

  test.each([
    ["an expiry", { channel_properties: { expires_at: "2026-11-28T04:00:00Z" } }],
    ["an amount above the most", { request_amount: 10_000_001 }],
    ["a fraction", { request_amount: 0.5 }],
    ["another channel", { channel_code: "DANA" }],
    ["a missing object", { channel_properties: undefined }],
  ])("refuses %s", async (_, change) => {
    const { status, body } = await client.create("A-1", change)
    expect([status, body.error_code]).toEqual([400, "API_VALIDATION_ERROR"])
  })

  test("wants the version and the key; another's sub-account is refused", async () => {
    const unversioned = await client.create("A-1", {}, { "api-version": "" })
    expect([unversioned.status, unversioned.body.error_code]).toEqual([400, "API_VALIDATION_ERROR"])
    const stranger = jsonClient<Body>(sandbox.xendit.baseUrl, "xnd_development_other", VERSION)
    expect((await stranger("POST", "/v3/payment_requests", createOf("A-1"))).body.error_code).toBe(
      "INVALID_API_KEY",
    )
    const other = await client.create("A-1", {}, { "for-user-id": "nobody" })
    expect([other.status, other.body.error_code]).toEqual([403, "ACCOUNT_ACCESS_BLOCKED"])
    expect((await client.call("POST", "/v3/payment_requests")).status).toBe(400)
    expect((await client.call("GET", "/v3/payment_requests")).status).toBe(405)
  })

  test("makes a second request under a reference that was used, unless it is set to refuse it", async () => {
    const first = await client.create("A-1")
    const second = await client.create("A-1")
    expect(second.body.payment_request_id).not.toBe(first.body.payment_request_id)
    await withSettings({ uniqueReference: true }, async (_, strict) => {
      await strict.create("A-1")
      expect((await strict.create("A-1")).status).toBe(409)
    })
  })
})

describe("a sub-account", () => {
  test("has payments of its own, and its own token", async () => {
    const { userId, callbackToken } = sandbox.subMerchants.xendit
    const header = { "for-user-id": userId }
    const { body } = await client.create("A-1", {}, header)
    expect(body).toMatchObject({ business_id: userId })
    expect((await client.inquire(body.payment_request_id)).body.error_code).toBe("DATA_NOT_FOUND")
    expect((await client.inquire(body.payment_request_id, header)).body.status).toBe("REQUIRES_ACTION")
    const { headers } = await sandbox.control.callbacks.build(body.payment_request_id)
    expect(headers["x-callback-token"]).toBe(callbackToken)
  })
})

describe("inquiry, cancel, simulation", () => {
  test("a simulated payment is paid, and the webhook tells of it", async () => {
    await using merchant = await merchantServer()
    await sandbox.control.xendit.setCallbackUrl(merchant.url)
    const { body } = await client.create("A-1")
    const path = `/v3/payment_requests/${body.payment_request_id}/simulate`
    expect((await client.call("POST", path, { amount: 1 })).status).toBe(400)
    expect((await client.call("POST", path, { amount: 25_000 })).body.status).toBe("PENDING")
    await sandbox.control.callbacks.idle()
    expect((await client.inquire(body.payment_request_id)).body.status).toBe("SUCCEEDED")
    expect(merchant.received[0]?.headers["x-callback-token"]).toBe(sandbox.xendit.callbackToken)
    expect(JSON.parse(merchant.received[0]?.text ?? "")).toMatchObject({
      event: "payment.capture",
      data: {
        payment_request_id: body.payment_request_id,
        status: "SUCCEEDED",
        captures: [{ capture_amount: 25_000 }],
      },
    })
  })

  test("only what waits can be canceled", async () => {
    const cancel = (id: string) => client.call("POST", `/v3/payment_requests/${id}/cancel`, {})
    const { body } = await client.create("A-1")
    expect((await cancel(body.payment_request_id)).body.status).toBe("CANCELED")
    expect((await cancel(body.payment_request_id)).body.error_code).toBe("INACTIVE_PAYMENT_REQUEST")
    expect((await cancel(await paid("A-2"))).body.error_code).toBe("INELIGIBLE_TRANSACTION_STATUS")
    expect((await cancel("pr-nobody")).status).toBe(404)
  })

  test("a late payment leaves the request expired; only the webhook says paid", async () => {
    const late = async (at: Sandbox, merchant: ReturnType<typeof clientOf>) => {
      const { body } = await merchant.create("A-1")
      await at.control.advance({ hours: 48 })
      await at.control.pay(body.payment_request_id, { force: true })
      const told = JSON.parse((await at.control.callbacks.build(body.payment_request_id)).body)
      return [(await merchant.inquire(body.payment_request_id)).body.status, told.data.status]
    }
    expect(await late(sandbox, client)).toEqual(["EXPIRED", "SUCCEEDED"])
    await withSettings({ latePaymentStaysExpired: false }, async (other, merchant) => {
      expect(await late(other, merchant)).toEqual(["SUCCEEDED", "SUCCEEDED"])
    })
  })
})

describe("refunds", () => {
  test("in parts, never more than was paid, once for each key", async () => {
    const id = await paid("A-1")
    const first = await client.refund(id, { amount: 10_000, reference_id: "r-1" }, "key-1")
    expect(first.body).toMatchObject({ status: "SUCCEEDED", amount: 10_000, reference_id: "r-1" })
    expect((await client.refund(id, { amount: 10_000 }, "key-1")).body.id).toBe(first.body.id)
    expect((await client.refund(id, { amount: 15_001 }, "key-2")).body.error_code).toBe(
      "REFUND_AMOUNT_EXCEEDED",
    )
    expect((await client.refund(id, {}, "key-2")).body.amount).toBe(15_000)
    expect((await client.refund(id)).body.error_code).toBe("REFUND_AMOUNT_EXCEEDED")
    expect((await client.call("GET", `/refunds/${first.body.id}`)).body).toEqual(first.body)
    // A refund does not change the payment request.
    expect((await client.inquire(id)).body.status).toBe("SUCCEEDED")
  })

  test("not of what is unpaid or unknown, nor after the window, nor for any reason", async () => {
    const { body } = await client.create("A-1")
    const code = async (id: string, change = {}) => (await client.refund(id, change)).body.error_code
    expect(await code(body.payment_request_id)).toBe("INELIGIBLE_TRANSACTION_STATUS")
    expect(await code("pr-nobody")).toBe("DATA_NOT_FOUND")
    const id = await paid("A-2")
    expect(await code(id, { reason: "BORED" })).toBe("API_VALIDATION_ERROR")
    await sandbox.control.advance({ hours: 7 * 24 + 1 })
    expect(await code(id)).toBe("INELIGIBLE_TRANSACTION_STATUS")
    expect((await client.call("GET", "/refunds/rfd-nobody")).body.error_code).toBe("DATA_NOT_FOUND")
  })

  test("may stay pending, and end by the clock or by hand; only the end is told", () =>
    withSettings({ refundMs: 60_000 }, async (other, merchant) => {
      await using server = await merchantServer()
      const { body } = await merchant.create("A-1")
      await other.control.pay(body.payment_request_id)
      await other.control.xendit.setCallbackUrl(server.url)
      const one = await merchant.refund(body.payment_request_id, { amount: 1_000, reference_id: "r-1" })
      const two = await merchant.refund(body.payment_request_id, { amount: 2_000, reference_id: "r-2" })
      expect([one.body.status, two.body.status]).toEqual(["PENDING", "PENDING"])
      await other.control.settleRefund(body.payment_request_id, "r-2", "failed")
      await other.control.advance({ minutes: 1 })
      const status = async (id: string) => (await merchant.call("GET", `/refunds/${id}`)).body.status
      expect([await status(one.body.id), await status(two.body.id)]).toEqual(["SUCCEEDED", "FAILED"])
      expect(server.received.map(({ text }) => JSON.parse(text).event)).toEqual([
        "refund.failed",
        "refund.succeeded",
      ])
    }))

  test("at the dashboard are refunds, too", async () => {
    const id = await paid("A-1")
    expect((await sandbox.control.refund(id)).refunds).toMatchObject([
      { amount: 25_000, status: "succeeded" },
    ])
    const { paymentId } = await sandbox.control.payStatic("zipay", 1_000)
    await expect(sandbox.control.refund(paymentId)).rejects.toMatchObject({ code: "unsupported" })
  })
})

test("webhooks can be forged in every way", async () => {
  const id = await paid("A-1")
  const { headers, body } = await sandbox.control.callbacks.build(id, {
    status: "FAILED",
    amount: 1,
    set: { "data.reference_id": "other" },
    wrongSignature: true,
  })
  expect(headers["x-callback-token"]).not.toBe(sandbox.xendit.callbackToken)
  expect(JSON.parse(body).data).toMatchObject({
    status: "FAILED",
    reference_id: "other",
    captures: [{ capture_amount: 1 }],
  })
  expect((await sandbox.control.callbacks.build(id, { unsigned: true })).headers).not.toHaveProperty(
    "x-callback-token",
  )
  const printed = await sandbox.control.payStatic("xendit", 5_000)
  expect((await client.inquire(printed.paymentId)).body.status).toBe("SUCCEEDED")
})
