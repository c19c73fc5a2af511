import { setTimeout } from "node:timers/promises"
import * as Effect from "effect/Effect"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { connected, type Driver } from "../src/database/connected.js"
import { openPostgresql } from "../src/database/postgresql.js"
import { ServerClock } from "../src/database/server-clock.js"
import { FATAL, type LoopbackProxy, startProxy } from "./support/loopback-proxy.js"
import { PGBOUNCER, startPgbouncer } from "./support/pgbouncer.js"
import { createDatabase } from "./support/postgres-server.js"

type Opened = Driver & { close(): Promise<void> }

const open = (url: string, options: { connections?: number; statementMillis?: number } = {}): Opened =>
  openPostgresql({ url, connections: 3, connectMillis: 1_000, statementMillis: 10_000, ...options })

const ask = (driver: Driver, text: string, values: ReadonlyArray<unknown> = []) =>
  Effect.runPromise(connected(driver).query(text, values))

const admin = async (url: string, ...statements: ReadonlyArray<string>) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

describe("a connection to a server", () => {
  let url: string
  let proxy: LoopbackProxy
  beforeAll(async () => {
    url = await createDatabase(inject("postgresUrl"))
    await admin(url, "create table seen (id integer primary key, at timestamptz, count bigint default 0)")
    proxy = await startProxy(url)
  })
  afterAll(() => proxy?.close())

  test("what is set for the database changes nothing of what is read and written", async () => {
    const hostile = await createDatabase(inject("postgresUrl"))
    const name = new URL(hostile).pathname.slice(1)
    await admin(
      hostile,
      ...[
        "datestyle = 'German, DMY'",
        "timezone = 'Asia/Jakarta'",
        "standard_conforming_strings = off",
        "client_encoding = LATIN1",
        "default_transaction_isolation = serializable",
        "default_transaction_read_only = on",
        "synchronous_commit = off",
        "bytea_output = escape",
        "search_path = public, pg_catalog",
      ].map((setting) => `alter database ${name} set ${setting}`),
      "set default_transaction_read_only = off",
      "create function public.lower(text) returns text language sql as $$ select 'fooled' $$",
    )
    const driver = open(hostile)
    const at = new Date("2026-04-07T03:04:05.678Z")
    const [row] = await ask(
      driver,
      `select $1::timestamptz as at, 'a\\b' as text, '\\x00ff'::bytea as bytes, lower('A') as lower, 'Pelanggan Ł' as name,
        current_setting('transaction_isolation') as isolation, current_setting('synchronous_commit') as commit`,
      [at],
    )
    expect(row).toEqual({
      at,
      text: "a\\b",
      bytes: new Uint8Array([0, 255]),
      lower: "a",
      name: "Pelanggan Ł",
      isolation: "read committed",
      commit: "on",
    })
    await driver.transact((tx) => tx.query("create table may_write (id integer)"))
    await driver.close()
  })

  test("another encoding than UTF-8 is refused, typed", async () => {
    await admin(
      inject("postgresUrl"),
      "create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0",
    )
    const driver = open(inject("postgresUrl").replace(/\/postgres$/, "/latin"))
    await expect(driver.meet?.()).rejects.toMatchObject({ _tag: "UnusableDatabase", kind: "encoding" })
    await driver.close()
  })

  test("parsers that an application sets for the whole process do not reach ours", async () => {
    const before = [3802, 1184].map((oid) => [oid, pg.types.getTypeParser(oid)] as const)
    for (const [oid] of before) pg.types.setTypeParser(oid, () => "not yours")
    const driver = open(url)
    const [row] = await ask(
      driver,
      `select '{"a":1}'::jsonb as json, '2026-04-07T00:00:00Z'::timestamptz as at`,
    )
    expect(row).toEqual({ json: { a: 1 }, at: new Date("2026-04-07T00:00:00Z") })
    await driver.close()
    for (const [oid, parser] of before) pg.types.setTypeParser(oid, parser)
  })

  test("the process lives through an end of the session at every byte of a call's answers", async () => {
    const uncaught: Array<unknown> = []
    const note = (error: unknown) => uncaught.push(error)
    process.on("uncaughtException", note)
    const driver = open(proxy.url, { connections: 1 })
    const call = () =>
      Promise.allSettled([
        driver.query("select 1 as one", []),
        driver.transact((tx) => tx.query("select count(*) from seen")),
        driver.query({ name: "named", text: "select 2 as two" }, []),
      ])
    proxy.pass()
    await call()
    await call()
    proxy.cutAfter(Number.POSITIVE_INFINITY)
    await call()
    const bytes = proxy.answered()
    expect(bytes).toBeGreaterThan(100)
    for (let at = 1; at <= bytes; at += 1) {
      proxy.pass()
      // The pool has yet to notice that its connection is gone.
      for (let tries = 0; tries < 3; tries += 1) await driver.query("select 1 as warm", []).catch(() => tries)
      proxy.cutAfter(at, at % 2 === 0 ? FATAL : Buffer.alloc(0))
      await call()
    }
    proxy.pass()
    await call()
    expect(await driver.query("select 3 as three", [])).toEqual([{ three: 3 }])
    await driver.close()
    process.off("uncaughtException", note)
    expect(uncaught).toEqual([])
  })

  test("packets that vanish end every wait: the outcome is unknown, closing ends, and new connections work", async () => {
    proxy.pass()
    const driver = open(proxy.url, { connections: 2, statementMillis: 300 })
    await ask(driver, "select 1")
    proxy.vanish()
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map(() => Effect.runPromise(Effect.flip(connected(driver).query("select 1")))),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "unknown", "unknown"])
    const transaction = await Effect.runPromise(
      Effect.flip(connected(driver).transaction((tx) => tx.query("select 1"))),
    )
    expect(transaction).toMatchObject({ _tag: "DatabaseFailure", outcome: "unknown" })
    proxy.pass()
    expect(await ask(driver, "select 1 as again")).toEqual([{ again: 1 }])
    proxy.vanish()
    await driver.close()
    proxy.pass()
  })

  test("a transaction in which a statement failed is never taken for stored", async () => {
    const driver = open(url)
    const swallowed = connected(driver).transaction(async (tx) => {
      await tx.query("insert into seen (id) values (1)")
      await tx.query("select 1 / 0").catch(() => undefined)
    })
    expect(await Effect.runPromise(Effect.flip(swallowed))).toMatchObject({ outcome: "not_done" })
    expect(await ask(driver, "select from seen where id = 1")).toEqual([])
    await driver.close()
  })

  test("what was prepared for a table that has changed since is prepared anew", async () => {
    const driver = open(url, { connections: 1 })
    const all = { name: "all_of_changed", text: "select * from changed" }
    await admin(url, "create table changed (a integer)")
    const service = connected(driver)
    await Effect.runPromise(service.query(all))
    await admin(url, "alter table changed add column b integer", "insert into changed values (1, 2)")
    expect(await Effect.runPromise(service.query(all))).toEqual([{ a: 1, b: 2 }])
    await driver.close()
  })

  test("the time is the server's", async () => {
    const driver = open(url)
    await driver.meet?.()
    const [row] = await ask(driver, "select extract(epoch from clock_timestamp()) * 1000 as now")
    expect(Math.abs((driver.now?.() ?? 0) - Number(row?.["now"]))).toBeLessThan(1_000)
    await driver.close()
  })
})

