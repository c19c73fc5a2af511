import * as Effect from "effect/Effect"
import { Acceptances } from "../callbacks/acceptance.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { Lanes } from "../engine/lanes.js"
import { Handlers } from "../events/handlers.js"
import { now } from "../now.js"
import { IntentsTogether } from "../opening/intents-together.js"
import { Providers } from "../providers.js"
import { Together } from "../record/carry-out-together.js"
import { gauge, METRICS } from "./metrics.js"

/**
 * What waits for its turn now, stage by stage. The first four are in the database, alike for all processes, and counted
 * up to 1,000; the last two are this process's own.
 */
export interface Waiting {
  /** Payments whose callback no inquiry has answered yet. */
  readonly callbacks: number
  /**
   * Payments that are due to be asked about, at this process's providers; and orders on printed QRs whose time is over.
   */
  readonly inquiries: number
  /** Events that are due for this process's handlers. */
  readonly deliveries: number
  /** Refunds that are due to be asked about. */
  readonly refunds: number
  /** Orders, callbacks and answers that wait to be written together with others. */
  readonly writes: number
  /** Statements that wait for a connection. */
  readonly connections: number
}

const MOST = 1_000

/** One look into an index for each provider ($1) and type of event ($2), however much is due at $3. */
const STATEMENT: PreparedStatement = {
  name: "qriskit_waiting",
  text: /* sql */ `
select (select count(*) from (
    select from unnest($1::text[]) as known (provider) cross join lateral (
      select from qriskit.attempt
      where attempt.provider = known.provider and pokes > answered_pokes and next_inquiry_at is not null
      order by next_inquiry_at limit ${MOST}
    ) as poked limit ${MOST}
  ) as callback)::int as callbacks,
  (select count(*) from (
    select from unnest($1::text[]) as known (provider) cross join lateral (
      select from qriskit.attempt
      where attempt.provider = known.provider and next_inquiry_at is not null and next_inquiry_at <= $3
      order by next_inquiry_at limit ${MOST}
    ) as due limit ${MOST}
  ) as inquiry)::int + (select count(*) from (
    select from qriskit.expectation where due_at is not null and due_at <= $3 order by due_at limit ${MOST}
  ) as ended)::int as inquiries,
  (select count(*) from (
    select from unnest($2::text[]) as handled (type) cross join lateral (
      select from qriskit.event
      where event.type = handled.type and delivered_at is null and dead_at is null and next_delivery_at <= $3
      order by next_delivery_at limit ${MOST}
    ) as due limit ${MOST}
  ) as delivery)::int as deliveries,
  (select count(*) from (
    select from qriskit.refund where next_inquiry_at is not null and next_inquiry_at <= $3
    order by next_inquiry_at limit ${MOST}
  ) as refund)::int as refunds`,
}

/** Counts what waits. */
export const countWaiting = Effect.gen(function* () {
  const database = yield* Database
  const { ids } = yield* Providers
  const types = (yield* Handlers).types()
  const [row] = yield* database.query(STATEMENT, [ids, types, yield* now])
  const counted = (stage: string) => Number(row?.[stage] ?? 0)
  const stages = [yield* IntentsTogether, yield* Acceptances, yield* Together]
  return {
    callbacks: counted("callbacks"),
    inquiries: counted("inquiries"),
    deliveries: counted("deliveries"),
    refunds: counted("refunds"),
    writes: stages.reduce((sum, stage) => sum + stage.waiting(), 0),
    connections: database.waiting?.() ?? 0,
  } satisfies Waiting
})

/** Counts what waits, and shows it and what each lane has in flight as metrics. */
export const measureLoad = Effect.gen(function* () {
  const waiting = yield* countWaiting
  for (const [stage, count] of Object.entries(waiting)) yield* gauge(METRICS.waiting, { stage }, count)
  for (const { lane, inFlight, slow, room, shares } of (yield* Lanes).loads()) {
    yield* gauge(METRICS.inFlight, { lane }, inFlight)
    yield* gauge(METRICS.slow, { lane }, slow)
    yield* gauge(METRICS.room, { lane }, room)
    yield* gauge(METRICS.largestShare, { lane }, shares[0]?.inFlight ?? 0)
  }
  return waiting
})
