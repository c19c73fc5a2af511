import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { createPayments, type PaymentsClient } from "../src/promise.js"
import { PGBOUNCER, startPgbouncer } from "./support/pgbouncer.js"
import { createDatabase } from "./support/postgres-server.js"
import { until } from "./support/processes.js"
import { rawOf } from "./support/world.js"

const poolers: Array<() => Promise<void>> = []

/** The same behind a pooler, where one is installed. */
const behindPooler = async (): Promise<string> => {
  const pooler = await startPgbouncer(await createDatabase(inject("postgresUrl")))
  poolers.push(pooler.stop)
  return pooler.url
}
afterAll(async () => {
  for (const stop of poolers) await stop()
})

const SERVERS: ReadonlyArray<readonly [string, () => Promise<string>]> = [
  ["PostgreSQL", () => createDatabase(inject("postgresUrl"))],
  ...(PGBOUNCER === undefined ? [] : [["PostgreSQL behind pgbouncer", behindPooler] as const]),
]

const PLACES: ReadonlyArray<readonly [string, () => Promise<string>]> = [
  ["PGlite", async () => "memory://"],
  ...SERVERS,
]

describe.each(PLACES)("the promise door with its queue and its own clock, on %s", (_name, place) => {
  let sandbox: Sandbox
  let zipay: ZipayClient
  let payments: PaymentsClient
  let database: string

  const start = () => createPayments({ database, providers: [zipay], sweepMillis: 100, streamMillis: 50 })

  beforeAll(async () => {
    sandbox = await startSandbox()
    const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
    zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
    database = await place()
    payments = await start()
  })
  afterAll(async () => {
    await payments?.close()
    await zipay?.close()
    await sandbox?.close()
  })

  const order = (key: string) => ({ key, amount: 25_000, provider: "zipay" as const, expiresInMinutes: 30 })
  test("from the order to the fulfilment: a callback comes, the provider is asked, the handler runs in the transaction", async () => {
    const fulfilled: Array<string> = []
    const off = payments.on("paid", async (event, tx) => {
      const [row] = await tx.query("select status from qriskit.payment where key = $1", [event.key])
      fulfilled.push(`${event.key} ${row?.["status"]}`)
    })
    const record = await payments.open(order("order-1"))
    await sandbox.control.pay(record.qr?.payload ?? "")
    const raw = rawOf(await sandbox.control.callbacks.build(record.ref?.paymentId ?? ""))
    expect(await payments.receive("zipay", raw)).toMatchObject({ status: 200 })
    await until("it is fulfilled", () => fulfilled.length > 0)
    expect(fulfilled).toEqual(["order-1 paid"])
    expect(await payments.get("order-1")).toMatchObject({ status: "paid" })
    off()
  })

  test("a live page sees what happens, and leaves by leaving the loop", async () => {
    const seen: Array<string> = []
    const stream = payments.events(await payments.cursor())
    const watching = (async () => {
      for await (const { event } of stream) {
        seen.push(`${event.key} ${event.type}`)
        if (event.type === "paid") break
      }
    })()
    const record = await payments.open(order("order-2"))
    await sandbox.control.pay(record.qr?.payload ?? "")
    await payments.refresh("order-2")
    await watching
    expect(seen).toEqual(["order-2 opened", "order-2 paid"])
  })

  test("it rejects with the errors of the Effect door", async () => {
    await expect(payments.get("nothing")).rejects.toMatchObject({ _tag: "NoSuchPayment", key: "nothing" })
    await expect(payments.open({ ...order("order-3"), amount: 0 })).rejects.toMatchObject({
      _tag: "InvalidInput",
    })
    await expect(payments.cancel("nothing")).rejects.toMatchObject({ _tag: "NoSuchPayment" })
  })

  test("a handler without a transaction may call payments, and one that is taken off is not called", async () => {
    const seen: Array<string> = []
    const off = payments.on("opened", async ({ key }) => seen.push((await payments.get(key)).key), {
      transaction: false,
    })
    await payments.open(order("order-4"))
    await until("order 4 is told", () => seen.includes("order-4"))
    off()
    const told: Array<string> = []
    const offOther = payments.on("opened", async ({ key }) => told.push(key), { transaction: false })
    await payments.open(order("order-5"))
    await until("order 5 is told", () => told.includes("order-5"))
    offOther()
    expect(seen).not.toContain("order-5")
  })

  test("a handler in the transaction may not call payments, and is told what to do", async () => {
    let refusal: unknown
    const off = payments.on("opened", async ({ key }) => {
      await Promise.resolve()
      refusal = await payments.cancel(key).catch((error: unknown) => error)
    })
    await payments.open(order("order-4b"))
    await until("it is refused", () => refusal !== undefined)
    off()
    expect(refusal).toMatchObject({ _tag: "DatabaseFailure", code: "within_handler" })
    expect(String(refusal)).toContain("{ transaction: false }")
    expect(await payments.get("order-4b")).toMatchObject({ status: "pending" })
  })

  test("every list and verb is there", async () => {
    expect(await payments.list({ status: ["paid"] })).toMatchObject({
      payments: [{ key: "order-2" }, { key: "order-1" }],
    })
    expect(await payments.anomalies.list()).toEqual([])
    expect(await payments.deadLetters.list()).toEqual([])
    expect(await payments.receipts()).toMatchObject([{ verdict: "accepted" }])
    expect(await payments.receipts({ key: "order-1" })).toMatchObject([{ verdict: "accepted" }])
    expect(await payments.unmatched()).toEqual([])
    expect(await payments.providers()).toEqual(["zipay"])
    expect(await payments.totals()).toContainEqual(
      expect.objectContaining({ provider: "zipay", status: "paid", payments: 2 }),
    )
    expect((await payments.timeline("order-1"))[0]).toMatchObject({ kind: "attempt", number: 1 })
    expect(await payments.cancel("order-4")).toMatchObject({ status: "abandoned" })
    expect(await payments.redact(new Date(0))).toEqual({ attempts: 0, callbacks: 0 })
    await expect(payments.acceptAmount("order-1", { by: "a", why: "b" })).rejects.toMatchObject({
      _tag: "WrongState",
    })
    await expect(payments.anomalies.acknowledge(1, { by: "a", why: "b" })).rejects.toMatchObject({
      _tag: "NoSuchItem",
    })
    await expect(payments.deadLetters.replay(1)).rejects.toMatchObject({ _tag: "NoSuchItem" })
    await expect(payments.deadLetters.skip(1, { by: "", why: "b" })).rejects.toMatchObject({
      _tag: "InvalidInput",
    })
    await payments.reconcileNow()
  })

  test("it closes, more than once", async () => {
    await payments.close()
    await payments.close()
  })
})

