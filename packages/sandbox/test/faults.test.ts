import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { badGatewayHtml, type Fault, type Sandbox, startSandbox, tooManyRequests } from "../src/index.js"
import { CREATE_BODY, ifortepayClient } from "./ifortepay-client.js"
import { zipayClient } from "./zipay-client.js"

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

/** One create under a fault, as a client sees it. */
async function createUnder(fault: Fault, signal: AbortSignal | null = null): Promise<Response> {
  await sandbox.control.faults.script({ at: "ifortepay.create", fault })
  return create(signal)
}

async function create(signal: AbortSignal | null = null): Promise<Response> {
  const { merchantId, secretUnboundId, baseUrl } = sandbox.ifortepay
  return fetch(`${baseUrl}/ewallet/v2/create-qr`, {
    method: "POST",
    redirect: "manual",
    signal,
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${merchantId}:${secretUnboundId}`).toString("base64")}`,
      "x-req-signature": "8973c6fe8cebe91cd1f1bc4af02c14aa7a7bfa08d22375032a58455c9a4c5f40",
    },
    body: JSON.stringify(CREATE_BODY),
  })
}

const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error && "code" in error.cause ? error.cause.code : error

const externalIds = async () => (await sandbox.control.payments()).map(({ externalId }) => externalId)

const acted = [["without acting", false, []] as const, ["after acting", true, ["EXT-0001"]] as const]

/** A create under a fault that a client gives up on as soon as the request has arrived. */
async function giveUpUnder(fault: Fault): Promise<unknown> {
  const leaving = new AbortController()
  const creating = createUnder(fault, leaving.signal).catch((error: unknown) => error)
  await expect.poll(async () => (await sandbox.control.journal()).length).toBe(1)
  leaving.abort()
  return creating
}

test.each(acted)("silence never answers, %s", async (_name, acting, made) => {
  expect(await giveUpUnder({ kind: "silence", acting })).toMatchObject({ name: "AbortError" })
  expect(await externalIds()).toEqual(made)
})

test.each(acted)("a cut resets the connection before any byte, %s", async (_name, acting, made) => {
  const code = await createUnder({ kind: "cut", acting }).catch(causeOf)
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(code)
  expect(await externalIds()).toEqual(made)
})

test("half a body arrives with the headers of the whole, then the connection ends", async () => {
  const response = await createUnder({ kind: "half-body" })
  expect(response.status).toBe(200)
  const promised = Number(response.headers.get("content-length"))
  const reader = response.body?.getReader()
  const first = await reader?.read()
  expect(first?.value?.byteLength).toBe(Math.floor(promised / 2))
  await expect(reader?.read()).rejects.toThrow()
  expect(await externalIds()).toEqual(["EXT-0001"])
})

test("slow headers come late, and the right answer with them", async () => {
  const started = performance.now()
  const response = await createUnder({ kind: "slow-headers", ms: 50 })
  expect(performance.now() - started).toBeGreaterThanOrEqual(45)
  expect(await response.json()).toMatchObject({ response_code: "00" })
})

test("slow headers that a client does not wait for come after the work was done", async () => {
  expect(await giveUpUnder({ kind: "slow-headers", ms: 60_000 })).toMatchObject({ name: "AbortError" })
  expect(await externalIds()).toEqual(["EXT-0001"])
})

test("a slow body ends late, and is the right one", async () => {
  const started = performance.now()
  const response = await createUnder({ kind: "slow-body", ms: 50 })
  expect(await response.json()).toMatchObject({ response_code: "00" })
  expect(performance.now() - started).toBeGreaterThanOrEqual(45)
})

test("a slow body sends its headers at once", async () => {
  const response = await createUnder({ kind: "slow-body", ms: 60_000 })
  expect(response.status).toBe(200)
  await sandbox.control.faults.clear()
  await expect(response.text()).rejects.toThrow()
})

test("another status comes with its body, type and headers, without acting", async () => {
  const response = await createUnder({
    kind: "status",
    status: 503,
    body: "later",
    contentType: "text/x-note",
    headers: { "x-note": "1" },
  })
  expect(response.status).toBe(503)
  expect(response.headers.get("content-type")).toBe("text/x-note")
  expect(response.headers.get("x-note")).toBe("1")
  expect(await response.text()).toBe("later")
  expect(await externalIds()).toEqual([])
})

test("another status can come after acting", async () => {
  expect((await createUnder({ kind: "status", status: 500, acting: true })).status).toBe(500)
  expect(await externalIds()).toEqual(["EXT-0001"])
})

test("the preset of a bad gateway is 502 with HTML", async () => {
  const response = await createUnder(badGatewayHtml)
  expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html"])
  expect(await response.text()).toContain("<h1>502 Bad Gateway</h1>")
})

test("the preset of too many requests is 429 with Retry-After", async () => {
  const response = await createUnder(tooManyRequests(7))
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"])
})

test("a wrong content type comes with the right body", async () => {
  const response = await createUnder({ kind: "content-type", contentType: "text/html" })
  expect(response.headers.get("content-type")).toBe("text/html")
  expect(await response.json()).toMatchObject({ response_code: "00" })
})

test("an oversized body is valid JSON of more than 1 MiB", async () => {
  const text = await (await createUnder({ kind: "oversized" })).text()
  expect(text.length).toBeGreaterThan(1024 * 1024)
  expect(JSON.parse(text)).toMatchObject({ response_code: "00" })
})

test("a redirect leads elsewhere without acting", async () => {
  const response = await createUnder({ kind: "redirect", location: "http://127.0.0.1:9/" })
  expect([response.status, response.headers.get("location")]).toEqual([307, "http://127.0.0.1:9/"])
  expect(await externalIds()).toEqual([])
})

