import type { PreparedStatement, Transaction } from "../database/database.js"
import type { MatchRange } from "./match-lines.js"

/**
 * Batches that lines of a range name, or that were paid out on its days, are added up anew, over all lines that name
 * them in reports of one family: where every line tells its net, and the file has no summary of its own. Gives the days
 * on which they were paid out.
 */
const ADD_UP_BATCHES = /* sql */ `
with named as materialized (
  select batch from qriskit.statement_line where account = $1 and day between $2 and $3 and batch is not null
  union
  select reference from qriskit.statement_payout where account = $1 and source = 'batch' and day between $2 and $3
),
gone as (
  delete from qriskit.statement_payout where account = $1 and source = 'batch' and reference in (select batch from named)
),
added as (
  insert into qriskit.statement_payout (import_id, account, source, reference, merchant, bank_account, day, gross, fee, net, lines)
  select min(line.import_id), $1, 'batch', line.batch,
    case when min(line.merchant) = max(line.merchant) then min(line.merchant) end,
    case when min(line.bank_account) = max(line.bank_account) then min(line.bank_account) end,
    max(coalesce(line.settled_on, line.day)), sum(line.gross), sum(line.fee), sum(line.net), count(*)
  from qriskit.statement_line as line
    join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'acquirer'
  where line.account = $1 and line.kind not in ('payout', 'other') and line.batch in (select batch from named)
    and not exists (
      select from qriskit.statement_payout as known where known.import_id = line.import_id and known.source = 'summary'
    )
  group by file.family, line.batch having bool_and(line.net is not null)
  returning day
)
select least(min(day), $2::date)::text as first, greatest(max(day), $3::date)::text as last from added`

const FORGET_HOPS = /* sql */ `
delete from qriskit.statement_hop as hop using qriskit.statement_payout as payout
where payout.id = hop.payout_id and payout.account = $1 and payout.day between $2::date - $4::integer and $3`

/** Payouts of a range, each once: files that overlap repeat rows of their summaries. */
const PAYOUTS = /* sql */ `
payout as materialized (
  select payout.*, file.family from qriskit.statement_payout as payout
    join qriskit.statement_import as file on file.id = payout.import_id
  where payout.account = $1 and payout.day between $2::date - $4::integer and $3 and payout.net > 0
    and not exists (
      select from qriskit.statement_payout as earlier
        join qriskit.statement_import as other on other.id = earlier.import_id and other.family = file.family
      where earlier.account = $1 and earlier.day = payout.day and earlier.id < payout.id
        and earlier.import_id <> payout.import_id and earlier.source = 'summary' and payout.source = 'summary'
        and earlier.net = payout.net and earlier.merchant is not distinct from payout.merchant
    )
),
credit as materialized (
  select line.id, line.net, line.booked_on, line.merchant, line.bank_reference, line.reference,
    qriskit.comparable_account(coalesce(line.bank_account, file.bank_account)) as bank_account
  from qriskit.statement_line as line
    join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'bank'
  where line.account = $1 and line.day between $2::date - $4::integer and $3::date + $4::integer
    and line.kind in ('settlement', 'other') and line.net > 0 and not line.reversal
    and not exists (select from qriskit.statement_hop as hop where hop.line_id = line.id)
)`

const isNear = (
  payout: string,
): string => `credit.booked_on between ${payout}.day and ${payout}.day + $4::integer
    and (${payout}.bank_account is null or credit.bank_account is null
      or qriskit.comparable_account(${payout}.bank_account) = credit.bank_account)
    and (${payout}.merchant is null or credit.merchant is null or ${payout}.merchant = credit.merchant)`

/**
 * Finds the bank's credits of payouts: by the payout's reference; else by amount, account and day, one to one from both
 * sides; else one credit for all that one file pays to one account on one day. What several could be is for a person.
 * $4: so many days a credit may come later.
 */
