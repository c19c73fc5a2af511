import { asc, eq, gt, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { Database, type Transaction } from "../database/database.js"
import { attempt, event, payment } from "../database/schema.js"
import { Wakeups } from "../engine/wakeups.js"
import { InvalidInput } from "../failure.js"
import { Settings } from "../settings.js"
import { eventFrom, type PaymentEvent } from "./event.js"

/** An event of the stream of all payments. `cursor`: where to go on after it. */
export interface StreamedEvent {
  readonly cursor: number
  readonly event: PaymentEvent
}

/** As many as one look reads. */
const MOST = 500

/** Held while positions are given. */
const LOCK = 7_164_912_034

/**
 * Gives the events that were committed since the last time their positions. One process at a time, each in its own
 * transaction: a position that can be read has none below it that cannot. An id alone would not do, since of two
 * transactions the one that took its id first may commit last.
 */
const place = async (tx: Transaction): Promise<void> => {
  // A statement of its own: the next one must see what the lock's last holder wrote.
  const [lock] = await tx.query("select pg_try_advisory_xact_lock($1) as is_mine", [LOCK])
  if (lock?.["is_mine"] !== true) return
  await tx.drizzle.execute(sql`
    update ${event} set position = numbered.position
    from (
      select id, nextval('qriskit.event_position') as position
      from (select id from ${event} where position is null order by id limit ${MOST}) as unplaced
    ) as numbered
    where ${event.id} = numbered.id`)
}

const read = (after: number) => async (tx: Transaction) => {
  await place(tx)
  return tx.drizzle
    .select({ event, payment, attempt })
    .from(event)
    .innerJoin(payment, eq(payment.id, event.paymentId))
    .innerJoin(attempt, eq(attempt.id, event.attemptId))
    .where(gt(event.position, after))
    .orderBy(asc(event.position))
    .limit(MOST)
}

const end = async (tx: Transaction): Promise<number> => {
  await place(tx)
  const [last] = await tx.drizzle
    .select({ position: sql<number>`coalesce(max(${event.position}), 0)::float8` })
    .from(event)
  return last?.position ?? 0
}

/** A database that is away comes back: the stream waits for it. */
const WHILE_AWAY = Schedule.spaced("1 second")

const noCursor = () =>
  new InvalidInput({
    operation: "events",
    issues: [{ path: "cursor", message: "must be the cursor of an earlier event" }],
  })

/**
 * Every event of every payment, in one order, for live pages. Begins after `cursor`, or with what happens from now on.
 * Never ends by itself, and goes on where it was when the database was away. Fails with `InvalidInput`, at once, where
 * `cursor` can be none.
 */
export const events = (
  cursor?: number,
): Stream.Stream<StreamedEvent, InvalidInput, Database | Settings | Wakeups> =>
  Stream.unwrap(
    Effect.gen(function* () {
      if (cursor !== undefined && !Number.isSafeInteger(cursor)) return yield* noCursor()
      const database = yield* Database
      const { streamMillis } = yield* Settings
      const pause = yield* (yield* Wakeups).listener()
      const untilBack = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A> =>
        Effect.orDie(Effect.retry(effect, WHILE_AWAY))
      const start = cursor ?? (yield* untilBack(database.transaction(end)))
      return Stream.paginate(start, (after: number) =>
        Effect.gen(function* () {
          let rows = yield* untilBack(database.transaction(read(after)))
          while (rows.length === 0) {
            yield* pause(streamMillis)
            rows = yield* untilBack(database.transaction(read(after)))
          }
          const streamed = rows.map(
            (row): StreamedEvent => ({ cursor: row.event.position ?? after, event: eventFrom(row) }),
          )
          return [streamed, Option.some(streamed.at(-1)?.cursor ?? after)] as const
        }),
      )
    }),
  )
