import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { within } from "../database/within.js"
import { Wakeups } from "../engine/wakeups.js"
import { HandlerTimeout } from "../failure.js"
import { now } from "../now.js"
import { count, METRICS } from "../reading/metrics.js"
import { storableText } from "../record/storable.js"
import { Settings } from "../settings.js"
import { told } from "../told.js"
import type { Turn, Turns } from "./claim-deliveries.js"
import type { PaymentEvent } from "./event.js"
import type { EventType } from "./event-type.js"
import { Handled } from "./handled.js"
import { type FreeHandler, Handlers, type JoinedHandler } from "./handlers.js"
import { Quickness } from "./quickness.js"

/** Pauses between deliveries: one second, doubling, at most an hour, in milliseconds. */
const pauseAfter = (deliveries: number): number =>
  Math.min(1_000 * 2 ** Math.max(0, deliveries - 1), 3_600_000)

const MAX_ERROR = 1_000

const describe = (error: unknown): string => storableText(told(error), MAX_ERROR)

/** The same with where it came from, for the log. A driver's error holds more, also values: that stays out. */
const traced = (error: unknown): string =>
  storableText(error instanceof Error ? (error.stack ?? told(error)) : told(error), 4 * MAX_ERROR)

/** Whatever a handler threw. No error of ours or of the driver: filters made for those never see what is in it. */
class ThrownByHandler extends Error {
  readonly thrown: unknown
  constructor(thrown: unknown) {
    super("a handler threw")
    this.thrown = thrown
  }
}

/** Marks an event as delivered where this is still its turn. */
const MARK: PreparedStatement = {
  name: "qriskit_mark_delivered",
  text: /* sql */ `
update qriskit.event set delivered_at = $3, last_error = null
where id = $1 and deliveries = $2 and delivered_at is null and dead_at is null
returning id`,
}

const STILL_GOOD: PreparedStatement = { name: "qriskit_still_good", text: "select 1" }

/**
 * A handler that swallowed a failed statement left a transaction that can only be rolled back. A server says so as it
 * commits; embedded, the next statement does.
 */
const checked = async ({ kind }: Database["Service"], tx: Transaction): Promise<void> => {
  if (kind === "pglite") await tx.query(STILL_GOOD)
}

/** Marks several events as delivered, each where this is still its turn. */
const MARK_ALL: PreparedStatement = {
  name: "qriskit_mark_all_delivered",
  text: /* sql */ `
with first as (
  select id from qriskit.event join unnest($1::bigint[], $2::int[]) as turn (event_id, delivery)
    on event.id = turn.event_id and event.deliveries = turn.delivery
  where delivered_at is null and dead_at is null
  order by id for no key update of event
)
update qriskit.event set delivered_at = $3, last_error = null from first where event.id = first.id
returning event.id::float8 as id`,
}

/** Gives events back that were claimed together and not taken: each is claimed by itself next, at once. */
const GIVE_BACK: PreparedStatement = {
  name: "qriskit_give_back",
  text: /* sql */ `
update qriskit.event set deliveries = deliveries - 1, next_delivery_at = $3
from unnest($1::bigint[], $2::int[]) as turn (event_id, delivery)
where id = turn.event_id and deliveries = turn.delivery and delivered_at is null and dead_at is null`,
}

/** Notes why an event was not taken; it comes again at $4, or is a dead letter since $5. */
const FAIL: PreparedStatement = {
  name: "qriskit_fail_delivery",
  text: /* sql */ `
update qriskit.event set last_error = $3, next_delivery_at = coalesce($4, next_delivery_at), dead_at = $5
where id = $1 and deliveries = $2 and delivered_at is null and dead_at is null
returning id`,
}

/** Runs foreign code so that whatever it throws, also before it gives a promise, is known as its own. */
const called = async <A>(handler: () => Promise<A>): Promise<A> => {
  try {
    return await handler()
  } catch (error) {
    throw new ThrownByHandler(error)
  }
}

