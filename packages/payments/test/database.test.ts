import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { migrate } from "../src/database/migrate.js"
import { MIGRATIONS } from "../src/database/migrations.js"
import * as schema from "../src/database/schema.js"
import { columnName } from "../src/database/table.js"
import * as onward from "../src/onward/tables.js"
import { AttemptStatus, TRANSITIONS } from "../src/record/attempt-status.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { createVersion } from "./support/earlier-schema.js"

describe.each(DATABASES)("the schema on %s", (_name, openDatabase) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openDatabase()
  })
  afterAll(() => database?.close())
  beforeEach(() => database.reset())

  const rows = (text: string, values?: ReadonlyArray<unknown>) => database.rows(text, values)

  const insertPayment = async () => {
    const [id, attemptId] = [randomUUID(), randomUUID()]
    await rows(
      `insert into qriskit.payment (id, key, fingerprint, provider, order_id, amount, opened_at, changed_at)
       values ($1, $2, '', 'zipay', 'o', 25000, now(), now())`,
      [id, id],
    )
    await rows(
      `insert into qriskit.attempt (id, payment_id, number, provider, external_id, amount, opened_at, changed_at, expires_at)
       values ($1, $2, 1, 'zipay', $3, 25000, now(), now(), now())`,
      [attemptId, id, attemptId],
    )
    await rows("update qriskit.payment set attempt_id = $2, attempts = 1 where id = $1", [id, attemptId])
    return { id, attemptId }
  }

  /** Puts an attempt into any status, past the rules, to test what follows from there. */
  const force = (attemptId: string, status: string, paidAmount: number | null) =>
    database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query("update qriskit.attempt set status = $2, paid_amount = $3 where id = $1", [
        attemptId,
        status,
        paidAmount,
      ])
    })

  test("its transitions are those of the code", async () => {
    const moves = await rows("select from_status, to_status from qriskit.transition order by 1, 2")
    const expected = Object.entries(TRANSITIONS)
      .flatMap(([from_status, tos]) => tos.map((to_status) => ({ from_status, to_status })))
      .sort((a, b) => (a.from_status + a.to_status < b.from_status + b.to_status ? -1 : 1))
    expect(
      [...moves].sort((a, b) =>
        `${a["from_status"]}${a["to_status"]}` < `${b["from_status"]}${b["to_status"]}` ? -1 : 1,
      ),
    ).toEqual(expected)
  })

  test("every move of an attempt that is not in the table is refused, and every one that is passes", async () => {
    const { attemptId } = await insertPayment()
    for (const from of AttemptStatus.literals) {
      for (const to of AttemptStatus.literals) {
        await force(attemptId, from, null)
        const moving = rows(
          "update qriskit.attempt set status = $2, paid_amount = 25000, answered_asking = answered_asking + 1 where id = $1",
          [attemptId, to],
        )
        if (from === to || TRANSITIONS[from].includes(to)) await moving
        else await expect(moving, `${from} to ${to}`).rejects.toThrow(`cannot become ${to}`)
      }
    }
  })

  test.each(["expired", "canceled", "failed", "pending"])(
    "an attempt with money does not become %s",
    async (status) => {
      const { attemptId } = await insertPayment()
      await force(attemptId, "under_review", 24_999)
      await expect(
        rows("update qriskit.attempt set status = $2 where id = $1", [attemptId, status]),
      ).rejects.toThrow("qriskit:")
    },
  )

  test.each([
    ["its amount", "update qriskit.attempt set amount = 1 where id = $1"],
    ["its external id", "update qriskit.attempt set external_id = 'x' where id = $1"],
    ["the amount that arrived", "update qriskit.attempt set paid_amount = 1 where id = $1"],
    ["the money", "update qriskit.attempt set paid_amount = null where id = $1"],
    ["its provider's id", "update qriskit.attempt set provider_payment_id = 'other' where id = $1"],
  ])("a paid attempt keeps %s", async (_what, statement) => {
    const { attemptId } = await insertPayment()
    await rows("update qriskit.attempt set provider_payment_id = 'p-1' where id = $1", [attemptId])
    await force(attemptId, "paid", 25_000)
    await expect(rows(statement, [attemptId])).rejects.toThrow("qriskit:")
  })

  test.each([
    ["an amount", "update qriskit.payment set amount = 1 where id = $1"],
    ["a key", "update qriskit.payment set key = 'x' where id = $1"],
    ["a status of its own", "update qriskit.payment set status = 'paid' where id = $1"],
    ["fewer events", "update qriskit.payment set event_seq = -1 where id = $1"],
  ])("a payment does not get %s", async (_what, statement) => {
    const { id } = await insertPayment()
    await expect(rows(statement, [id])).rejects.toThrow("qriskit:")
  })

  test("money without an amount is refused", async () => {
    const { attemptId } = await insertPayment()
    await force(attemptId, "pending", null)
    await expect(
      rows("update qriskit.attempt set status = 'paid' where id = $1", [attemptId]),
    ).rejects.toThrow("names the amount")
  })

  test("a payment is what its governing attempt is", async () => {
    const { id, attemptId } = await insertPayment()
    await rows("update qriskit.attempt set status = 'pending' where id = $1", [attemptId])
    expect(await rows("select status from qriskit.payment where id = $1", [id])).toEqual([
      { status: "pending" },
    ])
  })

  test("a paid attempt goes on governing, and no other payment's attempt may", async () => {
    const [one, two] = [await insertPayment(), await insertPayment()]
    const govern = "update qriskit.payment set attempt_id = $2 where id = $1"
    await expect(rows(govern, [one.id, two.attemptId])).rejects.toThrow("an attempt of its own")
    await rows("update qriskit.attempt set status = 'pending' where id = $1", [one.attemptId])
    await rows(
      "update qriskit.attempt set status = 'paid', paid_amount = 25000, answered_asking = 1 where id = $1",
      [one.attemptId],
    )
    await expect(rows(govern, [one.id, two.attemptId])).rejects.toThrow("goes on governing")
  })

  test.each(["payment", "attempt"])("a %s is never deleted", async (table) => {
    const { id, attemptId } = await insertPayment()
    await rows("update qriskit.attempt set status = 'pending' where id = $1", [attemptId])
    const deleting = rows(`delete from qriskit.${table} where id = $1`, [
      table === "payment" ? id : attemptId,
    ])
    await expect(deleting).rejects.toThrow("never deleted")
  })

  test("an order has one paid event, whatever writes a second", async () => {
    const { id, attemptId } = await insertPayment()
    const insert = (seq: number) =>
      rows(
        `insert into qriskit.event (payment_id, attempt_id, seq, type, status, occurred_at, next_delivery_at)
         values ($1, $2, $3, 'paid', 'paid', now(), now())`,
        [id, attemptId, seq],
      )
    await insert(1)
    await expect(insert(2)).rejects.toThrow("event_paid_once")
    await expect(rows("update qriskit.event set type = 'expired'")).rejects.toThrow(
      "what happened never changes",
    )
    await expect(rows("delete from qriskit.event")).rejects.toThrow("never deleted")
  })

  test.each(Object.values({ ...schema, ...onward }))(
    "the columns of $name are those of the code",
    async ({ name, columns }) => {
      const found = await rows(
        `select column_name, is_nullable from information_schema.columns
       where table_schema = 'qriskit' and table_name = $1 order by 1`,
        [name],
      )
      const expected = Object.entries(columns)
        .map(([key, { isNullable }]) => ({
          column_name: columnName(key),
          is_nullable: isNullable ? "YES" : "NO",
        }))
        .sort((a, b) => (a.column_name < b.column_name ? -1 : 1))
      expect(found).toEqual(expected)
    },
  )

  test("migrating again, and several at once, changes nothing", async () => {
    await Promise.all([migrate(database.driver), migrate(database.driver), migrate(database.driver)])
    expect(await rows("select version, name from qriskit.schema_version order by version")).toEqual(
      MIGRATIONS.map(({ version, name }) => ({ version, name })),
    )
  })

  test("a schema of an earlier release is brought up to date", async () => {
    const indexes = () => rows("select indexname from pg_indexes where schemaname = 'qriskit' order by 1")
    const current = await indexes()
    for (let version = 1; version < MIGRATIONS.length; version++) {
      await createVersion(database.driver, version)
      expect(await indexes()).not.toEqual(current)
      await migrate(database.driver)
      expect(await indexes(), `from version ${version}`).toEqual(current)
    }
  })

  test("a newer schema is refused in one sentence", async () => {
    await rows("insert into qriskit.schema_version (version, name) values (99, 'from the future')")
    await expect(migrate(database.driver)).rejects.toMatchObject({
      _tag: "UnusableDatabase",
      kind: "newer_schema",
    })
    await rows("delete from qriskit.schema_version where version = 99")
  })
})
