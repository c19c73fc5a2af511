import { request as httpRequest } from "node:http"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { connectSandbox, type Sandbox, type SandboxControl, startSandbox } from "../src/index.js"
import { ifortepayClient } from "./ifortepay-client.js"
import { merchantServer } from "./merchant-server.js"
import { zipayClient } from "./zipay-client.js"

const NOW = new Date("2026-04-07T03:00:00.000Z")

let sandbox: Sandbox
let remote: SandboxControl

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: NOW })
  remote = connectSandbox(sandbox.url)
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

/** Everything a control can do, once; what each step answered. */
async function tour(control: SandboxControl, merchantUrl: string): Promise<unknown[]> {
  await control.reset({ seed: 7 })
  const client = ifortepayClient(sandbox)
  const zipay = zipayClient(sandbox)
  const first = (await client.create({ external_id: "A-1", callback_url: merchantUrl })).body.transaction_id
  const second = (await client.create({ external_id: "A-2" })).body.transaction_id
  const third = (await client.create({ external_id: "A-3" })).body.transaction_id
  const fourth = (await zipay.create("Z-1")).body.data.uuid
  const told: unknown[] = []
  const tell = async (answer: Promise<unknown>) =>
    told.push(await answer.catch((error: unknown) => String(error)))

  await tell(control.now())
  await tell(control.advance(1_500))
  await tell(control.advance({ seconds: 1, minutes: 1 }))
  await tell(control.setTime(new Date("2026-04-07T03:05:00.000Z")))
  await tell(control.zipay.setCallbackUrl(merchantUrl))
  await tell(control.ifortepay.setStaticCallbackUrl(merchantUrl))
  await tell(control.callbacks.script({ duplicate: 1 }))
  await tell(
    control.pay(first, {
      issuer: "DANA",
      payerName: "PELANGGAN DUA",
      at: new Date("2026-04-07T03:04:00.000Z"),
    }),
  )
  await tell(control.pay(first))
  await tell(control.pay("unknown"))
  await tell(control.expire(second))
  await tell(control.pay(second, { amount: 1, force: true }))
  await tell(control.cancel(third))
  await tell(control.cancel(fourth))
  await tell(control.setProviderStatus(fourth, "WEIRD"))
  await tell(control.staticQr("ifortepay"))
  await tell(control.payStatic("zipay", 9_000, { issuer: "OVO" }))
  await tell(control.readQr(await control.staticQr("zipay")))
  await tell(control.payments())
  await tell(control.payment(first))
  await tell(control.payment("unknown"))
  await tell(
    control.faults.script({ at: "zipay.login", times: 2, fault: { kind: "amend", set: { "data.x": [1] } } }),
  )
  await tell(control.faults.list())
  await tell(control.faults.clear())
  await tell(control.faults.list())
  await tell(control.faults.restore())
  await tell(control.callbacks.script({ reorder: true }))
  await tell(control.callbacks.resend(first))
  await tell(
    control.callbacks.build(first, { status: "PAID", amount: 3, wrongSignature: true, set: { note: null } }),
  )
  await tell(control.callbacks.release())
  await tell(control.callbacks.idle())
  await tell(control.callbacks.attempts())
  await tell(control.zipay.revokeTokens())
  await tell(control.journal({ since: 2 }))
  await tell(control.journal())
  return told
}

test("a control over HTTP does and answers exactly what one in process does", async () => {
  await using merchant = await merchantServer()
  const inProcess = await tour(sandbox.control, merchant.url)
  const overHttp = await tour(remote, merchant.url)
  expect(overHttp).toEqual(inProcess)
  expect(inProcess.filter((answer) => String(answer).startsWith("SandboxError"))).toHaveLength(4)
})

test("over HTTP the port can be refused only for a while, and opens again", async () => {
  await expect(remote.faults.refuse()).rejects.toMatchObject({ code: "invalid_input" })
  await remote.faults.refuse({ forMs: 250 })
  await expect(remote.now()).rejects.toMatchObject({ code: "unreachable" })
  await expect.poll(() => remote.now().catch(() => undefined)).toEqual(NOW)
})

test("over HTTP nothing can be infinite, and the client says so", async () => {
  const rule = { at: "*", times: Number.POSITIVE_INFINITY, fault: { kind: "cut" } } as const
  await expect(remote.faults.script(rule)).rejects.toThrow("Infinity")
})

test("wrong input is refused with the field that is wrong", async () => {
  await expect(remote.pay("x", { amount: 1.5 })).rejects.toThrow("pay: amount: must be a whole number")
  await expect(sandbox.control.pay("x", { amount: 1.5 })).rejects.toThrow(
    "pay: amount: must be a whole number",
  )
  await expect(remote.reset({ seed: -1 })).rejects.toMatchObject({ code: "invalid_input" })
})