/** What kept an event from being taken: the handler's time, or what it threw. */
const undelivered = (error: unknown): HandlerTimeout | ThrownByHandler =>
  error instanceof HandlerTimeout || error instanceof ThrownByHandler ? error : new ThrownByHandler(error)

const runFree = async (handlers: ReadonlyArray<FreeHandler>, happened: PaymentEvent): Promise<void> => {
  for (const handler of handlers) await called(() => handler(happened))
}

/** Is told how long the handlers of one event took, in milliseconds. */
type Took = (millis: number) => void

/**
 * Marks the delivery and runs the joined handlers, in one transaction. Nothing happens where another turn was quicker.
 */
const runJoined =
  (
    database: Database["Service"],
    handlers: ReadonlyArray<JoinedHandler>,
    { happened, delivery }: Turn,
    at: Date,
    took: Took,
  ) =>
  async (tx: Transaction): Promise<boolean> => {
    const [marked] = await tx.query(MARK, [happened.id, delivery, at])
    if (marked === undefined) return false
    const began = performance.now()
    for (const handler of handlers) await called(() => handler(happened, tx))
    took(performance.now() - began)
    if (handlers.length > 0) await checked(database, tx)
    return true
  }

/** Hands an event to this process's handlers, within its time. Gives whether it was this turn that took it. */
const handOver = Effect.fnUntraced(function* (turn: Turn) {
  const database = yield* Database
  const handlers = yield* Handlers
  const quickness = yield* Quickness
  const { handlerMillis } = yield* Settings
  const { happened, delivery } = turn
  const free = handlers.freeFor(happened.type)
  const joined = handlers.joinedFor(happened.type)
  // Its handler was taken off meanwhile: another process, or a later one, has it.
  if (free.length + joined.length === 0) return false
  if (free.length > 0)
    yield* Effect.tryPromise({
      try: () => within(handlerMillis, runFree(free, happened)),
      catch: undelivered,
    })
  const at = yield* now
  if (joined.length === 0) return (yield* database.query(MARK, [happened.id, delivery, at])).length > 0
  // What a handler threw comes out of the transaction as it was thrown, and not as the driver's failure.
  let thrown: unknown
  const took: Took = (millis) => quickness.note(happened.type, millis)
  return yield* database
    .transactionWithin(handlerMillis, (tx) =>
      runJoined(
        database,
        joined,
        turn,
        at,
        took,
      )(tx).catch((error: unknown) => {
        thrown = error
        throw error
      }),
    )
    .pipe(
      Effect.mapError((error) =>
        error._tag === "HandlerTimeout" || thrown === undefined ? error : undelivered(thrown),
      ),
    )
})

/** Keeps a failure with its event, says it, and tells whoever wants to know. */
const noteFailure = Effect.fnUntraced(function* ({ happened, delivery }: Turn, failure: unknown) {
  const database = yield* Database
  const { maxDeliveries, onError } = yield* Settings
  const error = failure instanceof ThrownByHandler ? failure.thrown : failure
  const at = yield* now
  const isDead = delivery >= maxDeliveries
  yield* count(METRICS.undelivered, { provider: happened.provider })
  yield* Effect.logWarning(
    `payments: the handlers of "${happened.type}" did not take event ${happened.id} (delivery ${delivery} of ${maxDeliveries}); ${isDead ? "it is a dead letter now" : "it comes again"}`,
    traced(error),
  )
  if (onError !== undefined) {
    yield* Effect.ignore(Effect.tryPromise(async () => onError(error, { event: happened, delivery, isDead })))
  }
  const [failed] = yield* database.query(FAIL, [
    happened.id,
    delivery,
    describe(error),
    isDead ? null : new Date(at.getTime() + pauseAfter(delivery)),
    isDead ? at : null,
  ])
  if (isDead && failed !== undefined) yield* count(METRICS.deadLetters, { provider: happened.provider })
})

