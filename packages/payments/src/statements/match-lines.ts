import type { PreparedStatement, Transaction } from "../database/database.js"
import { keepEvidence } from "../expecting/told-by-lines.js"

/** Of which lines a match is made anew: of an account, by days, both included. */
export interface MatchRange {
  readonly account: string
  readonly from: string
  readonly until: string
}

/** Lines that one statement looks at, so that none takes long. */
const CHUNK = 50_000

/** From so many rows on it pays to tell the planner of them: what one transaction wrote, nobody has counted yet. */
const WORTH_COUNTING = 1_000

/** Has tables counted, where many lines went into them, so that the next statements take the right way. */
export const countRows = async (
  tx: Transaction,
  lines: number,
  ...tables: ReadonlyArray<string>
): Promise<void> => {
  if (lines < WORTH_COUNTING) return
  for (const table of tables) await tx.query(`analyze qriskit.${table}`)
}

/** Pairs of one amount and minute beyond which nobody could tell them apart anyway. */
const CROWD = 50

const LINES_OF = (alias: string): string =>
  `${alias}.account = $1 and ${alias}.day between $2 and $3 and ${alias}.id > $4 and ${alias}.id <= $5`

/** The ids at which the lines of a range are cut into pieces. */
const CUTS: PreparedStatement = {
  name: "qriskit_statement_cuts",
  text: /* sql */ `
select id, n from (
  select id, row_number() over (order by id) as n, count(*) over () as lines
  from qriskit.statement_line where account = $1 and day between $2 and $3
) as numbered
where n % ${CHUNK} = 0 or n = lines order by id`,
}

/** What was said of the payments of a piece. Gives those of which lines of other days tell, too. */
const FORGET_SETTLEMENTS: PreparedStatement = {
  name: "qriskit_statement_forget_settlements",
  text: /* sql */ `
with gone as (
  delete from qriskit.settlement where attempt_id in (
    select match.attempt_id from qriskit.statement_line as line
      join qriskit.statement_match as match on match.line_id = line.id
    where ${LINES_OF("line")} and match.attempt_id is not null
  )
  returning attempt_id, lines
)
select attempt_id from gone where lines > 1 and exists (
  select from qriskit.statement_match as match join qriskit.statement_line as line on line.id = match.line_id
  where match.attempt_id = gone.attempt_id and line.day not between $2 and $3
)`,
}

const FORGET: ReadonlyArray<PreparedStatement> = [
  {
    name: "qriskit_statement_forget_candidates",
    text: /* sql */ `
delete from qriskit.statement_candidate as candidate using qriskit.statement_line as line
where line.id = candidate.line_id and ${LINES_OF("line")}`,
  },
  {
    name: "qriskit_statement_forget_matches",
    text: /* sql */ `
delete from qriskit.statement_match as match using qriskit.statement_line as line
where line.id = match.line_id and ${LINES_OF("line")}`,
  },
]

/**
 * Finds payments by ids, the strongest first: a weaker key never overrides a stronger one. $6: the providers on record,
 * where a file does not say whose payments it is about.
 *
 * An RRN may repeat over the years, and is one only with its amount, beside the line's days.
 */
