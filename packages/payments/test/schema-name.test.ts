import { readFile } from "node:fs/promises"
import { PGlite } from "@electric-sql/pglite"
import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import type { Driver } from "../src/database/connected.js"
import type { DatabasePlace } from "../src/database/open-database.js"
import { RESERVED_WORDS } from "../src/database/reserved-words.js"
import { inSchema } from "../src/database/schema-name.js"
import { createPayments, inspectSchema, migrateDatabase, type PaymentsClient } from "../src/promise.js"
import { createDatabase } from "./support/postgres-server.js"
import { rawOf } from "./support/world.js"

let sandbox: Sandbox
let zipay: ZipayClient

beforeAll(async () => {
  sandbox = await startSandbox()
  const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
  zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
})
afterAll(async () => {
  await zipay?.close()
  await sandbox?.close()
})

const PLACES: ReadonlyArray<readonly [string, () => Promise<readonly [DatabasePlace, () => Promise<void>]>]> =
  [
    [
      "PGlite",
      async () => {
        const client = await PGlite.create("memory://")
        return [client, () => client.close()]
      },
    ],
    ["PostgreSQL", async () => [await createDatabase(inject("postgresUrl")), async () => {}]],
  ]

describe.each(PLACES)("a schema of another name on %s", (_name, open) => {
  let database: DatabasePlace
  let close: () => Promise<void>
  const started: Array<PaymentsClient> = []

  const start = async (schema: string) => {
    const payments = await createPayments({
      database,
      providers: [zipay],
      work: false,
      schema,
      connections: 2,
    })
    started.push(payments)
    return payments
  }
  beforeAll(async () => {
    const [place, end] = await open()
    database = place
    close = end
  })
  afterAll(async () => {
    for (const payments of started) await payments.close()
    await close?.()
  })

  const order = (key: string) => ({ key, amount: 25_000, provider: "zipay" as const, expiresInMinutes: 30 })

  test("holds everything, from the order to its redaction, and there is no other", async () => {
    const payments = await start("pembayaran")
    const heard: Array<unknown> = []
    payments.on("paid", async ({ key }, tx) => {
      // The user's own words are sent as they are, whatever stands in them.
      const [own] = await tx.query("select 'qriskit.attempt' as word, $1 as key", [key])
      const [prepared] = await tx.query({ name: "qriskit_of_mine", text: "select 'qriskit' as word" })
      const [[listed] = []] = await tx.lists("select 'qriskit'", [])
      heard.push(own?.["word"], own?.["key"], prepared?.["word"], listed)
    })
    const opened = await payments.open(order("order-1"))
    expect((await payments.open(order("order-1"))).attempt).toEqual(opened.attempt)
    const canceled = await payments.open(order("order-2"))
    await sandbox.control.pay(opened.qr?.payload ?? "")
    await payments.receive("zipay", rawOf(await sandbox.control.callbacks.build(opened.qr?.payload ?? "")))
    expect((await payments.reconcileNow({ withinMillis: 60_000 })).left).toBe(0)
    expect(heard).toEqual(["qriskit.attempt", "order-1", "qriskit", "qriskit"])
    expect((await payments.get("order-1")).status).toBe("paid")
    expect((await payments.refresh("order-2")).status).toBe(canceled.status)
    expect((await payments.timeline("order-1")).length).toBeGreaterThan(2)
    expect((await payments.list()).payments).toHaveLength(2)
    expect(await payments.totals()).toHaveLength(2)
    expect(await payments.receipts()).toHaveLength(1)
    expect(await payments.unmatched()).toEqual([])
    expect(await payments.anomalies.list()).toEqual([])
    expect(await payments.deadLetters.list()).toEqual([])
    expect(await payments.refunds("order-1")).toEqual([])
    expect(await payments.cursor()).toBeGreaterThan(0)
    expect((await payments.health()).deadLetters).toBe(0)
    expect(await payments.redact(new Date(0))).toBeDefined()
    const [there] = await payments.query(
      "select to_regnamespace('qriskit') as qriskit, to_regclass('pembayaran.attempt') is not null as own",
    )
    expect(there).toEqual({ qriskit: null, own: true })
  })

  test("does not disturb another in the same database, though one's name begins like the default", async () => {
    const [one, two, third] = [await start("pembayaran"), await start("qriskit"), await start("qriskit_dua")]
    for (const payments of [two, third]) {
      expect((await payments.list()).payments).toEqual([])
      const heard: Array<string> = []
      payments.on("paid", async ({ key }) => void heard.push(key))
      const opened = await payments.open(order("order-1"))
      await sandbox.control.pay(opened.qr?.payload ?? "")
      await payments.refresh("order-1")
      await payments.reconcileNow()
      expect(heard).toEqual(["order-1"])
    }
    expect((await one.list()).payments).toHaveLength(2)
    for (const payments of [two, third]) expect((await payments.list()).payments).toHaveLength(1)
  })
})