describe("the server's clock", () => {
  test("goes on by a clock that nobody sets, follows the server when it jumps, and believes no slow answer", () => {
    let ticks = 1_000
    const clock = new ServerClock(() => ticks)
    const hourAhead = 3_600_000
    clock.note(hourAhead, 990, 1_010)
    expect(clock.read()).toBe(hourAhead)
    ticks += 5_000
    expect(clock.read()).toBe(hourAhead + 5_000)
    expect(clock.isStale).toBe(false)
    ticks += 10_000
    expect(clock.isStale).toBe(true)
    clock.note(50_000_000, ticks, ticks + 6_000)
    expect(clock.read()).toBe(hourAhead + 15_000)
    clock.note(50_000_000, ticks - 4, ticks)
    expect(clock.read()).toBe(50_000_002)
  })

  test("is not taken back by a better sample of the same clock, but by a clock that was put back", () => {
    let ticks = 0
    const clock = new ServerClock(() => ticks)
    ticks = 200
    clock.note(10_000, 0, 200)
    expect(clock.read()).toBe(10_100)
    clock.note(10_000, 195, 200)
    expect(clock.read()).toBe(10_100)
    ticks += 50
    expect(clock.read()).toBe(10_100)
    ticks += 200
    expect(clock.read()).toBe(10_253)
    clock.note(4_000, ticks, ticks)
    expect(clock.read()).toBe(4_000)
  })
})

describe.runIf(PGBOUNCER !== undefined)("behind a pooler in transaction mode", () => {
  test("every call works: no start-up parameter, no state of a session, no named statement, a lock that holds", async () => {
    const server = await createDatabase(inject("postgresUrl"))
    const pooler = await startPgbouncer(server)
    await admin(
      server,
      "create table counted (id integer primary key, n integer default 0)",
      "insert into counted values (1)",
    )
    await admin(server, `alter database ${new URL(server).pathname.slice(1)} set datestyle = 'German'`)
    const driver = open(pooler.url, { connections: 10 })
    await driver.meet?.()
    expect(driver.listener?.()).toBeUndefined()
    const service = connected(driver)
    const named = {
      name: "count_up",
      text: "update counted set n = n + 1 where id = $1 returning n, now() as at",
    }
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        Effect.runPromise(
          index % 2 === 0
            ? service.query(named, [1])
            : service.transaction(async (tx) => {
                await tx.query("select pg_advisory_xact_lock(1)")
                return tx.query(named, [1])
              }),
        ),
      ),
    )
    expect(Math.max(...all.map(([row]) => Number(row?.["n"])))).toBe(60)
    expect(all.every(([row]) => row?.["at"] instanceof Date)).toBe(true)
    await driver.close()
    await pooler.stop()
  })
})

test.runIf(PGBOUNCER === undefined)(
  "pgbouncer is not installed: nothing was tried behind a pooler",
  async () => {
    await setTimeout(0)
    expect(PGBOUNCER).toBeUndefined()
  },
)
