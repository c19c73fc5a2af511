import type { PreparedStatement, Transaction } from "../database/database.js"
import type { CoveredDay } from "./coverage.js"
import type { MatchRange } from "./match-lines.js"
import { CREDIT_CLASS } from "./second-hop.js"

/** Sen as Indonesians write money. */
const money = (sen: string): string =>
  `coalesce('Rp ' || replace(to_char(trunc((${sen})::numeric / 100), 'FM999,999,999,999,990'), ',', '.') || ',' || lpad((abs((${sen})::numeric) % 100)::text, 2, '0'), 'not told')`

const OF_FILE = `'row ' || line.line_row || ' of ' || file.title || ' (import ' || file.id || ')'`

/** A line, named without what may be about people. */
const LINE = `${OF_FILE} || coalesce(', reference ' || line.reference, '') || coalesce(', provider''s id ' || line.provider_id, '')
  || coalesce(', RRN ' || line.rrn, '')`

/** What refunds on record give back of an attempt's money, in rupiah. */
const GIVEN_BACK = "(attempt.refunded + attempt.refunding)"

/** Each finding of payments that lines tell of: kind, whether it holds, what makes it another one, and what is said. */
const OF_SETTLEMENT: ReadonlyArray<readonly [kind: string, holds: string, facts: string, detail: string]> = [
  [
    "amount_differs",
    "settled.class = 'amount_differs'",
    "settled.gross",
    `'The report says ' || ${money("settled.gross")} || ', and ' || ${money("attempt.paid_amount * 100")} || ' arrived here.'`,
  ],
  [
    "fee_differs",
    "settled.class = 'fee_differs'",
    "settled.fee",
    `'The fee is ' || ${money("settled.fee")} || ' of ' || ${money("settled.gross")} || ', which is not what was agreed.'`,
  ],
  [
    "settled_twice",
    "settled.class = 'settled_twice'",
    "settled.gross",
    `'The reports settle it more than once: ' || settled.lines || ' lines of together ' || ${money("settled.gross")} || ', and ' || ${money("attempt.paid_amount * 100")} || ' arrived here.'`,
  ],
  [
    "paid_out_but_not_paid",
    "settled.class = 'paid_out_but_not_paid'",
    "settled.gross",
    `'The report pays out ' || ${money("settled.gross")} || ', and here it is ' || attempt.status || '.'`,
  ],
  [
    "refund_without_ours",
    `attempt.paid_amount is not null and case
      when settled.returned is not null then settled.returned > ${GIVEN_BACK} * 100
      -- Some reports tell that money was taken back, and not how much.
      when settled.class = 'reversed' then ${GIVEN_BACK} < attempt.paid_amount
      when settled.class = 'refunded' then ${GIVEN_BACK} = 0
      else false end`,
    "coalesce(settled.returned::text, settled.class)",
    `case when settled.returned is null then 'The report says that it was ' || settled.class || ', and not how much was taken back'
      else 'The report takes back ' || ${money("settled.returned")} end
      || '; refunds on record give back ' || ${money(`${GIVEN_BACK} * 100`)} || '.'`,
  ],
]

/** Each finding of a line by itself. */
const OF_LINE: ReadonlyArray<
  readonly [kind: string, from: string, holds: string, facts: string, detail: string]
