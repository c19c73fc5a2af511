import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { InvalidInput } from "../failure.js"
import { recordedAccount } from "../record/account.js"
import { Days, StatementDay } from "./scope.js"
import { CREDIT_CLASS } from "./second-hop.js"
import type { Day, Sen } from "./statement.js"

/** A day in numbers: what was asked, what arrived, what was settled, and what reached the bank. All in sen. */
export interface StatementDayTotal {
  readonly day: Day
  /** Of payments that were opened on this day. */
  readonly asked: Sen
  /** What arrived on this day, and for how many payments. */
  readonly arrived: Sen
  readonly payments: number
  /** What of it reports call settled, and of how many payments. */
  readonly settled: Sen
  readonly settledPayments: number
  /** What was taken from these, as far as reports say, and what was left. */
  readonly fee: Sen
  readonly tax: Sen
  readonly net: Sen
  /** What the bank credited on this day for settlements. */
  readonly credited: Sen
}

/** What reached the bank on a day, in sen. The three parts add up to `credits`. */
export interface ArrivedDay {
  readonly day: Day
  /** Everything that was credited. */
  readonly credits: Sen
  /** What a payout of an acquirer, or the total of a merchant id's day, explains. */
  readonly explained: Sen
  /** What the bank calls a settlement, and nothing explains yet. */
  readonly unexplained: Sen
  /** What is no settlement of QRIS: transfers, cards, interest. */
  readonly notOurs: Sen
}

const Wanted = Schema.Struct({ ...Days.fields, from: StatementDay, until: StatementDay })
/** Days, both included; at most 400. */
export type DaysWanted = typeof Wanted.Type

const MOST_DAYS = 400

const wanted = (operation: string) => {
  const decode = decodeInput(operation, Wanted)
  return (input: unknown) =>
    Effect.gen(function* () {
      const { account, from, until } = yield* decode(input)
      const days = (Date.parse(until) - Date.parse(from)) / 86_400_000
      if (days < 0 || days >= MOST_DAYS)
        return yield* new InvalidInput({
          operation,
          issues: [{ path: "until", message: `must be from the first day on, and within ${MOST_DAYS} days` }],
        })
      return [recordedAccount(account === undefined ? {} : { account }) ?? "", from, until] as const
    })
}

const START_OF = (day: string): string => `${day}::timestamp at time zone 'UTC' - interval '7 hours'`

const DAY_TOTALS: PreparedStatement = {
  name: "qriskit_statement_day_totals",
  text: /* sql */ `
with day as (
  select day::date as day from generate_series($2::date, $3::date, interval '1 day') as day
),
asked as (
  select qriskit.jakarta_day(opened_at) as day, sum(amount) * 100 as asked from qriskit.payment
  where account = $1 and opened_at >= ${START_OF("$2::date")} and opened_at < ${START_OF("($3::date + 1)")}
  group by 1
),
arrived as (
  select qriskit.jakarta_day(coalesce(attempt.paid_at, attempt.opened_at)) as day, sum(attempt.paid_amount) * 100 as arrived,
    count(*) as payments, sum(settled.gross) filter (where settled.class <> 'listed_not_settled') as settled,
    count(*) filter (where settled.class <> 'listed_not_settled') as settled_payments,
    sum(settled.fee) filter (where settled.class <> 'listed_not_settled') as fee,
    sum(settled.tax) filter (where settled.class <> 'listed_not_settled') as tax,
    sum(settled.net) filter (where settled.class <> 'listed_not_settled') as net
  from qriskit.attempt as attempt left join qriskit.settlement as settled on settled.attempt_id = attempt.id
  where attempt.paid_amount is not null and attempt.account = $1
    and coalesce(attempt.paid_at, attempt.opened_at) >= ${START_OF("$2::date")}
    and coalesce(attempt.paid_at, attempt.opened_at) < ${START_OF("($3::date + 1)")}
  group by 1
),
credited as (
  select line.day, sum(line.net) as credited
  from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'bank'
  where line.account = $1 and line.day between $2 and $3 and line.net > 0 and not line.reversal
    and ${CREDIT_CLASS} <> 'not_ours'
  group by 1
)
select day.day::text as day, coalesce(asked.asked, 0)::text as asked, coalesce(arrived.arrived, 0)::text as arrived,
  coalesce(arrived.payments, 0) as payments, coalesce(arrived.settled, 0)::text as settled,
  coalesce(arrived.settled_payments, 0) as settled_payments, coalesce(arrived.fee, 0)::text as fee,
  coalesce(arrived.tax, 0)::text as tax, coalesce(arrived.net, 0)::text as net, coalesce(credited.credited, 0)::text as credited
from day left join asked on asked.day = day.day left join arrived on arrived.day = day.day
  left join credited on credited.day = day.day
order by day.day`,
}

const ARRIVED: PreparedStatement = {
  name: "qriskit_statement_arrived",
  text: /* sql */ `
with credit as (
  select line.day, line.net, ${CREDIT_CLASS} as class
  from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id and file.kind = 'bank'
  where line.account = $1 and line.day between $2 and $3 and line.net > 0 and not line.reversal
)
select day::text as day, sum(net)::text as credits,
  coalesce(sum(net) filter (where class in ('explained', 'day_agrees')), 0)::text as explained,
  coalesce(sum(net) filter (where class in ('day_differs', 'credit_unexplained', 'ambiguous')), 0)::text as unexplained,
  coalesce(sum(net) filter (where class = 'not_ours'), 0)::text as not_ours
from credit group by day order by day`,
}

const sen = (value: unknown): Sen => BigInt(String(value))

const wantedDays = wanted("statements.days")
const wantedArrived = wanted("statements.arrived")

/**
 * Each day in numbers: asked, arrived, settled, net, credited. Days are Jakarta's. Fails with `InvalidInput`,
 * `DatabaseFailure`.
 */
export const statementDays = Effect.fn("Payments.statements.days")(function* (input: unknown) {
  const values = yield* wantedDays(input)
  const rows = yield* (yield* Database).query(DAY_TOTALS, values)
  return rows.map(
    (row): StatementDayTotal => ({
      day: String(row["day"]),
      asked: sen(row["asked"]),
      arrived: sen(row["arrived"]),
      payments: Number(row["payments"]),
      settled: sen(row["settled"]),
      settledPayments: Number(row["settled_payments"]),
      fee: sen(row["fee"]),
      tax: sen(row["tax"]),
      net: sen(row["net"]),
      credited: sen(row["credited"]),
    }),
  )
})

/** What reached the bank, by the day on which it was booked. Fails with `InvalidInput`, `DatabaseFailure`. */
export const arrivedAtBank = Effect.fn("Payments.statements.arrived")(function* (input: unknown) {
  const values = yield* wantedArrived(input)
  const rows = yield* (yield* Database).query(ARRIVED, values)
  return rows.map(
    (row): ArrivedDay => ({
      day: String(row["day"]),
      credits: sen(row["credits"]),
      explained: sen(row["explained"]),
      unexplained: sen(row["unexplained"]),
      notOurs: sen(row["not_ours"]),
    }),
  )
})
