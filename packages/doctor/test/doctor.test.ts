import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ACQUIRERS } from "../src/acquirers.js"
import { diagnose } from "../src/doctor.js"
import { type Evidence, isAsRead } from "../src/evidence.js"
import { deviant, type Json } from "./deviant.js"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, seed: 7 })
})
afterAll(() => sandbox.close())

/** The variables of an account that the sandbox has, at another address where one is given. */
const environmentOf = (acquirer: string, origin?: string): Record<string, string> => {
  const at = (baseUrl: string) => (origin === undefined ? baseUrl : new URL(new URL(baseUrl).pathname, origin).href)
  const { ifortepay, zipay, midtrans, xendit } = sandbox
  const environments: Record<string, Record<string, string>> = {
    ifortepay: {
      IFORTEPAY_MERCHANT_ID: ifortepay.merchantId,
      IFORTEPAY_SECRET_UNBOUND_ID: ifortepay.secretUnboundId,
      IFORTEPAY_HASH_KEY: ifortepay.hashKey,
      IFORTEPAY_CHANNEL: "NOBU",
      IFORTEPAY_ENVIRONMENT: "staging",
      IFORTEPAY_BASE_URL: at(ifortepay.baseUrl),
    },
    zipay: {
      ZIPAY_USER_ID: zipay.userId,
      ZIPAY_PASSWORD: zipay.password,
      ZIPAY_MERCHANT_ID: zipay.merchantId,
      ZIPAY_MERCHANT_KEY: zipay.merchantKey,
      ZIPAY_BASE_URL: at(zipay.baseUrl),
    },
    midtrans: {
      MIDTRANS_SERVER_KEY: midtrans.serverKey,
      MIDTRANS_ENVIRONMENT: "sandbox",
      MIDTRANS_BASE_URL: at(midtrans.baseUrl),
    },
    xendit: {
      XENDIT_SECRET_KEY: xendit.secretKey,
      XENDIT_CALLBACK_TOKEN: xendit.callbackToken,
      XENDIT_BASE_URL: at(xendit.baseUrl),
    },
  }
  return environments[acquirer] ?? {}
}

const sentencesOf = ({ findings, differences }: Evidence): string =>
  [...findings, ...differences].map(({ sentence }) => sentence).join("\n")

/** What an account looks like that answers otherwise than we read it. */
const examineDeviant = async (acquirer: string, change: (body: Json, path: string) => void): Promise<Evidence> => {
  const { url, close } = await deviant(sandbox.url, change)
  try {
    return await diagnose({ acquirer, environment: environmentOf(acquirer, url), amount: 1_500 })
  } finally {
    await close()
  }
}

describe.each(Object.keys(ACQUIRERS))("%s", (acquirer) => {
  test("an account that answers as we read it differs in nothing, and no QR stays open where it can be canceled", async () => {
    const evidence = await diagnose({ acquirer, environment: environmentOf(acquirer), amount: 1_500 })
    expect(sentencesOf({ ...evidence, findings: evidence.findings.filter(({ verdict }) => verdict === "differs") })).toBe("")
    expect(isAsRead(evidence)).toBe(true)
    const last = (await sandbox.control.payments()).at(-1)
    expect(last?.status).toBe(acquirer === "zipay" ? "pending" : "canceled")
  })

  test("a callback is waited for, read, and the payment asked about", async () => {
    const port = await new Promise<{ url: string; evidence: Promise<Evidence> }>((resolve) => {
      const evidence = diagnose({
        acquirer,
        environment: environmentOf(acquirer),
        amount: 1_500,
        callbackPort: 0,
        callbackMillis: 20_000,
        onQr: async (payment, listening) => {
          await sandbox.control.pay(payment.qr?.payload ?? payment.ref.paymentId)
          const { headers, body } = await sandbox.control.callbacks.build(payment.ref.paymentId)
          await fetch(`http://127.0.0.1:${listening}/`, { method: "POST", headers, body })
        },
      })
      resolve({ url: "", evidence })
    })
    const evidence = await port.evidence
    expect(sentencesOf(evidence)).toMatch(/A callback came: it claims paid/)
    expect(sentencesOf(evidence)).toMatch(/An inquiry afterwards says paid/)
    expect(sentencesOf(evidence)).toMatch(/Give the money back/)
    expect(isAsRead(evidence)).toBe(true)
  })

  test("the evidence holds no secret, no id, no amount and no name", async () => {
    const environment = environmentOf(acquirer)
    const evidence = JSON.stringify(await diagnose({ acquirer, environment, amount: 1_523 }))
    const { externalId, paymentId, qrPayload } = (await sandbox.control.payments()).at(-1) ?? {}
    const values = Object.entries(environment)
      .filter(([name]) => !/(URL|ENVIRONMENT|CHANNEL)$/.test(name))
      .map(([, value]) => value)
      .filter((value) => value.length > 3)
    for (const secret of [...values, externalId, paymentId, qrPayload, "1523", "127.0.0.1"])
      expect(evidence).not.toContain(secret)
  })
})

test("fields that are new, missing, or written otherwise are named, each with its place", async () => {
  const evidence = await examineDeviant("zipay", (body, path) => {
    if (!/qris|payment|inquiry/i.test(path)) return
    const data = body["data"] as Json | undefined
    if (data === undefined || data === null) return
    data["feeType"] = "MERCHANT"
    if (typeof data["amount"] === "number") data["amount"] = `${data["amount"]}.00`
  })
  expect(sentencesOf(evidence)).toMatch(/has `data\.feeType` \(a text\), which we do not read/)
  expect(sentencesOf(evidence)).toMatch(/`data\.amount` is a decimal number with two places, in quotes, where we expect a whole number/)
  expect(isAsRead(evidence)).toBe(false)
})

test("a status word that nobody knows, and a dummy QR, are named", async () => {
  const evidence = await examineDeviant("xendit", (body) => {
    if (body["status"] === "REQUIRES_ACTION") body["status"] = "AWAITING_CUSTOMER"
  })
  expect(sentencesOf(evidence)).toMatch(/`status` is "AWAITING_CUSTOMER", where we expect "REQUIRES_ACTION"/)
  const dummy = await examineDeviant("midtrans", (body) => {
    if (typeof body["qr_string"] === "string") body["qr_string"] = "dummy-qr-of-a-test-server"
  })
  expect(sentencesOf(dummy)).toMatch(/Making a QR failed: UntrustedResponse \(unknown\)/)
  expect(dummy.openPoints.find(({ row }) => row.includes("qr_string"))?.seen).toContain("qr_string")
})

test("a host that is not there is said, and nothing more is tried than can be", async () => {
  const evidence = await diagnose({
    acquirer: "ifortepay",
    environment: { ...environmentOf("ifortepay"), IFORTEPAY_BASE_URL: "http://127.0.0.1:9" },
  })
  expect(sentencesOf(evidence)).toMatch(/host does not answer/)
  expect(sentencesOf(evidence)).toMatch(/Making a QR failed: NetworkFailure \(not_sent\)/)
})

test("wrong credentials are a finding; missing ones are said before anything is sent", async () => {
  const evidence = await diagnose({
    acquirer: "zipay",
    environment: { ...environmentOf("zipay"), ZIPAY_PASSWORD: "another-password" },
  })
  expect(sentencesOf(evidence)).toMatch(/Making a QR failed: Unauthorized/)
  await expect(diagnose({ acquirer: "zipay", environment: {} })).rejects.toMatchObject({
    _tag: "InvalidConfiguration",
  })
  await expect(diagnose({ acquirer: "contoh", environment: {} })).rejects.toThrow("There are ifortepay")
})