describe("the schema's name", () => {
  test.each([
    ["", "may hold 1 to 32"],
    ["Pembayaran", "may hold 1 to 32"],
    ["a; drop table orders", "may hold 1 to 32"],
    ["1a", "may hold 1 to 32"],
    ["a".repeat(33), "may hold 1 to 32"],
    ["pg_mine", "belongs to PostgreSQL"],
    ["public", "belongs to PostgreSQL or to everybody"],
    ["order", "is a word of SQL's"],
  ])("cannot be %j", async (schema, complaint) => {
    const given = { database: "memory://", providers: [zipay], schema }
    await expect(createPayments(given)).rejects.toMatchObject({
      _tag: "UnusableDatabase",
      kind: "schema_name",
      description: expect.stringContaining(complaint),
    })
  })

  test("is no word that the server reserves, and is told to whoever migrates apart", async () => {
    const url = await createDatabase(inject("postgresUrl"))
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query("select word from pg_get_keywords() where catcode in ('R', 'T')")
    expect(rows.map(({ word }) => word).filter((word: string) => !RESERVED_WORDS.has(word))).toEqual([])
    const schema = "toko_b"
    expect((await inspectSchema(url, { schema })).version).toBe(0)
    await migrateDatabase(url, { schema })
    expect((await inspectSchema(url, { schema })).pending).toEqual([])
    expect((await inspectSchema(url)).version).toBe(0)
    const names = await client.query(
      `select pg_get_functiondef(p.oid) as body from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
       where n.nspname = 'toko_b'`,
    )
    expect(names.rows.length).toBeGreaterThan(5)
    for (const { body } of names.rows) expect(body).not.toMatch(/qriskit[._']/)
    await client.end()
  })

  test("is in what is prepared and in the channel of wake-ups, and not in messages", async () => {
    const sent: Array<unknown> = []
    const ignore = () => {}
    const driver: Driver = {
      kind: "postgresql",
      connections: 1,
      query: async (statement) => {
        sent.push(statement)
        return []
      },
      transact: () => Promise.reject(new Error("unused")),
      listener: () => (channel) => {
        sent.push(channel)
        return { stop: async () => {} }
      },
    }
    const own = inSchema(driver, "toko_b")
    const statement = {
      name: "qriskit_left",
      text: "select pg_notify('qriskit', $1), 'qriskit: no' from qriskit.event",
    }
    await own.query(statement, [])
    await own.queryAsGiven?.(statement, [])
    own.listener?.()?.("qriskit", ignore, ignore)
    expect(sent).toEqual([
      { name: "toko_b_left", text: "select pg_notify('toko_b', $1), 'qriskit: no' from toko_b.event" },
      statement,
      "toko_b",
    ])
    expect(inSchema(driver, "qriskit")).toBe(driver)
  })

  test("leaves room in the longest name of what is prepared", async () => {
    const { globSync } = await import("node:fs")
    const root = new URL("../src/", import.meta.url)
    const names: Array<string> = []
    for (const file of globSync("**/*.ts", { cwd: root }))
      for (const [name] of (await readFile(new URL(file, root), "utf8")).matchAll(/\bqriskit(_[a-z_]+)/g))
        names.push(name)
    expect(names.length).toBeGreaterThan(50)
    const longest = Math.max(
      ...names.filter((name) => !name.startsWith("qriskit_payments_")).map(({ length }) => length),
    )
    expect(longest - "qriskit".length + 32).toBeLessThan(64)
  })
})
