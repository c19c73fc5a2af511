import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import type { OfAccount } from "../record/account.js"
import { found } from "../record/find.js"
import { senIn, textIn } from "./import-list.js"
import { LINE_CLASS, LINE_COLUMNS, LINE_FROM, lineIn, type StatementLine } from "./lines.js"
import type { ExplanationClass, SettlementClass } from "./settlement-class.js"
import type { Day, Sen } from "./statement.js"

/** What reports say of a payment together, in sen. */
export interface Settlement {
  readonly class: SettlementClass
  /** Absent is what the report does not say. */
  readonly gross?: Sen
  readonly fee?: Sen
  readonly tax?: Sen
  /** After fee and tax, and less what went back. */
  readonly net?: Sen
  /** What went back. */
  readonly returned?: Sen
  readonly batch?: string
  readonly settledOn?: Day
  /** The import that tells it. */
  readonly import: number
}

/** What the acquirer says that it paid out, and the bank's credit of it. */
export interface Payout {
  readonly import: number
  readonly day?: Day
  readonly reference?: string
  readonly merchant?: string
  readonly net: Sen
  /** By what its credit was found; `ambiguous` where several fit. Absent: no credit was found. */
  readonly how?: "reference" | "net" | "sum" | "ambiguous"
  readonly credits: ReadonlyArray<{
    readonly import: number
    readonly row: number
    readonly day: Day
    readonly net: Sen
  }>
}

/** What became of a payment's money, as far as statements tell. */
export interface Explanation {
  readonly class: ExplanationClass
  readonly settlement?: Settlement
  /** The lines that tell of it, or could. */
  readonly lines: ReadonlyArray<StatementLine>
  /** The batches in which it is. */
  readonly payouts: ReadonlyArray<Payout>
}

const SETTLEMENT: PreparedStatement = {
  name: "qriskit_statement_settlement",
  text: /* sql */ `
select settled.*, settled.settled_on::text as settled_day, exists (
    select from qriskit.statement_candidate as candidate where candidate.attempt_id = attempt.id
  ) as is_ambiguous, exists (
    select from qriskit.statement_finding as finding
    where finding.account = $2 and finding.kind = 'missing_in_statement' and finding.subject = $1::text
      and finding.resolved_at is null
  ) as is_missing, attempt.paid_amount is not null as is_paid
from qriskit.attempt as attempt left join qriskit.settlement as settled on settled.attempt_id = attempt.id
where attempt.id = $1::uuid`,
}

const LINES = /* sql */ `
select ${LINE_COLUMNS}, ${LINE_CLASS} as class from ${LINE_FROM}
where line.id in (
  select line_id from qriskit.statement_match where attempt_id = $1
  union select line_id from qriskit.statement_candidate where attempt_id = $1
) order by line.id limit 100`

/** Batches of a payment's lines; rows of a summary of their file, by merchant id. */
const PAYOUTS = /* sql */ `
with line as (
  select line.import_id, line.batch, line.merchant, line.account from qriskit.statement_match as match
    join qriskit.statement_line as line on line.id = match.line_id
  where match.attempt_id = $1
)
select distinct payout.id, payout.import_id, payout.day::text as day, payout.reference, payout.merchant, payout.net, hop.how,
  credit.import_id as credit_import, credit.line_row as credit_row, credit.day::text as credit_day, credit.net as credit_net
from line join qriskit.statement_payout as payout on payout.account = line.account and (
    payout.source = 'summary' and payout.import_id = line.import_id and payout.merchant = line.merchant
    or payout.source = 'batch' and payout.reference = line.batch
  )
  left join qriskit.statement_hop as hop on hop.payout_id = payout.id
  left join qriskit.statement_line as credit on credit.id = hop.line_id
order by payout.id limit 100`

const settlementIn = (row: Row): Settlement | undefined =>
  row["class"] === null
    ? undefined
    : {
        class: row["class"] as SettlementClass, // A check keeps it within these.
        import: Number(row["import_id"]),
        ...present({
          gross: senIn(row["gross"]),
          fee: senIn(row["fee"]),
          tax: senIn(row["tax"]),
          net: senIn(row["net"]),
          returned: senIn(row["returned"]),
          batch: textIn(row["batch"]),
          settledOn: textIn(row["settled_day"]),
        }),
      }

const payoutsIn = (rows: ReadonlyArray<Row>): ReadonlyArray<Payout> => {
  const payouts = new Map<
    string,
    { payout: Omit<Payout, "credits">; credits: Array<Payout["credits"][number]> }
  >()
  for (const row of rows) {
    const id = String(row["id"])
    const known = payouts.get(id) ?? {
      payout: {
        import: Number(row["import_id"]),
        net: senIn(row["net"]) ?? 0n,
        ...present({
          day: textIn(row["day"]),
          reference: textIn(row["reference"]),
          merchant: textIn(row["merchant"]),
          how: (row["how"] ?? undefined) as Payout["how"], // A check keeps it within these.
        }),
      },
      credits: [],
    }
    const net = senIn(row["credit_net"])
    if (net !== undefined)
      known.credits.push({
        import: Number(row["credit_import"]),
        row: Number(row["credit_row"]),
        day: String(row["credit_day"]),
        net,
      })
    payouts.set(id, known)
  }
  return [...payouts.values()].map(({ payout, credits }) => ({ ...payout, credits }))
}

const classOf = (row: Row): ExplanationClass => {
  const settled = settlementIn(row)
  if (settled !== undefined) return settled.class
  if (row["is_paid"] !== true) return "not_paid"
  if (row["is_ambiguous"] === true) return "ambiguous"
  return row["is_missing"] === true ? "missing" : "undecided"
}

/**
 * What reports say of a payment together; `undefined` while none does. Fails with `NoSuchPayment`, `DatabaseFailure`.
 */
export const settlementOf = Effect.fn("Payments.statements.settlement")(function* (
  key: string,
  of?: OfAccount,
) {
  const { attempt } = yield* found(key, of)
  const [row] = yield* (yield* Database).query(SETTLEMENT, [attempt.id, attempt.account])
  return row === undefined ? undefined : settlementIn(row)
})

/**
 * What became of a payment's money, from the payment to the line, from the line to the payout, and from there to the
 * bank's credit. Fails with `NoSuchPayment`, `DatabaseFailure`.
 */
export const explain = Effect.fn("Payments.statements.explain")(function* (key: string, of?: OfAccount) {
  const database = yield* Database
  const { attempt } = yield* found(key, of)
  const [row = {}] = yield* database.query(SETTLEMENT, [attempt.id, attempt.account])
  const lines = yield* database.query(LINES, [attempt.id])
  const payouts = yield* database.query(PAYOUTS, [attempt.id])
  return {
    class: classOf(row),
    ...present({ settlement: settlementIn(row) }),
    lines: lines.map(lineIn),
    payouts: payoutsIn(payouts),
  } satisfies Explanation
})
