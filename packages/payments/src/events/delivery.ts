import { and, eq, isNull, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database, type Drizzle, type Transaction } from "../database/database.js"
import { attempt, event, payment } from "../database/schema.js"
import { within } from "../database/within.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { count, METRICS } from "../reading/metrics.js"
import { storableText } from "../record/storable.js"
import { Settings } from "../settings.js"
import { type EventRows, eventFrom, type PaymentEvent } from "./event.js"
import { type FreeHandler, Handlers, type JoinedHandler } from "./handlers.js"

/** Pauses between deliveries: one second, doubling, at most an hour, in milliseconds. */
const pauseAfter = (deliveries: number): number =>
  Math.min(1_000 * 2 ** Math.max(0, deliveries - 1), 3_600_000)

const MAX_ERROR = 1_000

const describe = (error: unknown): string =>
  storableText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), MAX_ERROR)

/** Whatever kept an event from being taken. */
class UndeliveredEvent {
  readonly _tag = "UndeliveredEvent"
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

/** One turn to hand an event over. `delivery` tells it from earlier turns. */
export interface Turn {
  readonly eventId: number
  readonly delivery: number
}

/**
 * Claims events that are due: for each payment at most its first undelivered one, so that order holds. Counted before
 * anything runs, so that an event which kills its process becomes a dead letter too.
 */
export const claimDeliveries = async (
  { drizzle }: Transaction,
  limit: number,
  leaseMillis: number,
  at: Date,
): Promise<ReadonlyArray<Turn>> => {
  const due = drizzle
    .select({ id: event.id })
    .from(event)
    .where(
      sql`${event.deliveredAt} is null and ${event.deadAt} is null and ${event.nextDeliveryAt} <= ${at.toISOString()}
        and not exists (
          select from ${event} earlier
          where earlier.payment_id = ${event.paymentId} and earlier.seq < ${event.seq} and earlier.delivered_at is null
        )`,
    )
    .orderBy(event.nextDeliveryAt)
    .limit(limit)
    .for("no key update", { skipLocked: true })
  return drizzle
    .update(event)
    .set({ deliveries: sql`${event.deliveries} + 1`, nextDeliveryAt: new Date(at.getTime() + leaseMillis) })
    .where(sql`${event.id} in (${due})`)
    .returning({ eventId: event.id, delivery: event.deliveries })
}

const load = async (drizzle: Drizzle, turn: Turn): Promise<EventRows | undefined> => {
  const [rows] = await drizzle
    .select({ event, payment, attempt })
    .from(event)
    .innerJoin(payment, eq(payment.id, event.paymentId))
    .innerJoin(attempt, eq(attempt.id, event.attemptId))
    .where(isStill(turn))
  return rows
}

const isStill = ({ eventId, delivery }: Turn) =>
  and(eq(event.id, eventId), eq(event.deliveries, delivery), isNull(event.deliveredAt), isNull(event.deadAt))

const runFree = async (handlers: ReadonlyArray<FreeHandler>, happened: PaymentEvent): Promise<void> => {
  for (const handler of handlers) await handler(happened)
}

/** Marks the delivery and runs the joined handlers, in one transaction. Nothing happens where another turn was quicker. */
const runJoined =
  (handlers: ReadonlyArray<JoinedHandler>, turn: Turn, happened: PaymentEvent, at: Date) =>
  async (tx: Transaction): Promise<boolean> => {
    const [marked] = await tx.drizzle
      .update(event)
      .set({ deliveredAt: at, lastError: null })
      .where(isStill(turn))
      .returning({ id: event.id })
    if (marked === undefined) return false
    for (const handler of handlers) await handler(happened, tx)
    // A handler that swallowed a failed statement left a transaction that can only be rolled back: this says so.
    await tx.query("select 1")
    return true
  }

const recordFailure = (turn: Turn, error: unknown, maxDeliveries: number, at: Date) => (drizzle: Drizzle) =>
  drizzle
    .update(event)
    .set({
      lastError: describe(error),
      ...(turn.delivery >= maxDeliveries
        ? { deadAt: at }
        : { nextDeliveryAt: new Date(at.getTime() + pauseAfter(turn.delivery)) }),
    })
    .where(isStill(turn))
    .returning({ deadAt: event.deadAt })

/**
 * Hands one event to this process's handlers, within its time. A failure is kept with the event, which comes again
 * after a pause, and after `maxDeliveries` becomes a dead letter: it and what follows it wait for a person.
 */
export const deliver = Effect.fn("Payments.deliver")(function* (turn: Turn) {
  const database = yield* Database
  const handlers = yield* Handlers
  const { handlerMillis, maxDeliveries } = yield* Settings
  if (handlers.isEmpty()) return
  const rows = yield* database.run((drizzle) => load(drizzle, turn))
  if (rows === undefined) return
  const happened = eventFrom(rows)
  yield* Effect.annotateCurrentSpan({ "qris.key": happened.key, "qris.event": happened.type })

  let thrown: unknown
  const keep = <A>(running: Promise<A>): Promise<A> =>
    running.catch((error: unknown) => {
      thrown = error
      throw error
    })
  const delivered = yield* Effect.tryPromise({
    try: () => within(handlerMillis, runFree(handlers.freeFor(happened.type), happened)),
    catch: (error) => new UndeliveredEvent(error),
  }).pipe(
    Effect.andThen(now),
    Effect.flatMap((at) =>
      database
        .transactionWithin(handlerMillis, (tx) =>
          keep(runJoined(handlers.joinedFor(happened.type), turn, happened, at)(tx)),
        )
        .pipe(Effect.mapError((error) => new UndeliveredEvent(thrown ?? error))),
    ),
    Effect.result,
  )
  if (Result.isFailure(delivered)) {
    const at = yield* now
    const [failed] = yield* database.run(recordFailure(turn, delivered.failure.error, maxDeliveries, at))
    yield* count(METRICS.undelivered, { provider: happened.provider })
    if (failed?.deadAt) yield* count(METRICS.deadLetters, { provider: happened.provider })
    return
  }
  if (delivered.success) yield* count(METRICS.delivered, { provider: happened.provider })
  // What follows it may go now.
  yield* (yield* Wakeups).poke
})
