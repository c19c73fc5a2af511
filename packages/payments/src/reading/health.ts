import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { type LaneLoad, Lanes } from "../engine/lanes.js"
import { Handlers } from "../events/handlers.js"
import { DatabaseFailure } from "../failure.js"
import { now } from "../now.js"
import { namedAccount } from "../record/account.js"
import { showHealth, showOutage } from "./health-gauges.js"
import { measureLoad, type Waiting } from "./waiting.js"

/** A provider that is not asked for now: after failures in a row, or because it asked us to wait. */
export interface ClosedGate {
  readonly provider: string
  /** Only this account's credentials are refused, or cannot be had. Absent: the whole provider. */
  readonly account?: string
  readonly until: Date
}

/**
 * How payments are, for health checks. All processes on one database see the same, but for `eventLag`,
 * `waiting` and `busy`.
 */
export interface PaymentsHealth {
  /**
   * Milliseconds that the inquiry which is due longest has waited, or an order on a printed QR whose time is over; 0
   * where none is due.
   */
  readonly inquiryLag: number
  /** Likewise of events that wait for handlers; 0 in a process without handlers. */
  readonly eventLag: number
  /** Events that handlers did not take and that come again; counted up to 1,000. */
  readonly failing: number
  /** Events given up until a person replays them. */
  readonly deadLetters: number
  /** Findings that nobody has acknowledged. */
  readonly anomalies: number
  readonly closedGates: ReadonlyArray<ClosedGate>
  /** What waits for its turn now, stage by stage: it grows before anything is late or refused. */
  readonly waiting: Waiting
  /** Kinds of work for which this process has no room left now: more is due than it can do, or something hangs. */
  readonly busy: ReadonlyArray<LaneLoad>
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
const OLDEST_DELIVERY: PreparedStatement = {
  name: "qriskit_oldest_delivery",
  text: /* sql */ `
select min(oldest.due) as due from unnest($1::text[]) as handled (type), lateral (
  select next_delivery_at as due from qriskit.event
  where event.type = handled.type and delivered_at is null and dead_at is null and next_delivery_at <= $2
    and not exists (
      select from qriskit.event as earlier
      where earlier.payment_id = event.payment_id and earlier.seq < event.seq and earlier.delivered_at is null
        and earlier.type in (select type from qriskit.handled where until > $2)
    )
  order by next_delivery_at limit 1
) as oldest`,
}

/** Deliveries that failed and come again. Counted up to a thousand. */
const FAILING: PreparedStatement = {
  name: "qriskit_failing",
  text: /* sql */ `
select count(*)::int as failing from (
  select from qriskit.event
  where last_error is not null and delivered_at is null and dead_at is null limit 1000
) as failing`,
}

/** The order on a printed QR whose time has been over the longest. */
const OLDEST_ENDED: PreparedStatement = {
  name: "qriskit_oldest_ended",
  text: "select min(due_at) as due from qriskit.expectation where due_at is not null and due_at <= $1",
}

const WAITING_FOR_PEOPLE: PreparedStatement = {
  name: "qriskit_waiting_for_people",
  text: /* sql */ `
select (select count(*) from qriskit.event where dead_at is not null and delivered_at is null) as dead_letters,
  (select count(*) from qriskit.anomaly where acknowledged_at is null) as anomalies`,
}

const CLOSED_GATES: PreparedStatement = {
  name: "qriskit_closed_gates",
  text: /* sql */ `
select provider, account, greatest(closed_until, held_until) as until from qriskit.provider_gate
where greatest(closed_until, held_until) > $1 order by provider, account`,
}

/** A database that does not answer within so long is not well, whatever it says later, in milliseconds. */
const AT_ONCE = 3_000

const silent = new DatabaseFailure({
  outcome: "not_done",
  description: `no answer within ${AT_ONCE} ms, or every connection waits for one`,
})

const look = Effect.gen(function* () {
  const database = yield* Database
  const handlers = yield* Handlers
  const at = yield* now
  const since = (due: unknown) => (due instanceof Date ? Math.max(0, at.getTime() - due.getTime()) : 0)
  const [inquiry] = yield* database.query(OLDEST_INQUIRY, [at])
  const [ended] = yield* database.query(OLDEST_ENDED, [at])
  const [delivery] = yield* database.query(OLDEST_DELIVERY, [handlers.types(), at])
  const [failing] = yield* database.query(FAILING, [])
  const [waiting] = yield* database.query(WAITING_FOR_PEOPLE, [])
  const gates = yield* database.query(CLOSED_GATES, [at])
  return {
    inquiryLag: Math.max(since(inquiry?.["due"]), since(ended?.["due"])),
    eventLag: since(delivery?.["due"]),
    failing: Number(failing?.["failing"] ?? 0),
    deadLetters: Number(waiting?.["dead_letters"] ?? 0),
    anomalies: Number(waiting?.["anomalies"] ?? 0),
    closedGates: gates.map((row) => ({
      provider: String(row["provider"]),
      ...present({ account: namedAccount(String(row["account"])) }),
      until: row["until"] as Date,
    })),
    waiting: yield* measureLoad,
    busy: (yield* Lanes).loads().filter(({ isFull }) => isFull),
  } satisfies PaymentsHealth
})

/**
 * Tells how payments are, and shows it as gauges. Fails with `DatabaseFailure` within three seconds: an answer, too.
 */
export const health = Effect.fn("Payments.health")(() =>
  Effect.timeoutOrElse(look, { duration: AT_ONCE, orElse: () => Effect.fail(silent) }).pipe(
    Effect.tap(showHealth),
    Effect.tapError(() => showOutage),
  ),
)
