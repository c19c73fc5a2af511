import { once } from "node:events"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { freePort } from "@qriskit/testing/free-port"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Access } from "../src/web/session/access.js"
import { openTill, type Till } from "../src/web/till/till.js"
import { tracingTo } from "../src/web/tracing.js"
import { freshDatabase } from "./support/postgres.js"

const openPglite = async () => ({ url: "memory://", isShared: false })
const openPostgres = async () => ({ url: await freshDatabase(), isShared: true })

const openOver = (database: string, { ifortepay, zipay }: Sandbox): Promise<Till> => {
  const providers = [createIfortepay(ifortepay), createZipay(zipay)]
  return openTill({ database, providers, tracing: tracingTo(undefined) })
}

describe.each([
  ["PGlite", openPglite],
  ["PostgreSQL", openPostgres],
])("a till on %s", (_, open) => {
  let database: Awaited<ReturnType<typeof open>>
  let sandbox: Sandbox
  let till: Till

  beforeAll(async () => {
    database = await open()
    sandbox = await startSandbox({ clock: "manual" })
    till = await openOver(database.url, sandbox)
  })
  afterAll(async () => {
    await till?.port.close()
    await sandbox?.close()
  })

  it("adds up what was asked and what arrived, exactly, by provider and status", async () => {
    // The time of a payment is the database's, which need not be this process's to the millisecond.
    const start = new Date(Date.now() - 60_000)
    for (const [key, amount] of [
      ["order-1", 18_000],
      ["order-2", 25_000],
      ["order-3", 9_000_000],
    ] as const) {
      await till.open({ key, amount, provider: "zipay", expiresInMinutes: 20 })
    }
    const [first] = await sandbox.control.payments()
    const paid = new Promise<void>((resolve) => {
      till.watch({ key: "order-1" }, { happened: ({ type }) => type === "paid" && resolve() })
    })
    await sandbox.control.pay(first?.paymentId ?? "")
    await till.port.receive("zipay", await sandbox.control.callbacks.build(first?.paymentId ?? ""))
    await paid
    const end = new Date(Date.now() + 60_000)
    expect(await till.console.totals({ from: start, until: end })).toEqual([
      { provider: "zipay", status: "paid", payments: 1, asked: 18_000n, arrived: 18_000n, ...NOTHING_ELSE },
      { provider: "zipay", status: "pending", payments: 2, asked: 9_025_000n, arrived: 0n, ...NOTHING_ELSE },
    ])
    expect(await till.console.totals({ from: end })).toEqual([])
    expect(await till.console.providers()).toEqual(["zipay"])
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
    await till.cancel("order-4", {})
    const story = await till.console.timeline("order-4", {})
    expect(story.map((entry) => (entry.kind === "event" ? entry.type : entry.kind))).toEqual([
      "attempt",
      "opened",
      "receipt",
      "canceled",
    ])
    expect(story.find(({ kind }) => kind === "receipt")).toMatchObject({ verdict: "forged", times: 1 })
    await expect(till.console.timeline("no-such-order", {})).rejects.toMatchObject({ _tag: "NoSuchPayment" })
  })

  it("makes a password up once for each seat, knows it again, and lets in nobody else", async () => {
    const access = new Access(till)
    const made = await access.prepare("toko", undefined)
    const other = await access.prepare("cabang", undefined)
    expect(made).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    expect(other).not.toBe(made)
    expect(await access.prepare("toko", undefined)).toBeUndefined()
    expect(await access.begin("toko", "something else")).toBeUndefined()
    expect(await access.begin("toko", other ?? "")).toBeUndefined()
    expect(await access.begin("no-such-seat", made ?? "")).toBeUndefined()
    const token = (await access.begin("toko", made ?? "")) ?? ""
    expect(await access.session(token)).toMatchObject({ seat: "toko" })
    expect(await access.session(`${token}x`)).toBeUndefined()
    await access.end(token)
    expect(await access.session(token)).toBeUndefined()
  })

  it("another password ends the seat's sessions and nobody else's; the same one ends none", async () => {
    const access = new Access(till)
    await access.prepare("kasir", "kata-sandi-pertama")
    await access.prepare("gudang", "kata-sandi-gudang")
    const token = (await access.begin("kasir", "kata-sandi-pertama")) ?? ""
    const elsewhere = (await access.begin("gudang", "kata-sandi-gudang")) ?? ""
    await access.prepare("kasir", "kata-sandi-pertama")
    expect(await access.session(token)).toBeDefined()
    await access.prepare("kasir", "kata-sandi-kedua")
    expect(await access.session(token)).toBeUndefined()
    expect(await access.session(elsewhere)).toBeDefined()
    expect(await access.begin("kasir", "kata-sandi-pertama")).toBeUndefined()
    // As a process does that is killed between the password and its sessions.
    await till.query("update demo.seat_password set hash = 'x.y' where seat = 'gudang'")
    expect(await access.session(elsewhere)).toBeUndefined()
  })

  it("tells those who rely on a session of its end, in whichever process: signed out, another password, time over", async () => {
    const access = new Access(till)
    const another = database.isShared ? await openOver(database.url, sandbox) : undefined
    const elsewhere = another === undefined ? access : new Access(another)
    await access.prepare("layar", "kata-sandi-pertama")
    const begin = async () => (await access.begin("layar", "kata-sandi-pertama")) ?? ""

    const first = await begin()
    const signedOut = [overOf(access, first), overOf(elsewhere, first)]
    await access.end(first)
    await Promise.all(signedOut)

    const second = await begin()
    await till.query("update demo.seat_session set ends_at = now() + interval '20 milliseconds'")
    await overOf(access, second)

    const third = await begin()
    const changed = [overOf(access, third), overOf(elsewhere, third)]
    await elsewhere.prepare("layar", "kata-sandi-kedua")
    await Promise.all(changed)
    // It is over before anybody asks.
    await overOf(access, third)
    await another?.port.close()
  })

  it("keeps no password and no session's token in its tables", async () => {
    const access = new Access(till)
    await access.prepare("rahasia", "kata-sandi-rahasia")
    const token = (await access.begin("rahasia", "kata-sandi-rahasia")) ?? ""
    const kept = JSON.stringify([
      await till.query("select * from demo.seat_password"),
      await till.query("select * from demo.seat_session"),
    ])
    expect(kept).not.toContain("kata-sandi")
    expect(kept).not.toContain(token)
  })
})

/** Resolves when a session has ended. */
const overOf = (access: Access, token: string): Promise<void> =>
  new Promise((over, reject) => {
    access.watch(token, { over, lost: () => reject(new Error("the database is away")) })
  })

/** Nobody paid twice, and nothing was given back. */
const NOTHING_ELSE = { surplus: 0n, refunded: 0n, settled: 0n, fee: 0n, net: 0n }

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
      database: await freshDatabase(),
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
