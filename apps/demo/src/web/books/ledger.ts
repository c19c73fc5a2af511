import { Inject, Injectable } from "@nestjs/common"
import { AttemptStatus } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { TILL, type Till } from "../till/till.js"
import { decodeTimeline, TIMELINE, type TimelineEntry } from "./timeline.js"

/** What was asked and what arrived at one provider, in one status. */
export interface Total {
  readonly provider: string
  readonly status: AttemptStatus
  readonly payments: number
  /** In rupiah. Sums are exact whatever their size. */
  readonly asked: bigint
  readonly arrived: bigint
}

const TOTALS = `
select payment.provider, payment.status, count(*)::int as payments,
  sum(payment.amount)::text as asked, coalesce(sum(attempt.paid_amount), 0)::text as arrived
from qriskit.payment join qriskit.attempt on attempt.id = payment.attempt_id
where payment.opened_at >= $1::timestamptz and payment.opened_at < $2::timestamptz
group by payment.provider, payment.status
order by payment.provider, payment.status`

const decodeTotals = Schema.decodeUnknownSync(
  Schema.Array(
    Schema.Struct({
      provider: Schema.String,
      status: AttemptStatus,
      payments: Schema.Int,
      asked: Schema.BigIntFromString,
      arrived: Schema.BigIntFromString,
    }),
  ),
)

const decodeProviders = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ provider: Schema.String })))

/** Reads what `Payments` has no verb for, from its tables. Never writes. */
@Injectable()
export class Ledger {
  readonly #till: Pick<Till, "query">

  constructor(@Inject(TILL) till: Pick<Till, "query">) {
    this.#till = till
  }

  /** Payments opened from `start` until before `end`, by provider and status. */
  async totals(start: Date, end: Date): Promise<ReadonlyArray<Total>> {
    return decodeTotals(await this.#till.query(TOTALS, [start.toISOString(), end.toISOString()]))
  }

  /** Every provider that is in the books, also those that are no longer offered. */
  async providers(): Promise<ReadonlyArray<string>> {
    const rows = await this.#till.query("select distinct provider from qriskit.payment order by provider")
    return decodeProviders(rows).map(({ provider }) => provider)
  }

  /** Everything that is on record about one payment, oldest first. */
  async timeline(key: string): Promise<ReadonlyArray<TimelineEntry>> {
    return decodeTimeline(await this.#till.query(TIMELINE, [key]))
  }
}