const HOP: ReadonlyArray<PreparedStatement> = [
  {
    name: "qriskit_statement_hop_reference",
    text: /* sql */ `
with ${PAYOUTS}
insert into qriskit.statement_hop (payout_id, line_id, how)
select payout.id, credit.id, 'reference' from payout join credit on credit.bank_reference = payout.reference
union
select payout.id, credit.id, 'reference' from payout join credit on credit.reference = payout.reference`,
  },
  {
    name: "qriskit_statement_hop_net",
    text: /* sql */ `
with ${PAYOUTS},
pair as (
  select payout.id as payout_id, credit.id as line_id,
    count(*) over (partition by payout.id) as of_payout, count(*) over (partition by credit.id) as of_credit
  from payout join credit on credit.net = payout.net and ${isNear("payout")}
  where not exists (select from qriskit.statement_hop as hop where hop.payout_id = payout.id)
)
insert into qriskit.statement_hop (payout_id, line_id, how)
select payout_id, line_id, case when of_payout = 1 and of_credit = 1 then 'net' else 'ambiguous' end from pair`,
  },
  {
    name: "qriskit_statement_hop_sum",
    text: /* sql */ `
with ${PAYOUTS},
together as (
  select array_agg(id) as ids, import_id, qriskit.comparable_account(bank_account) as bank_account, day, sum(net) as net,
    null::text as merchant
  from payout
  where bank_account is not null
    and not exists (select from qriskit.statement_hop as hop where hop.payout_id = payout.id)
  group by import_id, qriskit.comparable_account(bank_account), day having count(*) > 1
),
pair as (
  select together.ids, credit.id as line_id,
    count(*) over (partition by together.ids) as of_payouts, count(*) over (partition by credit.id) as of_credit
  from together join credit on credit.net = together.net and ${isNear("together")}
)
insert into qriskit.statement_hop (payout_id, line_id, how)
select unnest(ids), line_id, 'sum' from pair where of_payouts = 1 and of_credit = 1`,
  },
]

const FORGET_DAYS = /* sql */ `
delete from qriskit.statement_day where account = $1 and day between $2 and $3`

/** Day totals that a bank's text tells for a merchant id, beside ours. A day may be paid in several credits. */
const COMPARE_DAYS: PreparedStatement = {
  name: "qriskit_statement_days",
  text: /* sql */ `
with theirs as (
  select line.merchant, line.transactions_of as day, sum(case when line.reversal then -abs(line.gross) else line.gross end) as gross,
    count(*) as credits
  from qriskit.statement_line as line
    join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'bank'
  where line.account = $1 and line.day between $2::date and $3::date + 31 and line.transactions_of between $2 and $3
    and line.kind = 'settlement' and line.channel is distinct from 'card' and line.merchant is not null
    and line.gross is not null
  group by line.merchant, line.transactions_of
),
ours as (
  select merchant, qriskit.jakarta_day(coalesce(paid_at, opened_at)) as day, sum(paid_amount) * 100 as gross
  from qriskit.attempt
  where paid_amount is not null and account = $1 and merchant in (select merchant from theirs)
    and coalesce(paid_at, opened_at) >= $2::date::timestamp at time zone 'UTC' - interval '7 hours'
    and coalesce(paid_at, opened_at) < ($3::date + 1)::timestamp at time zone 'UTC' - interval '7 hours'
  group by 1, 2
)
insert into qriskit.statement_day (account, merchant, day, ours, theirs, credits)
select $1, theirs.merchant, theirs.day, coalesce(ours.gross, 0), theirs.gross, theirs.credits
from theirs left join ours on ours.merchant = theirs.merchant and ours.day = theirs.day`,
}

/**
 * From batches and payouts to the bank, and from a merchant id's day to its credits. Gives the days that were looked
 * at: those on which a batch of the range was paid out, too.
 */
export const matchSecondHop = async (
  tx: Transaction,
  { account, from, until }: MatchRange,
  creditDays: number,
): Promise<MatchRange> => {
  const range = [account, from, until]
  const [days] = await tx.query(ADD_UP_BATCHES, range)
  const looked = { account, from: String(days?.["first"] ?? from), until: String(days?.["last"] ?? until) }
  const values = [account, looked.from, looked.until, creditDays]
  await tx.query(FORGET_HOPS, values)
  for (const statement of HOP) await tx.query(statement, values)
  await tx.query(FORGET_DAYS, range)
  await tx.query(COMPARE_DAYS, range)
  return looked
}

/** Whether a credit of a bank is explained, in a statement that calls the line `line`. */
export const CREDIT_CLASS = /* sql */ `case
  when exists (select from qriskit.statement_hop as hop where hop.line_id = line.id and hop.how <> 'ambiguous') then 'explained'
  when line.kind = 'settlement' and line.channel is distinct from 'card' then coalesce((
    select case when total.ours = total.theirs then 'day_agrees' when total.ours > 0 then 'day_differs'
      else 'credit_unexplained' end
    from qriskit.statement_day as total
    where total.account = line.account and total.merchant = line.merchant and total.day = line.transactions_of
      and line.gross is not null
  ), case when exists (select from qriskit.statement_hop as hop where hop.line_id = line.id) then 'ambiguous'
    else 'credit_unexplained' end)
  when exists (select from qriskit.statement_hop as hop where hop.line_id = line.id) then 'ambiguous'
  else 'not_ours'
end`