describe("own tables, limited time and tests that follow each other", () => {
  test("payments.query reaches your own tables, reconcileNow tells what is left, and reset forgets", async () => {
    const sandbox = await startSandbox()
    const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
    const zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
    const payments = await createPayments({ database: "memory://", providers: [zipay], work: false })
    await payments.query(
      "create table orders (id text primary key, paid boolean default false, total bigint)",
    )
    await payments.query("insert into orders (id, total) values ($1, $2)", ["order-1", 25_000])
    payments.on("paid", (event, tx) => tx.query("update orders set paid = true where id = $1", [event.key]))

    const record = await payments.open({ key: "order-1", amount: 25_000, provider: "zipay" })
    await sandbox.control.pay(record.qr?.payload ?? "")
    const raw = rawOf(await sandbox.control.callbacks.build(record.ref?.paymentId ?? ""))
    await payments.receive("zipay", raw)
    const none = await payments.reconcileNow({ withinMillis: 0 })
    expect(none.done).toBe(0)
    expect(none.left).toBeGreaterThan(0)
    const all = await payments.reconcileNow({ withinMillis: 15_000 })
    expect(all.done).toBeGreaterThan(0)
    expect(all.left).toBe(0)
    expect(await payments.query("select paid, total from orders")).toEqual([{ paid: true, total: "25000" }])
    await expect(payments.reconcileNow({ withinMillis: Number.NaN })).rejects.toMatchObject({
      _tag: "InvalidInput",
    })

    await payments.reset()
    expect(await payments.list()).toEqual({ payments: [] })
    await payments.open({ key: "order-1", amount: 30_000, provider: "zipay" })
    await payments.close()
    await zipay.close()
    await sandbox.close()
  })

  test("a database on a server is never emptied", async () => {
    const zipay = createZipay({ userId: "u", password: "pass", merchantId: "3", merchantKey: "key-key" })
    const database = await createDatabase(inject("postgresUrl"))
    const payments = await createPayments({ database, providers: [zipay], work: false })
    await expect(payments.reset()).rejects.toMatchObject({ _tag: "InvalidInput" })
    await payments.close()
    await zipay.close()
  })
})
