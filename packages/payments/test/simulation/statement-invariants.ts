import { expect } from "vitest"
import type { TestDatabase } from "../support/databases.js"
import type { World } from "../support/world.js"
import { paymentsAsTheyAre, type Truth } from "./statement-files.js"

/** The days of a history, with what may be credited late. */
const HISTORY_DAYS = { from: "2026-04-01", until: "2026-04-30" } as const

/** What an invariant is checked on. */
export interface Books {
  readonly world: World
  readonly database: TestDatabase
  readonly truth: Truth
}

/** Everything that follows from facts, as text: matches, settlements, hops, open findings. */
const derived = async ({ database }: Books): Promise<string> =>
  JSON.stringify([
    await database.rows("select line_id, attempt_id, strength from qriskit.statement_match order by line_id"),
    await database.rows(
      "select line_id, attempt_id from qriskit.statement_candidate order by line_id, attempt_id",
    ),
    await database.rows(
      "select attempt_id, class, gross, fee, net from qriskit.settlement order by attempt_id",
    ),
    await database.rows(
      `select payout.reference, payout.net, line.key, hop.how from qriskit.statement_hop as hop
         join qriskit.statement_payout as payout on payout.id = hop.payout_id
         join qriskit.statement_line as line on line.id = hop.line_id order by 1, 2, 3`,
    ),
    await database.rows(
      "select kind, subject from qriskit.statement_finding where resolved_at is null order by kind, subject",
    ),
  ])

const none = async ({ database }: Books, text: string): Promise<void> => {
  expect(await database.rows(text)).toEqual([])
}

/** What holds of statements whatever was imported, in whatever order. */
export const STATEMENT_INVARIANTS = {
  "every rupiah of the bank's credits is explained, or listed as not": async ({ world, truth }: Books) => {
    const days = await world.run(world.payments.statements.arrived(HISTORY_DAYS))
    for (const { credits, explained, unexplained, notOurs } of days)
      expect(explained + unexplained + notOurs).toBe(credits)
    expect(days.reduce((sum, { credits }) => sum + credits, 0n)).toBe(truth.credited)
    const listed = (await world.run(world.payments.statements.lines({ ...HISTORY_DAYS, limit: 500 }))).filter(
      (line) => ["not_ours", "credit_unexplained", "ambiguous"].includes(line.class) && line.kind === "other",
    )
    expect(listed.reduce((sum, { net = 0n }) => sum + net, 0n)).toBe(
      days.reduce((sum, { unexplained, notOurs }) => sum + unexplained + notOurs, 0n),
    )
  },
  "what explains a credit is worth as much": (books: Books) =>
    none(
      books,
      `select line.id, line.net, sum(payout.net) from qriskit.statement_hop as hop
         join qriskit.statement_payout as payout on payout.id = hop.payout_id
         join qriskit.statement_line as line on line.id = hop.line_id
       where hop.how <> 'ambiguous' group by line.id having sum(payout.net) <> line.net`,
    ),
  "a payout explains one credit": (books: Books) =>
    none(
      books,
      `select payout_id from qriskit.statement_hop where how <> 'ambiguous' group by payout_id having count(*) > 1`,
    ),
  "a batch is the sum of its lines": (books: Books) =>
    none(
      books,
      `select payout.reference from qriskit.statement_payout as payout where payout.source = 'batch' and payout.net <> (
         select sum(line.net) from qriskit.statement_line as line where line.batch = payout.reference)`,
    ),
  "a line counts once": async ({ database, truth }: Books) => {
    const lines = await database.rows(
      "select reference from qriskit.statement_line where kind = 'payment' order by reference",
    )
    expect(lines.map(({ reference }) => reference)).toEqual([...truth.listed].sort())
  },
  "what is called settled agrees, and what differs is a finding": (books: Books) =>
    none(
      books,
      `select settled.attempt_id from qriskit.settlement as settled
         join qriskit.attempt as attempt on attempt.id = settled.attempt_id
       where settled.gross <> attempt.paid_amount * 100 and not exists (
         select from qriskit.statement_finding as finding
         where finding.kind = 'amount_differs' and finding.resolved_at is null
           and finding.subject = settled.attempt_id || ':' || settled.gross)`,
    ),
  "what a settlement says is what its lines say": (books: Books) =>
    none(
      books,
      `select settled.attempt_id from qriskit.settlement as settled
         join qriskit.statement_match as match on match.attempt_id = settled.attempt_id
         join qriskit.statement_line as line on line.id = match.line_id
       group by settled.attempt_id
       having sum(line.gross) filter (where line.kind = 'payment') is distinct from settled.gross
         or sum(line.net) <> settled.net`,
    ),
  "nobody else's money is ours, and each of it is a finding": async (books: Books) => {
    await none(
      books,
      `select line.reference from qriskit.statement_line as line
         join qriskit.statement_match as match on match.line_id = line.id where line.reference like 'X-%'`,
    )
    await none(
      books,
      `select line.reference from qriskit.statement_line as line where line.reference like 'X-%' and not exists (
         select from qriskit.statement_finding as finding where finding.kind = 'unknown_money'
           and finding.resolved_at is null and finding.subject = line.key || ':')`,
    )
  },
  "what is missing is in no report": (books: Books) =>
    none(
      books,
      `select attempt.external_id from qriskit.statement_finding as finding
         join qriskit.anomaly as found on found.id = finding.anomaly_id
         join qriskit.attempt as attempt on attempt.id = found.attempt_id
         join qriskit.statement_line as line on line.reference = attempt.external_id
       where finding.kind = 'missing_in_statement' and finding.resolved_at is null`,
    ),
  "a statement changes no payment": async ({ database, truth }: Books) => {
    expect(await paymentsAsTheyAre(database)).toBe(truth.payments)
  },
  "what follows from lines can be made anew": async (books: Books) => {
    const before = await derived(books)
    await books.world.run(books.world.payments.statements.match())
    expect(await derived(books)).toBe(before)
  },
} as const satisfies Readonly<Record<string, (books: Books) => Promise<void>>>

export type StatementInvariant = keyof typeof STATEMENT_INVARIANTS

/** Checks all of them. */
export const checkStatements = async (books: Books): Promise<void> => {
  for (const [name, check] of Object.entries(STATEMENT_INVARIANTS))
    await check(books).catch((error: unknown) => {
      throw new Error(`not so: ${name}`, { cause: error })
    })
}

/** The invariants that do not hold. */
export const violated = async (books: Books): Promise<ReadonlyArray<string>> => {
  const names: Array<string> = []
  for (const [name, check] of Object.entries(STATEMENT_INVARIANTS))
    await check(books).catch(() => {
      names.push(name)
    })
  return names
}

/** What follows from lines, all of which were taken back. */
export const nothingIsLeft = async ({ world, database }: Omit<Books, "truth">): Promise<void> => {
  for (const table of [
    "statement_line",
    "settlement",
    "statement_match",
    "statement_hop",
    "statement_payout",
  ])
    expect(await database.rows(`select * from qriskit.${table}`), table).toEqual([])
  expect(await world.run(world.payments.statements.findings())).toEqual([])
}
