import type { PreparedStatement, Transaction } from "../database/database.js"
import { countRows } from "./match-lines.js"

/**
 * What the lines of payments come to. Lines of one family of reports count together; where reports of two families tell
 * of one payment, that with a net leads, and the others are not added to it.
 */
const SETTLE = (touched: string): string => /* sql */ `
with touched as materialized (${touched}),
paid_out as (
  select import_id, merchant, min(day) as day from qriskit.statement_payout where source = 'summary' and account = $1
  group by import_id, merchant having count(*) = 1
),
said as (
  select match.attempt_id, match.strength, line.import_id, file.family, line.kind, line.gross, line.fee, line.tax, line.net,
    line.fee_verdict, line.batch, line.day,
    line.kind in ('payment', 'payment_part') as is_in,
    coalesce(line.settled, true) or later.line_id is not null as is_settled,
    coalesce(line.settled_on, later.settled_on, paid_out.day) as settled_on
  from touched
    join qriskit.statement_match as match on match.attempt_id = touched.attempt_id
    join qriskit.statement_line as line on line.id = match.line_id
    join qriskit.statement_import as file on file.id = line.import_id
    left join lateral (
      select mention.line_id, mention.settled_on from qriskit.statement_mention as mention
      where mention.line_id = line.id and mention.what = 'later' order by mention.import_id limit 1
    ) as later on line.settled is false
    left join paid_out on paid_out.import_id = line.import_id and paid_out.merchant = line.merchant
),
summed as (
  select attempt_id, family, min(strength) as strength, min(import_id) as import_id, count(*) as lines,
    count(*) filter (where kind = 'payment') as payments,
    case when bool_and(gross is not null) filter (where is_in) then sum(gross) filter (where is_in) end as gross,
    case when bool_and(fee is not null) then sum(fee) end as fee,
    case when bool_and(tax is not null) then sum(tax) end as tax,
    case when bool_and(net is not null) then sum(net) end as net,
    case when bool_and(gross is not null) filter (where not is_in) then -sum(gross) filter (where not is_in) end as returned,
    bool_or(kind = 'cancel') as is_canceled, bool_or(kind = 'refund') as is_refunded, bool_and(is_settled) as is_settled,
    bool_or(fee_verdict in ('more', 'less')) as is_other_fee, max(batch) as batch, max(settled_on) as settled_on,
    max(max(day)) over (partition by attempt_id) as day
  from said group by attempt_id, family
),
chief as (
  select distinct on (attempt_id) * from summed order by attempt_id, payments = 0, net is null, not is_settled, import_id
)
insert into qriskit.settlement (attempt_id, class, strength, import_id, lines, day, gross, fee, tax, net, returned, batch,
  settled_on)
select chief.attempt_id,
  case
    when chief.payments > 1 then 'settled_twice'
    when chief.is_canceled and coalesce(chief.gross - chief.returned, 0) <= 0 then 'reversed'
    when attempt.paid_amount is null then 'paid_out_but_not_paid'
    when chief.gross <> attempt.paid_amount * 100 then 'amount_differs'
    when chief.is_refunded or chief.is_canceled then 'refunded'
    when not chief.is_settled then 'listed_not_settled'
    when chief.is_other_fee then 'fee_differs'
    else 'settled'
  end,
  chief.strength, chief.import_id, chief.lines, chief.day, chief.gross, chief.fee, chief.tax, chief.net,
  chief.returned, chief.batch, chief.settled_on
from chief join qriskit.attempt as attempt on attempt.id = chief.attempt_id
on conflict (attempt_id) do nothing`

/** Of a piece of lines. */
const SETTLE_PIECE: PreparedStatement = {
  name: "qriskit_statement_settle",
  text: SETTLE(`
  select distinct match.attempt_id from qriskit.statement_line as line
    join qriskit.statement_match as match on match.line_id = line.id
  where line.account = $1 and line.day between $2 and $3 and line.id > $4 and line.id <= $5 and match.attempt_id is not null
    and not exists (select from qriskit.settlement as known where known.attempt_id = match.attempt_id)`),
}

/** Of payments that lost a line and have others. */
const SETTLE_REST: PreparedStatement = {
  name: "qriskit_statement_settle_rest",
  text: SETTLE(`
  select distinct match.attempt_id from qriskit.statement_match as match
  where match.attempt_id = any ($2::uuid[])
    and not exists (select from qriskit.settlement as known where known.attempt_id = match.attempt_id)`),
}

/** Says of each payment that lines tell of what became of it, by the pieces in which they were matched. */
export const settleLines = async (
  tx: Transaction,
  pieces: ReadonlyArray<ReadonlyArray<unknown>>,
  lines: number,
): Promise<void> => {
  for (const [index, piece] of pieces.entries()) {
    await tx.query(SETTLE_PIECE, piece)
    // The first piece tells the planner what the table will look like.
    if (index === 0 || index === pieces.length - 1) await countRows(tx, lines, "settlement")
  }
}

/** The same of payments by their attempts. */
export const settleAttempts = async (
  tx: Transaction,
  account: string,
  attempts: ReadonlyArray<string>,
): Promise<void> => {
  if (attempts.length > 0) await tx.query(SETTLE_REST, [account, attempts])
}