> = [
  [
    "unknown_money",
    "left join qriskit.statement_match as match on match.line_id = line.id",
    `file.kind = 'acquirer' and line.kind in ('payment', 'payment_part', 'refund', 'cancel') and match.line_id is null
      and line.channel is distinct from 'card'`,
    "''",
    `'No record here explains ' || ${money("line.gross")} || ': ' || ${LINE} || '.'`,
  ],
  [
    "ambiguous_in_statement",
    "join qriskit.statement_match as match on match.line_id = line.id",
    "match.attempt_id is null",
    "''",
    `'Several payments could be ' || ${money("line.gross")} || ' of ' || ${LINE} || '.'`,
  ],
  [
    "statement_restated",
    "join qriskit.statement_mention as said on said.line_id = line.id",
    "said.what = 'restated'",
    "said.content",
    `'It said gross ' || ${money("line.gross")} || ', net ' || ${money("line.net")} || '; import ' || said.import_id || ' says gross ' || ${money("said.gross")} || ', net ' || ${money("said.net")} || coalesce(', ' || said.status, '') || '. The first stands: ' || ${LINE} || '.'`,
  ],
  [
    "duplicate_in_statement",
    "join qriskit.statement_mention as said on said.line_id = line.id",
    "said.what = 'duplicate'",
    "said.import_id",
    `'Row ' || said.line_row || ' repeats it, and was not counted: ' || ${LINE} || '.'`,
  ],
  [
    "narrative_contradicts",
    "cross join lateral (select note from unnest(line.notes) as note where note like 'narrative_contradicts:%' limit 1) as said",
    "true",
    "''",
    `said.note || ' (' || ${OF_FILE} || ')'`,
  ],
  [
    "credit_unexplained",
    `cross join lateral (select ${CREDIT_CLASS} as class) as said`,
    `file.kind = 'bank' and line.kind = 'settlement' and line.net > 0 and not line.reversal and line.day < $4::date
      and said.class in ('credit_unexplained', 'ambiguous') and line.channel is distinct from 'card'`,
    "''",
    `'The bank credits ' || ${money("line.net")} || coalesce(' for merchant id ' || line.merchant, '') || coalesce(' of ' || line.transactions_of, '') || ', and no report or day total explains it: ' || ${OF_FILE} || '.'`,
  ],
  [
    "credit_taken_back",
    "",
    "file.kind = 'bank' and line.reversal and line.net < 0",
    "''",
    `'The bank takes back ' || ${money("-line.net")} || ' that it credited' || coalesce(' for merchant id ' || line.merchant, '') || ': ' || ${OF_FILE} || coalesce(', the bank''s reference ' || line.bank_reference, '') || '.'`,
  ],
]

const settlements = OF_SETTLEMENT.map(
  ([kind, holds, facts, detail]) => /* sql */ `
  select '${kind}' as kind, settled.attempt_id || ':' || coalesce((${facts})::text, '') as subject, settled.day,
    attempt.payment_id, settled.attempt_id, settled.import_id, ${detail} as detail
  from settled join qriskit.attempt as attempt on attempt.id = settled.attempt_id
  where attempt.account = $1 and ${holds}`,
)

const lines = OF_LINE.map(
  ([kind, from, holds, facts, detail]) => /* sql */ `
  select '${kind}', line.key || ':' || coalesce((${facts})::text, ''), line.day, null::uuid, null::uuid, file.id, ${detail}
  from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id ${from}
  where line.account = $1 and line.day between $2 and $3 and (${holds})`,
)

