import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createZipay } from "@qriskit/provider-zipay/promise"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { MIGRATIONS } from "../src/database/migrations.js"
import { createPayments, inspectSchema, migrateDatabase } from "../src/promise.js"
import { createDatabase } from "./support/postgres-server.js"

const zipay = createZipay({ userId: "u", password: "pass", merchantId: "3", merchantKey: "key-key" })
afterAll(() => zipay.close())

const start = (database: string, options = {}) =>
  createPayments({ database, providers: [zipay], work: false, connectMillis: 2_000, ...options })

const withUser = (url: string, user: string): string => {
  const changed = new URL(url)
  changed.username = user
  changed.password = "secret-word"
  return changed.href
}

describe("a database that cannot be used is said in one sentence", () => {
  let url: string
  let folder: string
  beforeAll(async () => {
    url = await createDatabase(inject("postgresUrl"))
    folder = await mkdtemp(join(tmpdir(), "qriskit-payments-"))
    return () => rm(folder, { recursive: true, force: true })
  })

  test.each([
    ["nothing", "", "address"],
    ["another scheme", "mysql://localhost/shop", "address"],
    ["a URL that is none", "postgres://user:pass@host:port/shop", "address"],
    ["an address in quotes", '"postgres://user:pass@host/shop"', "address"],
    ["an address for Java", "jdbc:postgresql://host/shop", "address"],
    ["an address without slashes", "postgres:host/shop", "address"],
    ["an address without its beginning", "user:secret-word@host:5432/shop", "address"],
    ["a list of words", "host=db dbname=shop user=clerk", "address"],
    ["a line of an environment file", "DATABASE_URL=postgres://host/shop", "address"],
    ["white space behind", "postgres://host/shop ", "address"],
    ["several hosts with ports", "postgres://user:pass@one:5432,two:5432/shop", "address"],
    ["several hosts", "postgres://user:pass@one,two/shop", "address"],
    [
      "a socket that the driver finds in a parameter",
      "postgres://user:pass@/shop?host=/nowhere",
      "unreachable",
    ],
    ["a port where nothing listens", "postgres://127.0.0.1:1/shop", "unreachable"],
  ])("%s", async (_what, database, kind) => {
    await expect(start(database)).rejects.toMatchObject({ _tag: "UnusableDatabase", kind })
  })

  test("a database that does not exist", async () => {
    await expect(start(url.replace(/\/[^/]+$/, "/no_such"))).rejects.toMatchObject({ kind: "address" })
  })

  test("a wrong password, which is not repeated", async () => {
    const error = await start(withUser(url, "postgres")).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ _tag: "UnusableDatabase", kind: "credentials" })
    expect(String(error)).not.toContain("secret-word")
  })

  test("a user without rights, until somebody who has them makes the schemas", async () => {
    const own = await createDatabase(inject("postgresUrl"))
    const admin = new pg.Client({ connectionString: own })
    await admin.connect()
    await admin.query("create role clerk login password 'secret-word'")
    await expect(start(withUser(own, "clerk"))).rejects.toMatchObject({ kind: "rights" })
    await admin.query("create schema qriskit authorization clerk")
    await admin.end()
    const payments = await start(withUser(own, "clerk"))
    expect(await payments.list()).toEqual({ payments: [] })
    await payments.close()
  })

  test("a user with rights on two schemas has the handler's writes in the shop's own tables", async () => {
    const own = await createDatabase(inject("postgresUrl"))
    const admin = new pg.Client({ connectionString: own })
    await admin.connect()
    await admin.query("create role cashier login password 'secret-word'")
    await admin.query("create schema qriskit authorization cashier")
    await admin.query("create schema shop")
    await admin.query("create table shop.orders (id text primary key, paid boolean default false)")
    await admin.query("insert into shop.orders values ('order-1')")
    await admin.query("grant usage on schema shop to cashier")
    await admin.query("grant select, update on shop.orders to cashier")
    await admin.end()
    const payments = await start(withUser(own, "cashier"))
    await payments.query("update shop.orders set paid = true where id = $1", ["order-1"])
    expect(await payments.query("select * from shop.orders")).toEqual([{ id: "order-1", paid: true }])
    await expect(payments.query("drop table shop.orders")).rejects.toMatchObject({
      _tag: "DatabaseFailure",
      outcome: "not_done",
    })
    await payments.close()
  })

  test("migrated apart: refused before, started after, and by a release that the schema calls compatible", async () => {
    const own = await createDatabase(inject("postgresUrl"))
    await expect(start(own, { migrate: false })).rejects.toMatchObject({ kind: "older_schema" })
    const before = await inspectSchema(own)
    expect(before).toMatchObject({ version: 0, needed: MIGRATIONS.length })
    expect(before.pending.map(({ version }) => version)).toEqual(MIGRATIONS.map(({ version }) => version))
    expect((await inspectSchema(own)).version).toBe(0)
    await migrateDatabase(own)
    expect(await inspectSchema(own)).toMatchObject({ version: MIGRATIONS.length, pending: [] })
    await (await start(own, { migrate: false })).close()
    const admin = new pg.Client({ connectionString: own })
    await admin.connect()
    // Who runs it may change no table.
    await admin.query("create role runner login password 'secret-word'")
    await admin.query("grant usage on schema qriskit to runner")
    await admin.query("grant select, insert, update, delete on all tables in schema qriskit to runner")
    await admin.query("grant usage on all sequences in schema qriskit to runner")
    const running = await start(withUser(own, "runner"), { migrate: false })
    expect(await running.reconcileNow()).toBe(0)
    expect(await running.list()).toEqual({ payments: [] })
    await running.close()
    await admin.query(
      "insert into qriskit.schema_version (version, name, compatible_with) values ($1, 'only adds', $2)",
      [MIGRATIONS.length + 1, MIGRATIONS.length],
    )
    await (await start(own)).close()
    // Another process migrates for longer than we wait.
    await admin.query("delete from qriskit.schema_version where version >= $1", [MIGRATIONS.length])
    await admin.query("begin")
    await admin.query("select pg_advisory_xact_lock(7164912033)")
    await expect(start(own, { migrateMillis: 300 })).rejects.toMatchObject({ kind: "busy" })
    await admin.query("rollback")
    await admin.end()
  })

  test("a schema of a newer release", async () => {
    const own = await createDatabase(inject("postgresUrl"))
    await (await start(own)).close()
    const admin = new pg.Client({ connectionString: own })
    await admin.connect()
    await admin.query("insert into qriskit.schema_version (version, name) values ($1, 'from the future')", [
      MIGRATIONS.length + 1,
    ])
    await admin.end()
    await expect(start(own)).rejects.toMatchObject({ kind: "newer_schema" })
  })

  test("a server that takes connections and says nothing", async () => {
    const mute = createServer(() => {})
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve))
    const address = mute.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    await expect(start(`postgres://127.0.0.1:${port}/shop`, { connectMillis: 300 })).rejects.toMatchObject({
      kind: "unreachable",
    })
    mute.close()
  })

  test("a folder without a database, where none is to be made", async () => {
    const database = join(folder, "mistyped")
    await expect(start(database, { migrate: false })).rejects.toMatchObject({ kind: "address" })
    await expect(inspectSchema(database)).rejects.toMatchObject({ kind: "address" })
    expect(existsSync(database)).toBe(false)
  })

  test("a folder that this process has open already", async () => {
    const database = join(folder, "twice")
    const payments = await start(database)
    await expect(start(database)).rejects.toMatchObject({ kind: "in_use" })
    await payments.close()
  })
})

test.each([
  ["no provider where somebody must be asked", { providers: [], work: true }, "providers"],
  ["one provider twice", { providers: [zipay, zipay] }, "providers"],
  ["a setting that does not exist", { retries: 3 }, "retries"],
  ["a setting out of range", { createMillis: 1 }, "createMillis"],
  ["a function that is none", { newExternalId: "x" }, "newExternalId"],
])("wrong configuration is said at once: %s", async (_what, wrong, path) => {
  const database = join(tmpdir(), `qriskit-payments-never-made-${process.pid}`)
  const options: unknown = { database, work: false, providers: [zipay], ...wrong }
  await expect(createPayments(options as Parameters<typeof createPayments>[0])).rejects.toMatchObject({
    _tag: "InvalidConfiguration",
    issues: [{ path }],
  })
  expect(existsSync(database)).toBe(false)
})
