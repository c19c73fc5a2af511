import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { LOCK_OFFSET } from "../database/schema-name.js"
import { type Due, Wakeups } from "../engine/wakeups.js"
import { InvalidInput } from "../failure.js"
import { Settings } from "../settings.js"
import { eventFrom, type PaymentEvent } from "./event.js"
import { EVENT_COLUMNS, eventRowsIn } from "./event-rows.js"

/** An event of the stream of all payments. `cursor`: where to go on after it. */
export interface StreamedEvent {
  readonly cursor: number
  readonly event: PaymentEvent
}

/** As many as one look reads. */
const MOST = 500

/** Held while positions are given. */
const LOCK = 7_164_912_034

const TRY_LOCK: PreparedStatement = {
  name: "qriskit_try_place",
  text: `select pg_try_advisory_xact_lock($1::bigint + ${LOCK_OFFSET}) as is_mine`,
}

const PLACE: PreparedStatement = {
  name: "qriskit_place",
  text: /* sql */ `
with placed as (
  update qriskit.event set position = numbered.position
  from (
    select id, nextval('qriskit.event_position') as position
    from (select id from qriskit.event where position is null order by id limit ${MOST}) as unplaced
  ) as numbered
  where event.id = numbered.id
  returning event.type, event.delivered_at, event.dead_at
)
select distinct type from placed where delivered_at is null and dead_at is null`,
}

const READ: PreparedStatement = {
  name: "qriskit_stream",
  text: /* sql */ `
select ${EVENT_COLUMNS}
from qriskit.event as e join qriskit.payment as p on p.id = e.payment_id join qriskit.attempt as a on a.id = e.attempt_id
where e.position > $1 order by e.position limit ${MOST}`,
}

const END: PreparedStatement = {
  name: "qriskit_stream_end",
  text: "select coalesce(max(position), 0) as position from qriskit.event",
}

/**
 * Gives the events that were committed since the last time their positions. One process at a time, each in its own
 * transaction: a position that can be read has none below it that cannot. An id alone would not do, since of two
 * transactions the one that took its id first may commit last.
 *
 * Until the transaction ends, the events are locked, and a claim of deliveries passes over them: they are due once it
 * has ended. Gives what is left to be said then.
 */
export const place = async (tx: Transaction, wakeups: Wakeups["Service"]): Promise<Effect.Effect<void>> => {
  // A statement of its own: the next one must see what the lock's last holder wrote.
  const [lock] = await tx.query(TRY_LOCK, [LOCK])
  if (lock?.["is_mine"] !== true) return Effect.void
  const placed = await tx.query(PLACE)
  return wakeups.dueAfter(
    tx,
    placed.map(({ type }): Due => `deliver ${String(type)}`),
  )
}

/** Reads once the events that were committed before have their positions. Fails with `DatabaseFailure`. */
const placed = Effect.fnUntraced(function* <A>(look: (tx: Transaction) => Promise<A>) {
  const wakeups = yield* Wakeups
  const [found, said] = yield* (yield* Database).transaction(async (tx) => {
    const said = await place(tx, wakeups)
    return [await look(tx), said] as const
  })
  yield* said
  return found
  // It is committed also where nobody waits for it any more.
}, Effect.uninterruptible)

const read = (after: number) => placed(async (tx) => (await tx.query(READ, [after])).map(eventRowsIn))

const end = placed(async (tx) => Number((await tx.query(END))[0]?.["position"] ?? 0))

const WHILE_AWAY = Schedule.spaced("1 second")

/** A database that is away comes back: waits for it. */
export const untilBack = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, never, R> =>
  Effect.orDie(Effect.retry(effect, WHILE_AWAY))

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
      const { streamMillis } = yield* Settings
      const pause = yield* (yield* Wakeups).listener()
      const start = cursor ?? (yield* untilBack(end))
      return Stream.paginate(start, (after: number) =>
        Effect.gen(function* () {
          let rows = yield* untilBack(read(after))
          while (rows.length === 0) {
            yield* pause(streamMillis)
            rows = yield* untilBack(read(after))
          }
          const streamed = rows.map(
            (row): StreamedEvent => ({ cursor: row.event.position ?? after, event: eventFrom(row) }),
          )
          return [streamed, Option.some(streamed.at(-1)?.cursor ?? after)] as const
        }),
      )
    }),
  )

/** The cursor of the latest event of all; 0 where there is none. Fails with `DatabaseFailure`. */
export const cursorNow = Effect.fn("Payments.cursor")(() => end)
