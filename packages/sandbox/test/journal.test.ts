import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type Sandbox, startSandbox } from "../src/index.js"
import { ifortepayClient } from "./ifortepay-client.js"
import { zipayClient } from "./zipay-client.js"

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ clock: "manual", startAt: new Date("2026-04-07T03:00:00.000Z") })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.control.reset())

test("every request is written down with its answer", async () => {
  const created = await ifortepayClient(sandbox).create()
  const [entry, ...more] = await sandbox.control.journal()
  expect(more).toEqual([])
  expect(entry).toMatchObject({
    seq: 1,
    at: new Date("2026-04-07T03:00:00.000Z"),
    provider: "ifortepay",
    operation: "ifortepay.create",
    method: "POST",
    path: "/ewallet/v2/create-qr",
    headers: { authorization: "Basic ***", "x-version": "v3" },
    answer: { status: 200, headers: { "content-type": "application/json" } },
  })
  expect(JSON.parse(entry?.body ?? "")).toMatchObject({ external_id: "EXT-0001" })
  expect(JSON.parse(entry?.answer?.body ?? "")).toEqual(created.body)
})

test("no secret stands in the journal: not the password, not a token, not the Basic pair", async () => {
  const client = zipayClient(sandbox)
  const token = await client.login()
  await client.post("/payment/qr/create", client.createBody("A-1"), token)
  await ifortepayClient(sandbox).create()
  const { userId, password } = sandbox.zipay
  const login = `${sandbox.zipay.baseUrl}/auth/login`
  await fetch(login, { method: "POST", body: new URLSearchParams({ userId, password }) })
  const headers = { "content-type": "application/json" }
  await fetch(login, { method: "POST", headers, body: `{"password":"${password}"` })
  await fetch(login, { method: "POST", headers, body: JSON.stringify({ nested: [{ password }] }) })

  const text = JSON.stringify(await sandbox.control.journal())
  const { merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const basicPair = Buffer.from(`${merchantId}:${secretUnboundId}`).toString("base64")
  for (const secret of [password, token, basicPair, secretUnboundId, hashKey, sandbox.zipay.merchantKey]) {
    expect(text).not.toContain(secret)
  }
  expect(text).toContain("***")
})

test("a fault is named, and an answer that never came is absent", async () => {
  await sandbox.control.faults.script({ at: "*", fault: { kind: "cut" } })
  await expect(ifortepayClient(sandbox).create()).rejects.toThrow()
  const [entry] = await sandbox.control.journal()
  expect(entry?.fault).toBe("cut")
  expect(entry).not.toHaveProperty("answer")
})

test("it can be read from a number on", async () => {
  const client = ifortepayClient(sandbox)
  await client.create()
  await client.create()
  expect((await sandbox.control.journal({ since: 1 })).map(({ seq }) => seq)).toEqual([2])
})

test("it remembers the newest requests only", async () => {
  await using small = await startSandbox({ journalLimit: 3 })
  for (let request = 0; request < 10; request++) await ifortepayClient(small).create()
  expect((await small.control.journal()).map(({ seq }) => seq)).toEqual([8, 9, 10])
})

test("unknown paths are written down without an operation, long bodies cut", async () => {
  await ifortepayClient(sandbox).post("/ewallet/v2/void", { external_id: "x".repeat(30_000) })
  const [entry] = await sandbox.control.journal()
  expect(entry).not.toHaveProperty("operation")
  expect(entry?.body.length).toBeLessThan(17_000)
})