const BY_IDS: PreparedStatement = {
  name: "qriskit_statement_match_ids",
  text: /* sql */ `
with line as materialized (
  select line.id, line.kind, line.day, line.provider_id, line.callback_id, line.original_id, line.reference, line.rrn,
    line.rrn_restored, line.merchant, line.gross, provider.name as provider,
    'providerId' = any (file.keys) as has_provider_id, 'reference' = any (file.keys) as has_reference,
    'rrn' = any (file.keys) as has_rrn
  from qriskit.statement_line as line
    join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'acquirer'
    join unnest($6::text[]) as provider (name) on provider.name = coalesce(file.provider, provider.name)
  where ${LINES_OF("line")} and line.kind in ('payment', 'payment_part', 'refund', 'cancel')
),
candidate as (
  select line.id as line_id, attempt.id as attempt_id, 1 as strength
  from line join qriskit.attempt as attempt
    on attempt.provider = line.provider and attempt.account = $1 and attempt.provider_payment_id = line.provider_id
  where line.has_provider_id and line.provider_id is not null
  union all
  select line.id, attempt.id, 1
  from line join qriskit.attempt as attempt
    on attempt.provider = line.provider and attempt.account = $1 and attempt.provider_payment_id = line.callback_id
  where line.has_provider_id and line.callback_id <> coalesce(line.provider_id, '')
  union all
  select line.id, attempt.id, 1
  from line join qriskit.attempt as attempt
    on attempt.provider = line.provider and attempt.account = $1 and attempt.provider_payment_id = line.original_id
  where line.has_provider_id and line.kind in ('refund', 'cancel')
  union all
  select line.id, attempt.id, 2
  from line join qriskit.attempt as attempt
    on attempt.provider = line.provider and attempt.account = $1 and attempt.external_id = line.reference
  where line.has_reference and line.reference is not null
  union all
  select line.id, attempt.id, 2
  from line
    join qriskit.payment as payment on payment.account = $1 and payment.key = line.reference and payment.order_id = payment.key
    join qriskit.attempt as attempt on attempt.payment_id = payment.id and attempt.provider = line.provider
      and (attempt.paid_amount is not null or attempt.id = payment.attempt_id)
  where line.has_reference and line.reference is not null
  union all
  select line.id, attempt.id, 2
  from line
    join qriskit.payment as payment on payment.account = $1 and payment.order_id = line.reference and payment.order_id <> payment.key
    join qriskit.attempt as attempt on attempt.payment_id = payment.id and attempt.provider = line.provider
      and (attempt.paid_amount is not null or attempt.id = payment.attempt_id)
  where line.has_reference and line.reference is not null
  union all
  select line.id, refund.attempt_id, 2
  from line join qriskit.refund as refund
    on refund.provider = line.provider and refund.account = $1 and refund.external_id = line.reference
  where line.has_reference and line.kind in ('refund', 'cancel')
  union all
  select line.id, attempt.id, case when line.rrn_restored then 4 else 3 end
  from line join qriskit.attempt as attempt
    on attempt.retrieval_reference = line.rrn and attempt.provider = line.provider and attempt.account = $1
      and attempt.paid_amount * 100 = abs(line.gross)
      and (attempt.merchant is null or line.merchant is null or attempt.merchant = line.merchant)
      and abs(qriskit.jakarta_day(coalesce(attempt.paid_at, attempt.opened_at)) - line.day) <= 8
  where line.has_rrn and line.rrn is not null
),
strongest as (
  select line_id, attempt_id, strength, min(strength) over (partition by line_id) as best from candidate
),
-- Windows, and no join of one with the other: nobody knows yet how many rows these have.
best as materialized (
  select line_id, attempt_id, strength, min(attempt_id::text) over (partition by line_id) as first,
    max(attempt_id::text) over (partition by line_id) as last, row_number() over (partition by line_id) as place
  from strongest where strength = best
),
matched as (
  insert into qriskit.statement_match (line_id, attempt_id, strength)
  select line_id, case when first = last then attempt_id end, strength from best where place = 1
)
insert into qriskit.statement_candidate (line_id, attempt_id)
select distinct line_id, attempt_id from best where first <> last`,
}

/** The days of a range on which lines name no payment and can be matched by time. */
const DAYS_OF_TIMES = /* sql */ `
select distinct line.day::text as day
from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id
where line.account = $1 and line.day between $2 and $3 and line.kind = 'payment' and 'time' = any (file.keys)
  and line.paid_at is not null and line.gross is not null
  and not exists (select from qriskit.statement_match as match where match.line_id = line.id)
order by 1`

/**
 * Finds the payments of a day ($2) by amount, merchant id and time: one to one, seen from both sides, or nobody says
 * which. Lines and payments that an id explains stand aside, and so do orders on printed QRs with the lines that paid
 * them. So does a line with an id by which it should have been found. $3: the window, in milliseconds.
 */
