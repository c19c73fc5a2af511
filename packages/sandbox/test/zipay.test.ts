import { parse, readAmount } from "@qriskit/payload"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Sandbox, startSandbox, type ZipaySettings } from "../src/index.js"
import { zipayClient } from "./zipay-client.js"

const NOW = new Date("2026-04-07T03:00:00.500Z")

let sandbox: Sandbox
let client: ReturnType<typeof zipayClient>

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  client = zipayClient(sandbox)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

async function withSettings(
  zipay: Partial<ZipaySettings>,
  run: (client: ReturnType<typeof zipayClient>, sandbox: Sandbox) => Promise<void>,
) {
  await using other = await startSandbox({ clock: "manual", startAt: NOW, zipay })
  await run(zipayClient(other), other)
}

describe("login", () => {
  test("gives a token of three parts and its expiry a year ahead in Jakarta time", async () => {
    const { userId, password } = sandbox.zipay
    const { status, body } = await client.post("/auth/login", { userId, password })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 200, success: true, data: { expired_token: "2027-04-07 10:00:00" } })
    expect(body.data.access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  test("takes a form too", async () => {
    const { userId, password } = sandbox.zipay
    const response = await fetch(`${sandbox.zipay.baseUrl}/auth/login`, {
      method: "POST",
      body: new URLSearchParams({ userId, password }),
    })
    expect(response.status).toBe(200)
  })

  test.each([
    ["userId", { userId: "somebody" }],
    ["password", { password: "guess" }],
  ])("refuses a wrong %s with 401", async (_name, wrong) => {
    const { userId, password } = sandbox.zipay
    const { status, body } = await client.post("/auth/login", { userId, password, ...wrong })
    expect([status, body.success]).toEqual([401, false])
  })

  test("refuses a missing field with 400 and names it", async () => {
    const { status, body } = await client.post("/auth/login", { userId: "sandbox-user" })
    expect(status).toBe(400)
    expect(body.message).toContain("password")
  })

  test("leaves earlier tokens valid", async () => {
    const first = await client.login()
    await client.login()
    expect((await client.post("/payment/qr/create", client.createBody("A-1"), first)).status).toBe(200)
  })
})

describe("the bearer", () => {
  test.each([
    ["missing", undefined],
    ["wrong", "not.a.token"],
  ])("is refused with 401 when it is %s", async (_name, token) => {
    const { status, body } = await client.post("/payment/qr/create", client.createBody("A-1"), token)
    expect([status, body]).toEqual([401, { status: 401, success: false, message: "Unauthenticated." }])
  })

  test("is refused from the second it expires", () =>
    withSettings({ tokenLifetimeMinutes: 10 }, async (other, { control }) => {
      const token = await other.login()
      await control.setTime(new Date("2026-04-07T03:09:59.999Z"))
      expect((await other.post("/payment/qr/create", other.createBody("A-1"), token)).status).toBe(200)
      await control.setTime(new Date("2026-04-07T03:10:00.000Z"))
      expect((await other.post("/payment/qr/create", other.createBody("A-2"), token)).status).toBe(401)
    }))

  test("is refused after all tokens were revoked, and a new login helps", async () => {
    const token = await client.login()
    await sandbox.control.zipay.revokeTokens()
    expect((await client.post("/payment/qr/create", client.createBody("A-1"), token)).status).toBe(401)
    expect((await client.create("A-1")).status).toBe(200)
  })
})

describe("create", () => {
  test("answers an active payment with its QR, and its expiry in Jakarta time", async () => {
    const { status, body } = await client.create("INIEXTERNALID1234")
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 200,
      success: true,
      data: {
        amount: 10_000,
        externalId: "INIEXTERNALID1234",
        status: "ACTIVE",
        merchantId: "3",
        merchantName: "TOKO CONTOH",
        expired_at: "2026-04-08 10:00:00",
      },
    })
    expect(body.data.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test("takes the published create request as it is", async () => {
    const request = {
      amount: 10000,
      externalId: "INIEXTERNALID1234",
      merchantId: "3",
      signature: "a15d881d91aa6ba66f2eef1215602fdbf38a16a2d85113697f798e2fc8783aee",
    }
    expect((await client.post("/payment/qr/create", request, await client.login())).status).toBe(200)
  })

  test("makes a QR of Zipay's own shape that asks the amount", async () => {
    const { body } = await client.create("INIEXTERNALID1234", 25_000)
    const parsed = parse(body.data.qrString)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    expect(parsed.payload.crc?.isValid).toBe(true)
    expect(readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
    expect(parsed.payload.value("01")).toBe("12")
    expect(parsed.payload.value("26", "00")).toBe("ID.ZIPAY.WWW")
    expect(parsed.payload.value("51", "00")).toBe("ID.ZIPAY.WWW")
    expect(parsed.payload.value("62", "05")).toBe("INIEXTERNALID1234")
  })

  test("puts the merchant's PAN into the QR without the check digit that callbacks carry", async () => {
    const { body } = await client.create("A-1")
    const parsed = parse(body.data.qrString)
    const inQr = parsed.ok ? parsed.payload.value("26", "01") : undefined
    const { mpan } = JSON.parse((await sandbox.control.callbacks.build(body.data.uuid)).body)
    expect(inQr).toMatch(/^\d{18}$/)
    expect(mpan).toBe(`${inQr}7`)
    const doubled = Array.from(mpan.slice(0, 18), Number).map((digit, at) => digit * (at % 2 === 1 ? 2 : 1))
    const sum = doubled.reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0)
    expect((sum + 7) % 10).toBe(0)
  })

  test("gives every payment a payload of its own, also where the external id does not fit in", async () => {
    const long = "X".repeat(40)
    const first = await client.create(`${long}1`)
    const second = await client.create(`${long}2`)
    expect(first.body.data.qrString).not.toBe(second.body.data.qrString)
    expect(parse(first.body.data.qrString).ok).toBe(true)
  })

  test("writes amounts, ids and the expiry as it is set", () =>
    withSettings({ amountAs: "string", merchantIdAs: "number", expiryKey: "expiredAt" }, async (other) => {
      const { body } = await other.create("A-1")
      expect(body.data).toMatchObject({ amount: "10000", merchantId: 3, expiredAt: "2026-04-08 10:00:00" })
      expect(body.data).not.toHaveProperty("expired_at")
    }))

  test("takes the merchant's id as a number, signed as its text", async () => {
    const request = { ...client.createBody("A-1"), merchantId: 3 }
    expect((await client.post("/payment/qr/create", request, await client.login())).status).toBe(200)
  })

  test.each([
    ["a missing amount", 400, { amount: undefined }],
    ["a missing externalId", 400, { externalId: undefined }],
    ["a missing merchantId", 400, { merchantId: undefined }],
    ["a missing signature", 400, { signature: undefined }],
    ["an amount with sen", 400, { amount: 10_000.5 }],
    ["an amount as text", 400, { amount: "10000" }],
    ["an amount of zero", 400, { amount: 0 }],
    ["an amount above the limit", 400, { amount: 10_000_001 }],
    ["an unknown merchant", 404, { merchantId: "4" }],
    ["a wrong signature", 403, { signature: "0".repeat(64) }],
  ])("refuses %s with %i", async (_name, expected, wrong) => {
    const request = { ...client.createBody("A-1"), ...wrong }
    const { status, body } = await client.post("/payment/qr/create", request, await client.login())
    expect([status, body.status, body.success]).toEqual([expected, expected, false])
    expect(await sandbox.control.payments()).toEqual([])
  })

  test("refuses an external id a second time with 409", async () => {
    await client.create("A-1")
    expect((await client.create("A-1")).status).toBe(409)
  })

  test("refuses a signature over the amount or anything else but merchant and external id", async () => {
    const request = { ...client.createBody("A-1"), signature: client.sign("3A-110000") }
    expect((await client.post("/payment/qr/create", request, await client.login())).status).toBe(403)
  })

  test("writes errors as Laravel does where that is set", () =>
    withSettings({ errorShape: "laravel", wrongSignatureStatus: 401 }, async (other) => {
      const { status, body } = await other.post(
        "/payment/qr/create",
        { ...other.createBody("A-1"), signature: "x" },
        await other.login(),
      )
      expect([status, body]).toEqual([401, { message: "Invalid signature" }])
    }))
})

describe("inquiry", () => {
  test("shows the payment as it is: active, paid, expired", async () => {
    const first = (await client.create("A-1")).body.data.uuid
    const second = (await client.create("A-2")).body.data.uuid
    expect((await client.inquire(first)).body.data).toEqual({
      uuid: first,
      amount: 10_000,
      externalId: "A-1",
      status: "ACTIVE",
      merchantId: "3",
      merchantName: "TOKO CONTOH",
      expired_at: "2026-04-08 10:00:00",
    })
    await sandbox.control.pay(first)
    await sandbox.control.advance({ hours: 24 })
    expect((await client.inquire(first)).body.data.status).toBe("PAID")
    expect((await client.inquire(second)).body.data.status).toBe("EXPIRED")
  })

  test("is signed over the uuid, not over the external id", async () => {
    const { uuid } = (await client.create("A-1")).body.data
    const request = { ...client.inquireBody(uuid), signature: client.sign("3A-1") }
    expect((await client.post("/payment/qr/inquiry", request, await client.login())).status).toBe(403)
  })

  test.each([
    ["an unknown uuid", 404, (uuid: string) => client.inquireBody(`${uuid.slice(0, -1)}x`)],
    ["an unknown merchant", 404, (uuid: string) => ({ ...client.inquireBody(uuid), merchantId: "9" })],
    ["a missing uuid", 400, (uuid: string) => ({ ...client.inquireBody(uuid), uuid: undefined })],
    ["a missing signature", 400, (uuid: string) => ({ ...client.inquireBody(uuid), signature: undefined })],
  ])("refuses %s with %i", async (_name, expected, request) => {
    const { uuid } = (await client.create("A-1")).body.data
    const { status } = await client.post("/payment/qr/inquiry", request(uuid), await client.login())
    expect(status).toBe(expected)
  })
})

test("Zipay has no cancel, on the wire or beside it", async () => {
  const { uuid } = (await client.create("A-1")).body.data
  expect((await client.post("/payment/qr/cancel", { uuid }, await client.login())).status).toBe(404)
  await expect(sandbox.control.cancel(uuid)).rejects.toMatchObject({ code: "unsupported" })
})
