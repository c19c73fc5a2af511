import { and, asc, count, gt, isNotNull, isNull, lte, min, ne, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Drizzle } from "./database/database.js"
import { anomaly, attempt, event, providerGate } from "./database/schema.js"
import { Handlers } from "./handlers.js"
import { now } from "./now.js"

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

const oldestInquiry = (at: Date) => (drizzle: Drizzle) =>
  drizzle
    .select({ due: min(attempt.nextInquiryAt) })
    .from(attempt)
    .where(and(lte(attempt.nextInquiryAt, at), ne(attempt.status, "creating")))

/** What waits behind another event of its payment is not late: its turn has not come. */
const oldestDelivery = (at: Date) => (drizzle: Drizzle) =>
  drizzle
    .select({ due: min(event.nextDeliveryAt) })
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
  const since = (due: Date | null | undefined) => (due ? Math.max(0, at.getTime() - due.getTime()) : 0)
  const [inquiry] = yield* database.run(oldestInquiry(at))
  const [delivery] = handlers.isEmpty() ? [] : yield* database.run(oldestDelivery(at))
  const [dead] = yield* database.run(deadLetters)
  const [open] = yield* database.run(openAnomalies)
  const gates = yield* database.run(closedGates(at))
  return {
    inquiryLag: since(inquiry?.due),
    eventLag: since(delivery?.due),
    deadLetters: dead?.count ?? 0,
    anomalies: open?.count ?? 0,
    closedGates: gates.flatMap(({ provider, closedUntil }) =>
      closedUntil === null ? [] : [{ provider, until: closedUntil }],
    ),
  } satisfies PaymentsHealth
})