test("an amended answer has fields set, removed, and the whole wrapped", async () => {
  const response = await createUnder({
    kind: "amend",
    set: { "payment_details.amount": 1, "new.field": { deep: true } },
    remove: ["qr_response.qr_string", "absent.field"],
    wrap: true,
  })
  const content: unknown = await response.json()
  expect(content).toMatchObject({
    data: {
      external_id: "EXT-0001",
      payment_details: { amount: 1, total_amount: 25_000 },
      new: { field: { deep: true } },
    },
  })
  expect(content).toHaveProperty("data.qr_response", {})
  expect(content).not.toHaveProperty("data.absent")
  expect((await sandbox.control.payments())[0]?.amount).toBe(25_000)
})

test("faults strike in the order they were scripted, as often as they say, where they say", async () => {
  const { faults } = sandbox.control
  await faults.script({ at: "ifortepay.create", times: 2, fault: { kind: "status", status: 500 } })
  await faults.script({ at: "zipay.login", fault: { kind: "status", status: 501 } })
  await faults.script({ at: "*", fault: { kind: "status", status: 502 } })
  const statuses = []
  for (let request = 0; request < 4; request++) statuses.push((await create()).status)
  expect(statuses).toEqual([500, 500, 502, 200])
  expect(await faults.list()).toEqual([
    { at: "zipay.login", remaining: 1, fault: { kind: "status", status: 501 } },
  ])
})

test("a fault can last until it is cleared", async () => {
  const { faults } = sandbox.control
  await faults.script({ at: "*", times: Number.POSITIVE_INFINITY, fault: { kind: "status", status: 503 } })
  for (let request = 0; request < 3; request++) expect((await create()).status).toBe(503)
  await faults.clear()
  expect((await create()).status).toBe(200)
})

test("clearing the faults lets go of clients that wait for nothing", async () => {
  const creating = createUnder({ kind: "silence" }).catch(causeOf)
  await expect.poll(async () => (await sandbox.control.journal()).length).toBe(1)
  await sandbox.control.faults.clear()
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await creating)
})

test("closing the sandbox lets go of clients that wait for nothing", async () => {
  const other = await startSandbox()
  await other.control.faults.script({ at: "*", fault: { kind: "silence" } })
  const logging = zipayClient(other).login().catch(causeOf)
  await expect.poll(async () => (await other.control.journal()).length).toBe(1)
  await other.close()
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await logging)
})

test("each of an acquirer's operations can be struck", async () => {
  const ifortepay = ifortepayClient(sandbox)
  const zipay = zipayClient(sandbox)
  const token = await zipay.login()
  const fault: Fault = { kind: "status", status: 599, contentType: "application/json", body: "{}" }
  const calls = {
    "ifortepay.create": () => ifortepay.create(),
    "ifortepay.inquire": () => ifortepay.inquire({}),
    "ifortepay.cancel": () => ifortepay.cancel({}),
    "zipay.login": () => zipay.post("/auth/login", {}),
    "zipay.create": () => zipay.post("/payment/qr/create", {}, token),
    "zipay.inquire": () => zipay.post("/payment/qr/inquiry", {}, token),
  } as const
  for (const [at, call] of Object.entries(calls)) {
    await sandbox.control.faults.script({ at: at as keyof typeof calls, fault })
    expect([at, (await call()).status]).toEqual([at, 599])
  }
})

test("refusing closes the port: connections are refused until it is restored, on the same port", async () => {
  expect((await create()).status).toBe(200)
  await sandbox.control.faults.refuse()
  expect(await create().catch(causeOf)).toBe("ECONNREFUSED")
  await sandbox.control.faults.restore()
  expect((await create()).status).toBe(400)
  expect(await externalIds()).toEqual(["EXT-0001"])
})

test("a client in the middle of an exchange is cut off when the port is refused", async () => {
  const creating = createUnder({ kind: "slow-headers", ms: 60_000 }).catch(causeOf)
  await expect.poll(externalIds).toEqual(["EXT-0001"])
  await sandbox.control.faults.refuse()
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await creating)
  await sandbox.control.faults.restore()
})

test("opening and shutting do not get into each other's way", async () => {
  const { faults } = sandbox.control
  await Promise.all([faults.refuse(), faults.restore(), faults.restore(), faults.refuse(), faults.restore()])
  expect((await create()).status).toBe(200)
})

test("refusing for a while ends by itself", async () => {
  await sandbox.control.faults.refuse({ forMs: 250 })
  expect(await create().catch(causeOf)).toBe("ECONNREFUSED")
  await expect.poll(() => create().then((response) => response.status, causeOf)).toBe(200)
})

test.each([
  ["an unknown kind", { kind: "gremlin" }],
  ["a status that is none", { kind: "status", status: 99 }],
  ["a header that splits the answer", { kind: "status", status: 200, headers: { "x-a": "1\r\nx-b: 2" } }],
  ["a path into the prototype", { kind: "amend", set: { "__proto__.polluted": true } }],
  ["a field that it does not have", { kind: "silence", forever: true }],
])("a fault with %s is refused when it is scripted", async (_name, fault) => {
  const rule = { at: "*", fault }
  // @ts-expect-error: the types refuse it too
  await expect(sandbox.control.faults.script(rule)).rejects.toMatchObject({ code: "invalid_input" })
})

test("at most a thousand faults wait", async () => {
  const { faults } = sandbox.control
  for (let rule = 0; rule < 1_000; rule++) await faults.script({ at: "*", fault: { kind: "cut" } })
  await expect(faults.script({ at: "*", fault: { kind: "cut" } })).rejects.toMatchObject({ code: "refused" })
})
