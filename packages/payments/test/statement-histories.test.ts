import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { playStatements } from "./simulation/statement-history.js"
import {
  type Books,
  STATEMENT_INVARIANTS,
  type StatementInvariant,
  violated,
} from "./simulation/statement-invariants.js"
import { openTestPostgres, type TestDatabase } from "./support/databases.js"
import { openWorld, type World } from "./support/world.js"

const HISTORIES = Number(process.env["HISTORIES"] ?? 4)

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
      insert into qriskit.anomaly (account, kind, once, payment_id, detail, found_at)
      select '', 'missing_in_statement', 'x', payment.id, 'x', now() from qriskit.payment as payment
        join qriskit.statement_line as line on line.reference = payment.key limit 1 returning id
    )
    insert into qriskit.statement_finding (anomaly_id, account, kind, subject, day)
    select id, '', 'missing_in_statement', 'x', '2026-10-05' from found`,
  "a statement changes no payment": "update qriskit.attempt set status = 'expired'",
  "what follows from lines can be made anew":
    "delete from qriskit.statement_match where line_id = (select min(line_id) from qriskit.statement_match)",
}

describe("histories of statements: late, partial, doubled, restated, with other people's money", () => {
  let database: TestDatabase
  let world: World
  beforeAll(async () => {
    database = await openTestPostgres()
    world = await openWorld(database)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    world.clock.set(Date.parse("2026-10-20T09:00:00+07:00"))
  })

  const booksOf = async (seed: number): Promise<Books> => ({
    world,
    database,
    truth: await playStatements(seed, world, database),
  })

  test.each(Array.from({ length: HISTORIES }, (_, index) => index + 1))("history %i", async (seed) => {
    const books = await booksOf(seed)
    for (const [name, check] of Object.entries(STATEMENT_INVARIANTS))
      await check(books).catch((error: unknown) => {
        throw new Error(`seed ${seed}: not so: ${name}`, { cause: error })
      })
    // Taken back, nothing of it is left.
    for (const id of books.truth.imports)
      await world
        .run(world.payments.statements.undo(id, { by: "simulation", why: "all of it" }))
        .catch(() => {})
    for (const table of [
      "statement_line",
      "settlement",
      "statement_match",
      "statement_hop",
      "statement_payout",
    ])
      expect(await database.rows(`select * from qriskit.${table}`), table).toEqual([])
    expect(await world.run(world.payments.statements.findings())).toEqual([])
  })

  test.each(Object.entries(BROKEN))("sees when it does not hold: %s", async (name, broken) => {
    const books = await booksOf(1)
    expect(await violated(books)).toEqual([])
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query(broken)
    })
    expect(await violated(books)).toContain(name)
  })
})
