import type { PGlite } from "@electric-sql/pglite"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { eq } from "drizzle-orm"
import { bigint, boolean, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import type { DatabasePlace } from "../src/database/open-database.js"
import { drizzleOver } from "../src/drizzle.js"
import { createPayments, type PaymentsClient } from "../src/promise.js"
import { ownPglite } from "./support/databases.js"
import { createDatabase } from "./support/postgres-server.js"

const VALUES = `select 1::int2 as int2, 2::int4 as int4, 9007199254740993::int8 as int8, 12.50::numeric as numeric, 1.5::float8 as float8,
  true as boolean, 'teks'::text as text, 'x'::char(3) as char, '{"a": [1, null]}'::jsonb as jsonb, '[2]'::json as json,
  '2026-04-07 03:00:00.123+00'::timestamptz as timestamptz, '2026-04-07'::date as date, '\\x00ff'::bytea as bytea,
  '00000000-0000-4000-8000-000000000001'::uuid as uuid, array[1, null, 3]::int4[] as int4s, array['a "b"', null]::text[] as texts,
  null::text as nothing, interval '1 day' as interval, '10.0.0.1'::inet as inet, int4range(1, 3) as range`

const EXPECTED = {
  int2: 1,
  int4: 2,
  int8: "9007199254740993",
  numeric: "12.50",
  float8: 1.5,
  boolean: true,
  text: "teks",
  char: "x  ",
  jsonb: { a: [1, null] },
  json: [2],
  timestamptz: new Date("2026-04-07T03:00:00.123Z"),
  date: "2026-04-07",
  bytea: new Uint8Array([0, 255]),
  uuid: "00000000-0000-4000-8000-000000000001",
  int4s: [1, null, 3],
  texts: ['a "b"', null],
  nothing: null,
  interval: "1 day",
  inet: "10.0.0.1",
  range: "[1,3)",
}

const orders = pgTable("orders", {
  id: text("id").primaryKey(),
  paid: boolean("paid").notNull(),
  amount: bigint("amount", { mode: "number" }),
  paidAt: timestamp("paid_at", { withTimezone: true }),
  about: jsonb("about"),
})

const CREATE =
  "create table orders (id text primary key, paid boolean not null, amount bigint, paid_at timestamptz, about jsonb)"

const pglites: Array<PGlite> = []
const pgliteOfAShop = async (): Promise<PGlite> => {
  const pglite = await ownPglite()
  pglites.push(pglite)
  return pglite
}

const PLACES: ReadonlyArray<readonly [string, () => Promise<DatabasePlace>]> = [
  ["a PGlite of the user's", pgliteOfAShop],
  ["memory://", async () => "memory://"],
  ["a server", () => createDatabase(inject("postgresUrl"))],
]

describe.each(PLACES)("own tables on %s", (_name, openDatabase) => {
  let sandbox: Sandbox
  let payments: PaymentsClient
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 })
    const zipay = createZipay(sandbox.zipay)
    payments = await createPayments({ database: await openDatabase(), providers: [zipay], work: false })
    await payments.query(CREATE)
  })
  afterAll(async () => {
    await payments?.close()
    await sandbox?.close()
  })

  test("a query gives the same types", async () => {
    expect(await payments.query(VALUES)).toEqual([EXPECTED])
  })

  test("a handler's statements, and Drizzle over them, are stored with the delivery", async () => {
    const { ref } = await payments.open({ key: "order-1", amount: 25_000, provider: "zipay" })
    await payments.query("insert into orders (id, paid, amount) values ($1, false, $2)", ["order-1", 25_000])
    const seen: Array<unknown> = []
    const off = payments.on("paid", async ({ key }, tx) => {
      seen.push(await tx.query(VALUES))
      const paidAt = new Date("2026-04-07T03:00:00.000Z")
      await drizzleOver(tx)
        .update(orders)
        .set({ paid: true, paidAt, about: { table: 7 } })
        .where(eq(orders.id, key))
      seen.push(await drizzleOver(tx).select().from(orders))
    })
    await sandbox.control.pay(ref?.paymentId ?? "")
    await payments.refresh("order-1")
    await payments.reconcileNow()
    off()
    const paidAt = new Date("2026-04-07T03:00:00.000Z")
    expect(seen).toEqual([
      [EXPECTED],
      [{ id: "order-1", paid: true, amount: 25_000, paidAt, about: { table: 7 } }],
    ])
    const [order] = await payments.query("select paid from orders")
    expect(order).toEqual({ paid: true })
  })
})

describe("a PGlite of the user's", () => {
  afterAll(async () => {
    await Promise.all(pglites.map((pglite) => pglite.close()))
  })

  test("stays open when payments close, and holds what was stored", async () => {
    const [pglite] = pglites
    const { rows } = (await pglite?.query("select key, status from qriskit.payment")) ?? { rows: [] }
    expect(rows).toEqual([{ key: "order-1", status: "paid" }])
  })
})
