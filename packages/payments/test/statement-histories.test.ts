import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  type Books,
  STATEMENT_INVARIANTS,
  type StatementInvariant,
  violated,
} from "./simulation/statement-invariants.js"
import type { Move, Step } from "./simulation/step.js"
import { openTheatre, type Theatre } from "./simulation/theatre.js"
import { openTestPglite, type TestDatabase } from "./support/databases.js"

const at = (process: number, ...steps: ReadonlyArray<Step>): ReadonlyArray<Move> =>
  steps.map((step) => ({ at: process, step }))
const each = (what: "open" | "pay"): ReadonlyArray<Step> => [0, 1, 2, 3].map((order) => ({ do: what, order }))

/**
 * Payments at every acquirer, a refund, and statements: late, partial, doubled, restated, with other people's money.
 */
const HISTORY: ReadonlyArray<Move> = [
  ...at(0, ...each("open"), ...each("pay")),
  ...at(1, { do: "refresh", order: 2 }, { do: "reconcile" }),
  ...at(0, { do: "report", provider: "zipay", reported: "as pending" }),
  ...at(1, { do: "report", provider: "zipay", reported: "the first half" }),
  ...at(0, { do: "crash", in: { do: "report", provider: "zipay", reported: "all" }, place: 3 }),
  ...at(1, { do: "report", provider: "midtrans", reported: "all" }, { do: "bank", credits: "all but one" }),
  ...at(0, { do: "refund", order: 2, part: "half" }, { do: "advance", seconds: 60 }, { do: "reconcile" }),
  ...at(0, { do: "report", provider: "midtrans", reported: "other fees" }, { do: "undo" }),
  ...at(1, { do: "report", provider: "ifortepay", reported: "another amount" }),
  ...at(1, { do: "report", provider: "ifortepay", reported: "another's money" }, { do: "same-file" }),
  ...at(0, { do: "bank", credits: "and others'" }),
]

/** How each of them is violated. One that nobody knows how to violate holds nothing. */
const BROKEN: Readonly<Record<StatementInvariant, string>> = {
  "every rupiah of the bank's credits is explained, or listed as not":
    "delete from qriskit.statement_line where id = (select min(id) from qriskit.statement_line where kind = 'other')",
  "what explains a credit is worth as much":
    "update qriskit.statement_payout set net = net + 1 where id = (select payout_id from qriskit.statement_hop limit 1)",
  "a payout explains one credit": `insert into qriskit.statement_hop (payout_id, line_id, how)
    select hop.payout_id, line.id, 'net' from qriskit.statement_hop as hop
      join qriskit.statement_line as line on line.id <> hop.line_id and line.kind = 'other' limit 1`,
  "a batch is the sum of its lines": "update qriskit.statement_payout set net = net + 1",
  "a line counts once": `insert into qriskit.statement_line (import_id, account, place, line_row, key, content, kind, day,
      reversal, rrn_restored, reference)
    select import_id, account, place, line_row, gen_random_uuid(), content, kind, day, false, false, reference
    from qriskit.statement_line where kind = 'payment' limit 1`,
  "what is called settled agrees, and what differs is a finding":
    "update qriskit.settlement set gross = gross + 1",
  "what a settlement says is what its lines say": "update qriskit.settlement set net = net - 1",
  "nobody else's money is ours, and each of it is a finding": `insert into qriskit.statement_match (line_id, attempt_id, strength)
    select line.id, attempt.id, 2 from qriskit.statement_line as line cross join qriskit.attempt as attempt
    where line.reference like 'X-%' limit 1`,
  "what is missing is in no report": `with found as (
      insert into qriskit.anomaly (account, kind, once, payment_id, attempt_id, detail, found_at)
      select '', 'missing_in_statement', 'x', attempt.payment_id, attempt.id, 'x', now() from qriskit.attempt as attempt
        join qriskit.statement_line as line on line.reference = attempt.external_id limit 1 returning id
    )
    insert into qriskit.statement_finding (anomaly_id, account, kind, subject, day)
    select id, '', 'missing_in_statement', 'x', '2026-04-07' from found`,
  "a statement changes no payment": "update qriskit.attempt set status = 'expired'",
  "what follows from lines can be made anew":
    "delete from qriskit.statement_match where line_id = (select min(line_id) from qriskit.statement_match)",
}

/** What the changes above are made to, and the checks themselves. */
const TABLES = [
  "attempt",
  "anomaly",
  "settlement",
  "statement_line",
  "statement_match",
  "statement_candidate",
  "statement_payout",
  "statement_hop",
  "statement_day",
  "statement_finding",
]

describe("the simulation's invariants of statements", () => {
  let database: TestDatabase
  let theatre: Theatre
  let books: Books
  const changing = (...changes: ReadonlyArray<string>): Promise<void> =>
    database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      for (const change of changes) await tx.query(change)
    })
  beforeAll(async () => {
    database = await openTestPglite()
    theatre = await openTheatre(database, {}, 20_000)
    await theatre.play(HISTORY)
    books = theatre.books()
    await changing(
      "create schema kept",
      ...TABLES.map((table) => `create table kept.${table} as table qriskit.${table}`),
    )
  })
  afterAll(async () => {
    await theatre?.close()
    await database?.close()
  })

  test("hold in a history that has something of everything", async () => {
    expect(await violated(books)).toEqual([])
    expect(Object.keys(BROKEN).sort()).toEqual(Object.keys(STATEMENT_INVARIANTS).sort())
    const kinds = (await books.world.run(books.world.payments.statements.findings())).map(({ kind }) => kind)
    expect(new Set(kinds)).toEqual(new Set(["amount_differs", "statement_restated", "unknown_money"]))
    expect(books.truth.listed.size).toBeGreaterThan(3)
  })

  test.each(Object.entries(BROKEN))("see what violates: %s", async (name, broken) => {
    await changing(broken)
    expect(await violated(books)).toContain(name)
    await changing(
      ...TABLES.flatMap((table) => [
        `delete from qriskit.${table}`,
        `insert into qriskit.${table} overriding system value select * from kept.${table}`,
      ]),
    )
  })

  test("taken back, nothing of it is left", async () => {
    await theatre.play(HISTORY)
    await theatre.takeBack()
    expect(await books.world.run(books.world.payments.statements.list())).not.toEqual([])
  })
})
