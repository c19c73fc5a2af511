import { AccountId } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import type { AttemptStatus } from "../record/attempt-status.js"
import { storedTime } from "../record/storable.js"

/** What was asked and what arrived at one provider, in one status. */
export interface Total {
  readonly provider: string
  readonly status: AttemptStatus
  /** How many orders. */
  readonly payments: number
  /** In rupiah; a sum may be larger than a number holds exactly. */
  readonly asked: bigint
  /** What arrived for these orders, over all of their QRs. */
  readonly arrived: bigint
  /** What of it arrived for QRs beside the one that counts: an order that was paid twice. */
  readonly surplus: bigint
  /** What refunds on record gave back of it. */
  readonly refunded: bigint
  /** What settlement reports say of it, in sen: gross, what was taken (fee and tax), and net. */
  readonly settled: bigint
  readonly fee: bigint
  readonly net: bigint
}

const TotalsQuery = Schema.Struct({
  /** Of this account only. Absent: of all. */
  account: Schema.optionalKey(AccountId),
  /** Opened at this time or later. */
  from: Schema.optionalKey(storedTime),
  /** Opened before this time. */
  until: Schema.optionalKey(storedTime),
})
/** Of which time `totals` are asked for. Every field narrows. */
export type TotalsQuery = typeof TotalsQuery.Type

const decode = decodeInput("totals", TotalsQuery)

/**
 * Each attempt's money counts where it arrived; what was asked counts once for each order, where its governing attempt
 * is. So the sum over everything that `arrived` is what the acquirers have for these orders.
 */
const TOTALS: PreparedStatement = {
  name: "qriskit_totals",
  text: /* sql */ `
select a.provider, p.status,
  count(*) filter (where a.id = p.attempt_id) as payments,
  coalesce(sum(p.amount) filter (where a.id = p.attempt_id), 0)::text as asked,
  coalesce(sum(a.paid_amount), 0)::text as arrived,
  coalesce(sum(a.paid_amount) filter (where a.id <> p.attempt_id), 0)::text as surplus,
  coalesce(sum(a.refunded), 0)::text as refunded,
  coalesce(sum(s.gross), 0)::text as settled,
  coalesce(sum(coalesce(s.fee, 0) + coalesce(s.tax, 0)), 0)::text as fee,
  coalesce(sum(s.net), 0)::text as net
from qriskit.payment as p join qriskit.attempt as a on a.payment_id = p.id
  left join qriskit.settlement as s on s.attempt_id = a.id and s.class <> 'listed_not_settled'
where p.attempt_id is not null
  and p.opened_at >= coalesce($1, '-infinity'::timestamptz) and p.opened_at < coalesce($2, 'infinity'::timestamptz)
  and ($3::text is null or p.account = $3 and p.account <> '')
group by a.provider, p.status
order by a.provider, p.status`,
}

/**
 * Adds up payments by provider and status. Money that no order knows is not among them: see `unmatched`.
 *
 * Fails with `InvalidInput`, `DatabaseFailure`.
 */
export const totals = Effect.fn("Payments.totals")(function* (input: unknown = {}) {
  const { account, from, until } = yield* decode(input)
  const rows = yield* (yield* Database).query(TOTALS, [from ?? null, until ?? null, account ?? null])
  return rows.map(
    (row): Total => ({
      provider: String(row["provider"]),
      status: row["status"] as AttemptStatus, // A check and a trigger keep it within these.
      payments: Number(row["payments"]),
      asked: BigInt(String(row["asked"])),
      arrived: BigInt(String(row["arrived"])),
      surplus: BigInt(String(row["surplus"])),
      refunded: BigInt(String(row["refunded"])),
      settled: BigInt(String(row["settled"])),
      fee: BigInt(String(row["fee"])),
      net: BigInt(String(row["net"])),
    }),
  )
})

/** One look into the index for each: there are few providers, and many attempts. */
const PROVIDERS: PreparedStatement = {
  name: "qriskit_providers",
  text: /* sql */ `
with recursive known (provider) as (
  (select provider from qriskit.attempt where number > 0 order by provider limit 1)
  union all
  select (
    select provider from qriskit.attempt where number > 0 and provider > known.provider order by provider limit 1
  ) from known where provider is not null
)
select provider from known where provider is not null`,
}

/**
 * Every provider at which a QR was ever asked for or expected, also those that are no longer configured, and those at
 * which every attempt was given up. Fails with `DatabaseFailure`.
 */
export const providersOnRecord = Effect.fn("Payments.providersOnRecord")(function* () {
  const rows = yield* (yield* Database).query(PROVIDERS, [])
  return rows.map(({ provider }) => String(provider))
})