const others = [
  /* sql */ `
  select 'day_differs', total.merchant || ':' || total.day || ':' || total.ours || ':' || total.theirs, total.day,
    null::uuid, null::uuid, null::bigint, 'Merchant id ' || total.merchant || ' on ' || total.day || ': the bank says '
      || ${money("total.theirs")} || ', and ' || ${money("total.ours")} || ' arrived here.'
  from qriskit.statement_day as total
  where total.account = $1 and total.day between $2 and $3 and total.day < $4::date and total.ours > 0 and total.ours <> total.theirs`,
  /* sql */ `
  select 'batch_differs', coalesce(payout.reference, '') || ':' || payout.net || ':' || line.key, payout.day, null::uuid,
    null::uuid, payout.import_id, 'The acquirer says that it paid out ' || ${money("payout.net")} || ' as ' || payout.reference
      || ', and the bank credits ' || ${money("line.net")} || ': ' || ${OF_FILE} || '.'
  from qriskit.statement_payout as payout
    join qriskit.statement_hop as hop on hop.payout_id = payout.id and hop.how = 'reference'
    join qriskit.statement_line as line on line.id = hop.line_id
    join qriskit.statement_import as file on file.id = line.import_id
  where payout.account = $1 and payout.day between $2 and $3 and payout.net <> line.net`,
  // A bank's statement covers a day where it is complete; a credit may come some days later.
  /* sql */ `
  select 'payout_not_in_bank', payout.source || ':' || coalesce(payout.reference, payout.merchant, '') || ':' || payout.day
      || ':' || payout.net, payout.day, null::uuid, null::uuid, min(payout.import_id), 'The acquirer says that it paid out '
      || ${money("payout.net")} || ' on ' || payout.day || coalesce(' for merchant id ' || payout.merchant, '')
      || coalesce(' as ' || payout.reference, '') || ', and the bank''s statements of these days do not have it.'
  from qriskit.statement_payout as payout
  where payout.account = $1 and payout.day between $2 and $3 and payout.net > 0
    and not exists (select from qriskit.statement_hop as hop where hop.payout_id = payout.id)
    and not exists (
      select from qriskit.statement_payout as same
        join qriskit.statement_hop as hop on hop.payout_id = same.id
      where same.account = $1 and same.day = payout.day and same.net = payout.net and same.source = payout.source
        and same.import_id <> payout.import_id and same.merchant is not distinct from payout.merchant
    )
    and not exists (
      select from generate_series(payout.day, payout.day + $6::integer, interval '1 day') as due
      where not exists (
        select from qriskit.statement_import as bank
        where bank.account = $1 and bank.state = 'imported' and bank.kind = 'bank' and bank.is_complete
          and due::date between bank.days_from and bank.days_until
          and (payout.bank_account is null or bank.bank_account is null
            or qriskit.comparable_account(bank.bank_account) = qriskit.comparable_account(payout.bank_account))
      )
    )
  group by payout.source, payout.reference, payout.merchant, payout.day, payout.net`,
  /* sql */ `
  select 'missing_in_statement', attempt.id::text, covered.day, attempt.payment_id, attempt.id, min(covered.import),
    ${money("attempt.paid_amount * 100")} || ' arrived on ' || covered.day || ', and no report has it, though import '
      || min(covered.import) || ' is complete for that day and its lag is over.'
  from jsonb_to_recordset($5::jsonb) as covered (provider text, day date, import bigint)
    join qriskit.statement_import as file on file.id = covered.import
    join qriskit.attempt as attempt on attempt.paid_amount is not null and attempt.account = $1
      and attempt.provider = covered.provider
      and coalesce(attempt.paid_at, attempt.opened_at) >= covered.day::timestamp at time zone 'UTC' - interval '7 hours'
      and coalesce(attempt.paid_at, attempt.opened_at) < (covered.day + 1)::timestamp at time zone 'UTC' - interval '7 hours'
  where attempt.paid_at is not null and attempt.status in ('paid', 'partially_refunded')
    and (attempt.merchant is null or cardinality(file.merchants) = 0 or attempt.merchant = any (file.merchants))
    and not exists (select from qriskit.settlement as settled where settled.attempt_id = attempt.id)
    and not exists (select from qriskit.statement_candidate as candidate where candidate.attempt_id = attempt.id)
  group by attempt.id, covered.day`,
]

/** Who acknowledges a finding that no longer holds. */
const RESOLVED_BY = "qriskit"

/**
 * Compares what holds now with what was found before: new findings become anomalies; one that a person acknowledged
 * stays so as long as it holds; one that no longer holds is closed, with the reason. $4: today; $5: covered days; $7:
 * now; $8: payments that lost lines.
 *
 * What is said of a payment is of the day of its last line, which changes with every file. So payments are looked at
 * whose last line is of these days or later, and those of which something was found on these days.
 */