test("a client says when no sandbox answers", async () => {
  await expect(connectSandbox("http://127.0.0.1:9").now()).rejects.toMatchObject({ code: "unreachable" })
  await expect(connectSandbox(sandbox.zipay.baseUrl).now()).rejects.toMatchObject({ code: "unreachable" })
})

test("a closed sandbox refuses every control, and closes twice without harm", async () => {
  const other = await startSandbox()
  await Promise.all([other.close(), other.close()])
  await expect(other.control.now()).rejects.toMatchObject({ code: "closed" })
})

/** A request with headers that fetch would not let one set. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = "GET",
  body = "",
  base = sandbox.url,
): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(base + path, { method, headers, agent: false }, (response) => {
      let text = ""
      response.on("data", (chunk) => {
        text += chunk
      })
      response.on("end", () => resolve([response.statusCode ?? 0, text]))
    })
    outgoing.on("error", reject)
    outgoing.end(body)
  })
}

describe("the control plane", () => {
  const json = { "content-type": "application/json" }

  test("can be read with a plain GET", async () => {
    const [status, text] = await raw("/_sandbox/journal?since=0", {})
    expect([status, JSON.parse(text)]).toEqual([200, { entries: [] }])
  })

  test("changes nothing by GET", async () => {
    expect((await raw("/_sandbox/reset", {}))[0]).toBe(400)
  })

  test.each(["localhost:1", "127.0.0.1", "[::1]:8090"])("answers under the host %s", async (host) => {
    expect((await raw("/_sandbox/now", { host }))[0]).toBe(200)
  })

  test.each(["attacker.example", "localhost.attacker.example", "127.0.0.1.attacker.example", "10.0.0.1"])(
    "does not answer under the host '%s': that is how DNS rebinding looks",
    async (host) => {
      expect((await raw("/_sandbox/now", { host }))[0]).toBe(403)
      expect((await raw("/", { host }))[0]).toBe(403)
    },
  )

  test.each([
    ["another origin", { origin: "https://attacker.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["an opaque origin", { origin: "null" }],
    ["another site's page, by fetch metadata", { "sec-fetch-site": "cross-site" }],
    ["another port's page, by fetch metadata", { "sec-fetch-site": "same-site" }],
  ])("does not answer %s", async (_name, headers) => {
    expect((await raw("/_sandbox/reset", { ...json, ...headers }, "POST", "{}"))[0]).toBe(403)
  })

  test("answers its own page", async () => {
    const headers = { ...json, origin: sandbox.url, "sec-fetch-site": "same-origin" }
    expect((await raw("/_sandbox/now", headers, "POST", "{}"))[0]).toBe(200)
  })

  test("does not take what a form of another site could send", async () => {
    expect((await raw("/_sandbox/reset", { "content-type": "text/plain" }, "POST", "{}"))[0]).toBe(403)
  })

  test.each([
    ["unknown operations", "/_sandbox/toString", "{}", 404],
    ["bodies that are not JSON", "/_sandbox/pay", "{", 400],
    ["bodies that are no object", "/_sandbox/pay", "[]", 400],
    ["unknown fields", "/_sandbox/now", '{"x":1}', 400],
    ["bodies of more than 1 MiB", "/_sandbox/pay", JSON.stringify({ id: "x".repeat(1024 * 1024) }), 400],
  ])("refuses %s in its own form", async (_name, path, body, expected) => {
    const [status, text] = await raw(path, json, "POST", body)
    expect(status).toBe(expected)
    expect(JSON.parse(text)).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    })
  })

  test("is not served on a host that is not loopback, unless it is exposed", async () => {
    await using open = await startSandbox({ host: "0.0.0.0" })
    expect((await fetch(`${open.url}/_sandbox/now`)).status).toBe(404)
    expect((await fetch(open.url)).status).toBe(404)
    expect((await zipayClient(open).create("A-1")).status).toBe(200)
    expect((await open.control.payments()).length).toBe(1)

    await using exposed = await startSandbox({ host: "0.0.0.0", exposeControl: true })
    expect((await fetch(`${exposed.url}/_sandbox/now`)).status).toBe(200)
  })

  test("answers an exposed sandbox's callers by address, and by the names it was given", async () => {
    await using exposed = await startSandbox({
      host: "0.0.0.0",
      exposeControl: true,
      controlHosts: ["sandbox"],
    })
    const statusUnder = async (host: string) =>
      (await raw("/_sandbox/now", { host }, "GET", "", exposed.url))[0]
    expect(await statusUnder("10.0.0.1:8090")).toBe(200)
    expect(await statusUnder("SANDBOX:8090")).toBe(200)
    expect(await statusUnder("attacker.example")).toBe(403)
  })
})
