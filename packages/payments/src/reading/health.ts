import { and, asc, count, gt, isNotNull, isNull, lte, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Drizzle, type PreparedStatement } from "../database/database.js"
import { anomaly, event, providerGate } from "../database/schema.js"
import { Handlers } from "../events/handlers.js"
import { now } from "../now.js"

/** A provider that is not asked for now: after failures in a row, or because it asked us to wait. */
export interface ClosedGate {
  readonly provider: string
  readonly until: Date
}

/** How payments are, for health checks. All processes on one database see the same, but for `eventLag`. */
export interface PaymentsHealth {
  /** Milliseconds that the inquiry which is due longest has waited; 0 where none is due. */
  readonly inquiryLag: number
  /** Likewise of events that wait for handlers; 0 in a process without handlers. */
  readonly eventLag: number
  /** Events given up until a person replays them. */
  readonly deadLetters: number
  /** Findings that nobody has acknowledged. */
  readonly anomalies: number
  readonly closedGates: ReadonlyArray<ClosedGate>
}

/** The inquiry that is due the longest. Looks into the index once for each provider: they are few, their rows many. */
const OLDEST_INQUIRY: PreparedStatement = {
  name: "qriskit_oldest_inquiry",
  text: /* sql */ `
with recursive watched (provider) as (
  (select provider from qriskit.attempt where next_inquiry_at is not null order by provider limit 1)
  union all
  select (
    select provider from qriskit.attempt
    where next_inquiry_at is not null and provider > watched.provider order by provider limit 1
  ) from watched where provider is not null
)
select min(oldest.due) as due from watched, lateral (
  select next_inquiry_at as due from qriskit.attempt
  where provider = watched.provider and next_inquiry_at <= $1 and status <> 'creating'
  order by next_inquiry_at limit 1
) as oldest`,
}

/** What waits behind another event of its payment is not late: its turn has not come. */
const oldestDelivery = (at: Date) => (drizzle: Drizzle) =>
  drizzle
    .select({ due: event.nextDeliveryAt })
    .from(event)
    .where(
      and(
        isNull(event.deliveredAt),
        isNull(event.deadAt),
        lte(event.nextDeliveryAt, at),
        sql`not exists (
          select from ${event} earlier
          where earlier.payment_id = ${event.paymentId} and earlier.seq < ${event.seq} and earlier.delivered_at is null
        )`,
      ),
    )
    .orderBy(asc(event.nextDeliveryAt))
    .limit(1)

const deadLetters = (drizzle: Drizzle) =>
  drizzle
    .select({ count: count() })
    .from(event)
    .where(and(isNotNull(event.deadAt), isNull(event.deliveredAt)))

const openAnomalies = (drizzle: Drizzle) =>
  drizzle.select({ count: count() }).from(anomaly).where(isNull(anomaly.acknowledgedAt))

const closedGates = (at: Date) => (drizzle: Drizzle) =>
  drizzle
    .select({ provider: providerGate.provider, closedUntil: providerGate.closedUntil })
    .from(providerGate)
    .where(gt(providerGate.closedUntil, at))
    .orderBy(asc(providerGate.provider))

/** Tells how payments are. Fails with `DatabaseFailure`, which is an answer, too. */
export const health = Effect.fn("Payments.health")(function* () {
  const database = yield* Database
  const handlers = yield* Handlers
  const at = yield* now
  const since = (due: unknown) => (due instanceof Date ? Math.max(0, at.getTime() - due.getTime()) : 0)
  const [inquiry] = yield* database.query(OLDEST_INQUIRY, [at])
  const [delivery] = handlers.isEmpty() ? [] : yield* database.run(oldestDelivery(at))
  const [dead] = yield* database.run(deadLetters)
  const [open] = yield* database.run(openAnomalies)
  const gates = yield* database.run(closedGates(at))
  return {
    inquiryLag: since(inquiry?.["due"]),
    eventLag: since(delivery?.due),
    deadLetters: dead?.count ?? 0,
    anomalies: open?.count ?? 0,
    closedGates: gates.flatMap(({ provider, closedUntil }) =>
      closedUntil === null ? [] : [{ provider, until: closedUntil }],
    ),
  } satisfies PaymentsHealth
})