const FIND: PreparedStatement = {
  name: "qriskit_statement_find",
  text: /* sql */ `
with known as materialized (
  select finding.anomaly_id, finding.kind, finding.subject, finding.day, anomaly.attempt_id
  from qriskit.statement_finding as finding join qriskit.anomaly as anomaly on anomaly.id = finding.anomaly_id
  where finding.account = $1 and finding.resolved_at is null
),
settled as materialized (
  select * from qriskit.settlement where day >= $2 and class <> 'settled'
  union
  select * from qriskit.settlement where class <> 'settled' and attempt_id in (
    select attempt_id from known where day between $2 and $3 union all select unnest($8::uuid[])
  )
),
found as materialized (
  select distinct on (kind, subject) * from (${[...settlements, ...lines, ...others].join("\n  union all")}
  ) as every order by kind, subject
),
gone as (
  update qriskit.statement_finding as finding set resolved_at = $7
  from known left join qriskit.settlement as settled on settled.attempt_id = known.attempt_id
  where finding.anomaly_id = known.anomaly_id
    and (
      known.day between $2 and $3 or settled.day >= $2
      -- Whether a payment is missing that no line tells of any more, the days tell that a report covers.
      or known.attempt_id = any ($8::uuid[]) and (settled.attempt_id is not null or known.kind <> 'missing_in_statement')
    )
    and not exists (select from found where found.kind = known.kind and found.subject = known.subject)
  returning finding.anomaly_id
),
closed as (
  update qriskit.anomaly as anomaly set acknowledged_at = $7, acknowledged_by = '${RESOLVED_BY}',
    acknowledged_why = 'It no longer holds: a later statement, payment, refund or undone import explains it.'
  from gone where anomaly.id = gone.anomaly_id and anomaly.acknowledged_at is null
),
fresh as materialized (
  select nextval('qriskit.anomaly_id_seq') as id, found.*, 'statement:' || $1 || ':' || found.kind || ':' || found.subject || ':' || (
    select count(*) from qriskit.statement_finding as before
    where before.account = $1 and before.kind = found.kind and before.subject = found.subject
  ) as once
  from found where not exists (
    select from known where known.kind = found.kind and known.subject = found.subject
  )
),
noted as (
  insert into qriskit.anomaly (id, account, kind, once, payment_id, attempt_id, detail, found_at) overriding system value
  select id, $1, kind, once, payment_id, attempt_id, left(detail, 1000), $7 from fresh
),
kept as (
  insert into qriskit.statement_finding (anomaly_id, account, kind, subject, day, import_id)
  select id, $1, kind, subject, day, import_id from fresh
  returning kind
)
select (select count(*)::integer from gone) as resolved, (
  select coalesce(jsonb_object_agg(kind, n), '{}') from (select kind, count(*)::integer as n from kept group by kind) as each
) as found`,
}

/** What changed among the findings of some days. */
export interface Findings {
  /** New ones, by kind. */
  readonly found: Readonly<Record<string, number>>
  /** Those that no longer hold. */
  readonly resolved: number
}

/** Records what a person has to look at about the lines and payments of a range. */
export const recordStatementFindings = async (
  tx: Transaction,
  { account, from, until }: MatchRange,
  {
    today,
    at,
    covered,
    creditDays,
    touched,
  }: {
    readonly today: string
    readonly at: Date
    readonly covered: ReadonlyArray<CoveredDay>
    readonly creditDays: number
    /** Payments that lost lines. */
    readonly touched: ReadonlyArray<string>
  },
): Promise<Findings> => {
  const [row] = await tx.query(FIND, [
    account,
    from,
    until,
    today,
    JSON.stringify(covered),
    creditDays,
    at,
    touched,
  ])
  return {
    found: Object.fromEntries(
      Object.entries((row?.["found"] ?? {}) as Record<string, unknown>).map(([kind, n]) => [kind, Number(n)]),
    ),
    resolved: Number(row?.["resolved"] ?? 0),
  }
}