/** What follows a delivered event may go now: here, or in a process that handles other types. */
const wakeFollowing = Effect.fnUntraced(function* (type: EventType) {
  const elsewhere = (yield* Handled).elsewhere()
  yield* (yield* Wakeups).due([type, ...elsewhere].map((next) => `deliver ${next}` as const))
})

/**
 * Hands one event to this process's handlers, within its time. A failure is kept with the event, which comes again
 * after a pause, and after `maxDeliveries` becomes a dead letter: it and what follows it wait for a person.
 */
const deliverOne = Effect.fn("Payments.deliver")(function* (turn: Turn) {
  const { happened } = turn
  const quickness = yield* Quickness
  yield* Effect.annotateCurrentSpan({ "qris.key": happened.key, "qris.event": happened.type })
  const exit = yield* Effect.exit(handOver(turn))
  if (Exit.isFailure(exit)) {
    if (Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt
    quickness.beCautious(happened.type)
    return yield* noteFailure(turn, Cause.squash(exit.cause))
  }
  if (!exit.value) return
  yield* count(METRICS.delivered, { provider: happened.provider })
  yield* wakeFollowing(happened.type)
})

const idsOf = (turns: ReadonlyArray<Turn>) => turns.map(({ happened }) => happened.id)
const deliveriesOf = (turns: ReadonlyArray<Turn>) => turns.map(({ delivery }) => delivery)

/** A set that takes longer is taken back, in milliseconds: its handlers were quick until now. */
const SET_WITHIN = 1_000

/** Marks all of a set and runs the handlers of what is still its turn, one after the other, in one transaction. */
const runTogether =
  (
    database: Database["Service"],
    handlers: ReadonlyArray<JoinedHandler>,
    turns: Turns,
    at: Date,
    took: Took,
  ) =>
  async (tx: Transaction): Promise<number> => {
    const marked = await tx.query(MARK_ALL, [idsOf(turns), deliveriesOf(turns), at])
    const ids = new Set(marked.map((row) => Number(row["id"])))
    const began = performance.now()
    for (const { happened } of turns)
      if (ids.has(happened.id)) for (const handler of handlers) await called(() => handler(happened, tx))
    took((performance.now() - began) / turns.length)
    if (handlers.length > 0) await checked(database, tx)
    return ids.size
  }

/**
 * Hands several events of one type over in one transaction. Where anything in it fails or is slow, none of it has
 * happened: all are given back, and handed over one by one, each with its own outcome and its own time.
 */
const deliverTogether = Effect.fn("Payments.deliver")(function* (turns: Turns) {
  const database = yield* Database
  const quickness = yield* Quickness
  const { handlerMillis } = yield* Settings
  const { type, provider } = turns[0].happened
  const handlers = (yield* Handlers).joinedFor(type)
  const at = yield* now
  const took: Took = (millis) => quickness.note(type, millis)
  const taken = yield* Effect.exit(
    database.transactionWithin(
      Math.min(handlerMillis, SET_WITHIN),
      runTogether(database, handlers, turns, at, took),
    ),
  )
  if (Exit.isFailure(taken)) {
    quickness.beCautious(type)
    yield* database.query(GIVE_BACK, [idsOf(turns), deliveriesOf(turns), yield* now])
    yield* (yield* Wakeups).due([`deliver ${type}`])
    return
  }
  for (let index = 0; index < taken.value; index++) yield* count(METRICS.delivered, { provider })
  yield* wakeFollowing(type)
})

/** Hands over what was claimed together: several events only to handlers that all run in the transaction. */
export const deliver = Effect.fnUntraced(function* (turns: Turns) {
  const handlers = yield* Handlers
  const { type } = turns[0].happened
  if (turns.length > 1 && handlers.freeFor(type).length === 0 && handlers.joinedFor(type).length > 0)
    return yield* deliverTogether(turns)
  yield* Effect.forEach(turns, deliverOne, { discard: true })
})
