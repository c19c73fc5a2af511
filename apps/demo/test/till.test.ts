import { once } from "node:events"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Access } from "../src/web/session/access.js"
import { openTill, type Till } from "../src/web/till/till.js"
import { tracingTo } from "../src/web/tracing.js"
import { freePort } from "./support/free-port.js"
import { startPostgres } from "./support/postgres.js"

const openPglite = async () => ({ url: "memory://", stop: () => Promise.resolve() })

describe.each([
  ["PGlite", openPglite],
  ["PostgreSQL", startPostgres],
])("a till on %s", (_, open) => {
  let database: Awaited<ReturnType<typeof open>>
  let sandbox: Sandbox
  let till: Till

  beforeAll(async () => {
    database = await open()
    sandbox = await startSandbox({ clock: "manual" })
    const { subMerchant: _subMerchant, ...account } = sandbox.ifortepay
    const providers = [createIfortepay({ ...account, channel: "NOBU" }), createZipay(sandbox.zipay)]
    till = await openTill({ database: database.url, providers, tracing: tracingTo(undefined) })
  })
  afterAll(async () => {
    await till?.port.close()
    await sandbox?.close()
    await database?.stop()
  })

  it("adds up what was asked and what arrived, exactly, by provider and status", async () => {
    const start = new Date()
    for (const [key, amount] of [
      ["order-1", 18_000],
      ["order-2", 25_000],
      ["order-3", 9_000_000],
    ] as const) {
      await till.open({ key, amount, provider: "zipay", expiresInMinutes: 20 })
    }
    const [first] = await sandbox.control.payments()
    const paid = new Promise<void>((resolve) => {
      till.watch(0, ({ type }) => type === "paid" && resolve())
    })
    await sandbox.control.pay(first?.paymentId ?? "")
    await till.port.receive("zipay", await sandbox.control.callbacks.build(first?.paymentId ?? ""))
    await paid
    const end = new Date(Date.now() + 1)
    expect(await till.totals({ from: start, until: end })).toEqual([
      { provider: "zipay", status: "paid", payments: 1, asked: 18_000n, arrived: 18_000n, ...NOTHING_ELSE },
      { provider: "zipay", status: "pending", payments: 2, asked: 9_025_000n, arrived: 0n, ...NOTHING_ELSE },
    ])
    expect(await till.totals({ from: end })).toEqual([])
    expect(await till.providers()).toEqual(["zipay"])
  })

  it("tells a payment's story in its order, with what a forger claimed", async () => {
    const customer = { name: "Pelanggan Contoh", email: "pelanggan@example.com" }
    await till.open({ key: "order-4", amount: 12_000, provider: "ifortepay", description: "Teh", customer })
    const payment = (await sandbox.control.payments()).at(-1)
    const forged = await sandbox.control.callbacks.build(payment?.paymentId ?? "", {
      status: "PAID",
      wrongSignature: true,
    })
    expect((await till.port.receive("ifortepay", forged)).verdict).toBe("forged")
    await till.cancel("order-4")
    const story = await till.timeline("order-4")
    expect(story.map((entry) => (entry.kind === "event" ? entry.type : entry.kind))).toEqual([
      "attempt",
      "opened",
      "receipt",
      "canceled",
    ])
    expect(story.find(({ kind }) => kind === "receipt")).toMatchObject({ verdict: "forged", times: 1 })
    await expect(till.timeline("no-such-order")).rejects.toMatchObject({ _tag: "NoSuchPayment" })
  })

  it("makes a password up once, knows it again, and lets in nobody else", async () => {
    const access = new Access(till)
    const made = await access.prepare(undefined)
    expect(made).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    expect(await access.prepare(undefined)).toBeUndefined()
    expect(await access.begin("something else")).toBeUndefined()
    const token = (await access.begin(made ?? "")) ?? ""
    expect(await access.isOpen(token)).toBe(true)
    expect(await access.isOpen(`${token}x`)).toBe(false)
    await access.end(token)
    expect(await access.isOpen(token)).toBe(false)
  })

  it("another password ends every session; the same one does not", async () => {
    const access = new Access(till)
    await access.prepare("kata-sandi-pertama")
    const token = (await access.begin("kata-sandi-pertama")) ?? ""
    await access.prepare("kata-sandi-pertama")
    expect(await access.isOpen(token)).toBe(true)
    await access.prepare("kata-sandi-kedua")
    expect(await access.isOpen(token)).toBe(false)
    expect(await access.begin("kata-sandi-pertama")).toBeUndefined()
  })

  it("keeps no password and no session's token in its tables", async () => {
    const access = new Access(till)
    await access.prepare("kata-sandi-rahasia")
    const token = (await access.begin("kata-sandi-rahasia")) ?? ""
    const kept = JSON.stringify([
      await till.query("select * from demo.password"),
      await till.query("select * from demo.session"),
    ])
    expect(kept).not.toContain("kata-sandi")
    expect(kept).not.toContain(token)
  })
})

/** Nobody paid twice, and nothing was given back. */
const NOTHING_ELSE = { surplus: 0n, refunded: 0n }

describe("tracing", () => {
  it("sends spans to a collector where there is one", async () => {
    const spans: Array<string> = []
    const collector = createServer(async (request, response) => {
      spans.push(`${request.url} ${await text(request)}`)
      response.end("{}")
    })
    const port = await freePort()
    await once(collector.listen(port, "127.0.0.1"), "listening")
    const sandbox = await startSandbox()
    const till = await openTill({
      database: "memory://",
      providers: [createZipay(sandbox.zipay)],
      tracing: tracingTo(`http://127.0.0.1:${port}/`),
    })
    await till.open({ key: "order-1", amount: 5_000, provider: "zipay" })
    await till.port.close()
    await sandbox.close()
    collector.close()
    expect(spans.join()).toContain("/v1/traces")
    expect(spans.join()).toContain("Payments.open")
  })
})