const BY_TIME = /* sql */ `
with bounds as materialized (
  -- The day in Jakarta, and a window's length twice over on both sides: what is near to what is near to it.
  select $2::date::timestamp at time zone 'UTC' - interval '7 hours' - 2 * $3::bigint * interval '1 millisecond' as first,
    ($2::date + 1)::timestamp at time zone 'UTC' - interval '7 hours' + 2 * $3::bigint * interval '1 millisecond' as last
),
line as materialized (
  select line.id, line.day, line.gross, line.paid_at, line.merchant, file.provider,
    floor(extract(epoch from line.paid_at) * 1000 / ($3 + 1)) as minute,
    row_number() over (partition by line.gross, floor(extract(epoch from line.paid_at) * 1000 / ($3 + 1)) order by line.id) as place
  from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id
  where line.account = $1 and line.day between $2::date - 1 and $2::date + 1 and line.kind = 'payment'
    and (line.day = $2::date or line.paid_at between (select first from bounds) and (select last from bounds))
    and 'time' = any (file.keys) and line.paid_at is not null and line.gross is not null
    and (line.reference is null or not 'reference' = any (file.keys))
    and (line.provider_id is null or not 'providerId' = any (file.keys))
    and not exists (
      select from qriskit.statement_match as match where match.line_id = line.id and match.strength < 5
    )
    and not exists (
      select from qriskit.expectation as e
      where e.evidence = 'statement' and e.evidence_id = line.key::text and e.account = line.account
    )
),
ours as materialized (
  select attempt.id, attempt.paid_amount * 100 as gross, attempt.paid_at, attempt.merchant, attempt.provider,
    floor(extract(epoch from attempt.paid_at) * 1000 / ($3 + 1)) as minute,
    row_number() over (
      partition by attempt.paid_amount, floor(extract(epoch from attempt.paid_at) * 1000 / ($3 + 1)) order by attempt.id
    ) as place
  from qriskit.attempt as attempt
  where attempt.paid_amount is not null and attempt.paid_at is not null and attempt.account = $1
    and coalesce(attempt.paid_at, attempt.opened_at) between (select first from bounds) and (select last from bounds)
    and attempt.paid_amount * 100 in (select gross from line)
    and not exists (
      select from qriskit.statement_match as match
      where match.attempt_id = attempt.id and match.strength < 5
        and exists (select from qriskit.statement_line as named where named.id = match.line_id and named.kind = 'payment')
    )
    and (attempt.surplus is null or not exists (
      select from qriskit.expectation as e join qriskit.statement_line as said
        on said.key = e.evidence_id::uuid and said.account = e.account
      where e.attempt_id = attempt.id and e.evidence = 'statement'
    ))
),
pair as (
  select line.id as line_id, line.day, ours.id as attempt_id,
    line.place > ${CROWD} or ours.place > ${CROWD} as is_crowded
  from line
    cross join (values (-1), (0), (1)) as beside (minutes)
    join ours on ours.gross = line.gross and ours.minute = line.minute + beside.minutes
  where abs(extract(epoch from line.paid_at - ours.paid_at)) * 1000 <= $3
    and (line.merchant is null or ours.merchant is null or line.merchant = ours.merchant)
    and ours.provider = coalesce(line.provider, ours.provider)
    and (line.place <= ${CROWD} or ours.place <= ${CROWD})
),
seen as (
  select *, count(*) over (partition by line_id) as of_line, count(*) over (partition by attempt_id) as of_attempt,
    bool_or(is_crowded) over (partition by line_id) or bool_or(is_crowded) over (partition by attempt_id) as is_lost
  from pair
),
chosen as materialized (
  select line_id, attempt_id, day, row_number() over (partition by line_id) as place,
    bool_and(of_line = 1 and of_attempt = 1 and not is_lost) over (partition by line_id) as is_one
  from seen
),
matched as (
  insert into qriskit.statement_match (line_id, attempt_id, strength)
  select line_id, case when is_one then attempt_id end, 5 from chosen where place = 1 and day = $2::date
  on conflict (line_id) do nothing
)
insert into qriskit.statement_candidate (line_id, attempt_id)
select line_id, attempt_id from chosen where not is_one and day = $2::date
on conflict do nothing`

/** What a match of lines goes on with. */
interface MatchedLines {
  /** The pieces in which they were matched, as values of statements. */
  readonly pieces: ReadonlyArray<ReadonlyArray<unknown>>
  readonly lines: number
  /** Payments of which lines of other days tell as well: they may have lost those of these days. */
  readonly elsewhere: ReadonlyArray<string>
}

/** Matches lines with payments, anew. `onLines` hears how many are done, of how many. */
export const matchLines = async (
  tx: Transaction,
  { account, from, until }: MatchRange,
  { providers, timeMillis }: { readonly providers: ReadonlyArray<string>; readonly timeMillis: number },
  onLines: (lines: number, of: number) => void,
): Promise<MatchedLines> => {
  const cuts = await tx.query(CUTS, [account, from, until])
  const lines = Number(cuts.at(-1)?.["n"] ?? 0)
  const pieces = cuts.map((cut, index) => [
    account,
    from,
    until,
    index === 0 ? "0" : String(cuts[index - 1]?.["id"]),
    String(cut["id"]),
  ])
  const elsewhere: Array<string> = []
  for (const piece of pieces) {
    const forgotten = await tx.query(FORGET_SETTLEMENTS, piece)
    for (const { attempt_id } of forgotten) elsewhere.push(String(attempt_id))
    for (const statement of FORGET) await tx.query(statement, piece)
  }
  for (const [index, piece] of pieces.entries()) {
    await tx.query(BY_IDS, [...piece, providers])
    onLines(Number(cuts[index]?.["n"]), lines)
  }
  await keepEvidence(tx, { account, from, until })
  await countRows(tx, lines, "statement_match", "statement_candidate")
  for (const { day } of await tx.query(DAYS_OF_TIMES, [account, from, until]))
    await tx.query(BY_TIME, [account, day, timeMillis])
  // A line of these days may tell of a payment of which lines of others told before.
  for (const piece of pieces) await tx.query(FORGET_SETTLEMENTS, piece)
  return { pieces, lines, elsewhere }
}
