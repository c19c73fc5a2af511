import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import type { Claimed } from "../engine/lane.js"
import { now } from "../now.js"
import { Settings } from "../settings.js"
import { eventFrom, type PaymentEvent } from "./event.js"
import { EVENT_COLUMNS, eventRowsIn } from "./event-rows.js"
import type { EventType } from "./event-type.js"
import { Handled } from "./handled.js"
import { Handlers } from "./handlers.js"
import { Quickness } from "./quickness.js"

/** One turn to hand an event over. `delivery` tells it from earlier turns. */
export interface Turn {
  readonly happened: PaymentEvent
  readonly delivery: number
}

/**
 * Claims events that are due, of the given types: for each payment at most its first undelivered one that somebody
 * handles, so that order holds. Counted before anything runs, so that an event which kills its process becomes a dead
 * letter too. Payments and attempts are looked up one by one: a plan that was made when the tables
 * were small stays good.
 */
const STATEMENT: PreparedStatement = {
  name: "qriskit_claim_deliveries",
  text: /* sql */ `
with claimed as (
  update qriskit.event set deliveries = deliveries + 1, next_delivery_at = $3
  where id = any (array(
  select first.id from unnest($1::text[]) as wanted (type) cross join lateral (
    select id, next_delivery_at from qriskit.event
    where event.type = wanted.type and delivered_at is null and dead_at is null and next_delivery_at <= $2
      and not exists (
        select from qriskit.event as earlier
        where earlier.payment_id = event.payment_id and earlier.seq < event.seq and earlier.delivered_at is null
          and earlier.type in (select type from qriskit.handled where until > $2)
      )
    order by next_delivery_at limit $4
    for no key update skip locked
  ) as first
  order by first.next_delivery_at limit $4
))
  returning *
)
select ${EVENT_COLUMNS} from claimed as e
  cross join lateral (select * from qriskit.payment where id = e.payment_id limit 1) as p
  cross join lateral (select * from qriskit.attempt where id = e.attempt_id limit 1) as a`,
}

/** Turns of one type that are handed over together, one after the other: one transaction marks them all. */
export type Turns = readonly [Turn, ...ReadonlyArray<Turn>]

/** Puts turns of one type together, so many in a set. */
const setsOf = (turns: ReadonlyArray<Turn>, size: number): ReadonlyArray<Turns> => {
  const sets: Array<[Turn, ...Array<Turn>]> = []
  const open = new Map<EventType, [Turn, ...Array<Turn>]>()
  for (const turn of turns) {
    const { type } = turn.happened
    const set = open.get(type)
    if (set !== undefined && set.length < size) set.push(turn)
    else {
      const begun: [Turn, ...Array<Turn>] = [turn]
      sets.push(begun)
      open.set(type, begun)
    }
  }
  return sets
}

/**
 * Claims deliveries for this process's handlers, in at most so many sets, but for types that are not wanted now. More
 * than one in a set only where all handlers have proven quick: what is claimed is begun at once.
 */
export const claimDeliveries = Effect.fnUntraced(function* (
  sets: number,
  unwanted: ReadonlyArray<string> = [],
) {
  const quickness = yield* Quickness
  const database = yield* Database
  const handlers = yield* Handlers
  const { handlerMillis, deliveriesTogether } = yield* Settings
  const types = (yield* (yield* Handled).types).filter((type) => !unwanted.includes(type))
  if (types.length === 0) return { items: [] } satisfies Claimed<Turns>
  // Sets of different types may be smaller than the smallest: then fewer are claimed than there is room for.
  const together = (type: EventType) =>
    handlers.freeFor(type).length > 0 ? 1 : Math.min(deliveriesTogether, quickness.together(type))
  const most = sets * Math.min(...types.map(together))
  const at = yield* now
  const until = new Date(at.getTime() + 3 * handlerMillis)
  const rows = yield* database.query(STATEMENT, [types, at, until, most])
  const turns = rows.map((row): Turn => {
    const claimed = eventRowsIn(row)
    return { happened: eventFrom(claimed), delivery: claimed.event.deliveries }
  })
  const items = setsOf(turns, most / sets)
  return { items, moreIn: turns.length < most ? undefined : 0 } satisfies Claimed<Turns>
})
