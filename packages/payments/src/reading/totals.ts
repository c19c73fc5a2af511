import { and, asc, count, eq, gte, lt, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement } from "../database/database.js"
import { attempt, payment } from "../database/schema.js"
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
  readonly arrived: bigint
}

const TotalsQuery = Schema.Struct({
  /** Opened at this time or later. */
  from: Schema.optionalKey(storedTime),
  /** Opened before this time. */
  until: Schema.optionalKey(storedTime),
})
/** Of which time `totals` are asked for. Every field narrows. */
export type TotalsQuery = typeof TotalsQuery.Type

const decode = decodeInput("totals", TotalsQuery)

/** Adds up payments by provider and status: what their governing attempts say. Fails with `InvalidInput`, `DatabaseFailure`. */
export const totals = Effect.fn("Payments.totals")(function* (input: unknown = {}) {
  const database = yield* Database
  const { from, until } = yield* decode(input)
  const rows = yield* database.run((drizzle) =>
    drizzle
      .select({
        provider: payment.provider,
        status: payment.status,
        payments: count(),
        asked: sql<string>`sum(${payment.amount})::text`,
        arrived: sql<string>`coalesce(sum(${attempt.paidAmount}), 0)::text`,
      })
      .from(payment)
      .innerJoin(attempt, eq(attempt.id, payment.attemptId))
      .where(and(from && gte(payment.openedAt, from), until && lt(payment.openedAt, until)))
      .groupBy(payment.provider, payment.status)
      .orderBy(asc(payment.provider), asc(payment.status)),
  )
  return rows.map(
    ({ asked, arrived, ...row }): Total => ({ ...row, asked: BigInt(asked), arrived: BigInt(arrived) }),
  )
})

/** One look into the index for each: there are few providers, and many payments. */
const PROVIDERS: PreparedStatement = {
  name: "qriskit_providers",
  text: /* sql */ `
with recursive known (provider) as (
  (select provider from qriskit.payment order by provider limit 1)
  union all
  select (
    select provider from qriskit.payment where provider > known.provider order by provider limit 1
  ) from known where provider is not null
)
select provider from known where provider is not null`,
}

/** Every provider that payments are recorded for, also those that are no longer configured. Fails with `DatabaseFailure`. */
export const providersOnRecord = Effect.fn("Payments.providersOnRecord")(function* () {
  const rows = yield* (yield* Database).query(PROVIDERS, [])
  return rows.map(({ provider }) => String(provider))
})
