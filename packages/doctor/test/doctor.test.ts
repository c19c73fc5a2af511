import { layerConfigVariables } from "@qriskit/provider-snap"
import * as presets from "@qriskit/provider-snap/presets"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { VARIABLES as IFORTEPAY } from "../../provider-ifortepay/src/variables.js"
import { VARIABLES as MIDTRANS } from "../../provider-midtrans/src/variables.js"
import { VARIABLES as XENDIT } from "../../provider-xendit/src/variables.js"
import { VARIABLES as ZIPAY } from "../../provider-zipay/src/variables.js"
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
  const [variables, credentials] = accountOf(acquirer)
  const environment: Record<string, string> = {}
  for (const [path, variable] of Object.entries(variables)) {
    const value = path.split(".").reduce<unknown>((at, key) => (at as Json | undefined)?.[key], credentials)
    if (typeof value === "string")
      environment[variable] = /Url$/.test(path) && origin !== undefined ? at(value, origin) : value
  }
  return environment
}

const at = (url: string, origin: string): string => new URL(new URL(url).pathname, origin).href

const nameOf = (acquirer: string): keyof typeof presets =>
  acquirer.replace("snap-", "") as keyof typeof presets

const accountOf = (acquirer: string): readonly [Readonly<Record<string, string>>, object] => {
  const { ifortepay, zipay, midtrans, xendit, snap } = sandbox
  const name = nameOf(acquirer)
  const accounts: Record<string, readonly [Readonly<Record<string, string>>, object]> = {
    ifortepay: [IFORTEPAY, ifortepay],
    zipay: [ZIPAY, zipay],
    midtrans: [MIDTRANS, midtrans],
    xendit: [XENDIT, xendit],
  }
  return accounts[acquirer] ?? [layerConfigVariables({ ...presets }[name]), snap[name]]
}

const sentencesOf = ({ findings, differences }: Evidence): string =>
  [...findings, ...differences].map(({ sentence }) => sentence).join("\n")

/** What an account looks like that answers otherwise than we read it. */
const examineDeviant = async (
  acquirer: string,
  change: (body: Json, path: string) => void,
): Promise<Evidence> => {
  const { url, close } = await deviant(sandbox.url, change)
  try {
    return await diagnose({ acquirer, environment: environmentOf(acquirer, url), amount: 1_500 })
  } finally {
    await close()
  }
}

/** Those of whom a QR can be canceled. */
const CANCELS = new Set([
  "ifortepay",
  "midtrans",
  "xendit",
  "snap-ifortepay",
  "snap-midtrans",
  "snap-shopeepay",
])

describe.each(Object.keys(ACQUIRERS))("%s", (acquirer) => {
  test("an account that answers as we read it differs in nothing, and no QR stays open where it can be canceled", async () => {
    const evidence = await diagnose({ acquirer, environment: environmentOf(acquirer), amount: 1_500 })
    expect(
      sentencesOf({
        ...evidence,
        findings: evidence.findings.filter(({ verdict }) => verdict === "differs"),
      }),
    ).toBe("")
    expect(isAsRead(evidence)).toBe(true)
    const last = (await sandbox.control.payments()).at(-1)
    const hasCancel = evidence.findings.some(
      ({ step, verdict }) => step === "cancel" && verdict === "as_read",
    )
    expect(last?.status).toBe(hasCancel ? "canceled" : "pending")
    expect(hasCancel).toBe(CANCELS.has(acquirer))
  })

  test("a callback is waited for, read, and the payment asked about", async () => {
    const evidence = await diagnose({
      acquirer,
      environment: environmentOf(acquirer),
      amount: 1_500,
      callbackPort: 0,
      callbackMillis: 20_000,
      onQr: async (payment, port) => {
        const qr = payment.qr?.payload ?? ""
        // BRI asks for a token of ours first: there the acquirer itself calls.
        const asksForToken = acquirer === "snap-bri"
        if (asksForToken) await sandbox.control.snap.setCallbackUrl("bri", `http://127.0.0.1:${port}/`)
        await sandbox.control.pay(qr)
        if (asksForToken) return
        const { headers, body } = await sandbox.control.callbacks.build(qr)
        await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body })
      },
    })
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
  expect(sentencesOf(evidence)).toMatch(
    /`data\.amount` is a decimal number with two places, in quotes, where we expect a whole number/,
  )
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
