import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { attempt, event, payment } from "../database/schema.js"
import { selection } from "../database/selection.js"
import type { Claimed } from "../engine/lane.js"
import { now } from "../now.js"
import type { Facts } from "./body.js"
import type { EndpointsSettings } from "./options.js"
import { type StoredSecret, secretsAt, secretsIn } from "./secrets.js"
import { endpoint, endpointMessage } from "./tables.js"

const MESSAGE = selection(endpointMessage, "m")
const ENDPOINT = selection(endpoint, "o", ["id", "url", "withPayer", "isSlow", "account"])
const EVENT = selection(event, "e", ["seq", "status", "paidAmount", "anomaly", "occurredAt"])
const PAYMENT = selection(payment, "p", ["key", "account", "orderId", "amount"])
const ATTEMPT = selection(attempt, "a", ["provider", "externalId", "paidAt", "refunded", "payer"])

/** A message whose turn it is. `attempt` tells this turn from others. */
export interface Send {
  readonly messageId: number
  readonly name: string
  readonly endpointId: string
  readonly account: string
  readonly url: string
  readonly isSlow: boolean
  readonly attempt: number
  /** How many attempts there were since it was begun, this one included. */
  readonly tries: number
  readonly facts: Facts
  readonly secrets: ReadonlyArray<StoredSecret>
}

/**
 * What is wanted of messages, endpoints and what they are about, in a statement that calls them `m`,
 * `o`, `e`, `p`, `a`.
 */
const SEND_COLUMNS = (at: string): string =>
  [
    MESSAGE.columns,
    ENDPOINT.columns,
    EVENT.columns,
    PAYMENT.columns,
    ATTEMPT.columns,
    `${secretsAt(at)} as secrets`,
  ].join(", ")

const happenedIn = (row: Row): Facts["happened"] =>
  row["e.seq"] === null || row["e.seq"] === undefined
    ? undefined
    : { ...PAYMENT.read(row), ...ATTEMPT.read(row), ...EVENT.read(row) }

const sendIn = (row: Row): Send => {
  const message = MESSAGE.read(row)
  const { id, url, withPayer, isSlow, account } = ENDPOINT.read(row)
  const happened = happenedIn(row)
  return {
    messageId: message.id,
    name: message.name,
    endpointId: id,
    account,
    url,
    isSlow,
    attempt: message.attempts,
    tries: message.tries,
    secrets: secretsIn(row["secrets"]),
    facts: {
      type: message.type,
      madeAt: message.madeAt,
      note: message.note,
      withPayer,
      ...(happened === undefined ? {} : { happened }),
    },
  }
}

/** Endpoints that have anything on its way, in their order behind $4; one look into the index for each. */
const WAITING = /* sql */ `
waiting (endpoint_id) as (
  (select endpoint_id from qriskit.endpoint_message
   where next_attempt_at is not null and endpoint_id > $4 order by endpoint_id limit 1)
  union all
  select (
    select endpoint_id from qriskit.endpoint_message
    where next_attempt_at is not null and endpoint_id > waiting.endpoint_id order by endpoint_id limit 1
  )
  from waiting where waiting.endpoint_id is not null
)`

/**
 * Claims messages that are due until $2, at most $3, of endpoints behind $4: of each as many as it has places left ($5
 * of them; one, where it fails), for each of its payments the first that is on its way. Slow endpoints ($6) are claimed
 * apart. Counted before anything is sent. A place is taken until $8: a process that was killed holds it no longer than
 * an attempt lasts, and its message a little longer. Endpoints are looked at one by one in their order, and no further
 * than there is room (`offset 0` keeps the planner from joining them in another one): none is passed over, and one
 * without a free place takes nobody's turn.
 */
const CLAIM: PreparedStatement = {
  name: "qriskit_claim_sends",
  text: /* sql */ `
with recursive ${WAITING},
turns as (
  select o.id, o.free
  from waiting cross join lateral (
    select o.id, case when o.failures > 0 then 1 else $5 end - (
        select count(*)::int from qriskit.endpoint_message where endpoint_id = o.id and leased_until > $1
      ) as free
    from qriskit.endpoint as o
    where o.id = waiting.endpoint_id and o.is_enabled and o.removed_at is null
      and (o.held_until is null or o.held_until <= $1) and o.is_slow = $6 and o.id <> all ($7::uuid[])
      and exists (select from qriskit.endpoint_message where endpoint_id = o.id and next_attempt_at <= $1)
    offset 0
  ) as o
  where o.free > 0
  limit $3
),
due as (
  select first.id from turns cross join lateral (
    select m.id from qriskit.endpoint_message as m
    where m.endpoint_id = turns.id and m.next_attempt_at <= $1
      and not exists (
        select from qriskit.endpoint_message as earlier
        where earlier.endpoint_id = m.endpoint_id and earlier.payment_id = m.payment_id and earlier.seq < m.seq
          and earlier.next_attempt_at is not null
      )
    order by m.next_attempt_at, m.id limit turns.free
    for no key update skip locked
  ) as first
  limit $3
),
m as (
  update qriskit.endpoint_message
  set attempts = attempts + 1, tries = tries + 1, next_attempt_at = $2, leased_until = $8
  where id = any (array(select id from due))
  returning *
)
select ${SEND_COLUMNS("$1")}
from m join qriskit.endpoint as o on o.id = m.endpoint_id
  left join qriskit.event as e on e.id = m.event_id
  left join qriskit.payment as p on p.id = m.payment_id
  left join qriskit.attempt as a on a.id = e.attempt_id
order by m.endpoint_id, m.id`,
}

/** Before all endpoints: where the round begins. */
const BEGINNING = "00000000-0000-0000-0000-000000000000"

/** An attempt has its time, and so much for what is around it, before another process takes it over. */
const AROUND = 15_000

/** Its place is free again so long after its time, in milliseconds. */
const PLACE_AROUND = 1_000

/**
 * Claims messages for the healthy endpoints, or for the slow ones. Turns go round: each look begins behind the endpoint
 * that the one before it came to.
 */
export const claimingSends = (settings: EndpointsSettings, isSlow: boolean) => {
  let behind = BEGINNING
  return Effect.fnUntraced(function* (wanted: number, usedUp: ReadonlyArray<string>) {
    const database = yield* Database
    const at = yield* now
    const end = at.getTime() + settings.attemptMillis
    const [until, placeUntil] = [new Date(end + AROUND), new Date(end + PLACE_AROUND)]
    const claim = (most: number, from: string) =>
      Effect.map(
        database.query(CLAIM, [at, until, most, from, settings.sendsPerEndpoint, isSlow, usedUp, placeUntil]),
        (rows) => rows.map(sendIn),
      )
    const ahead = yield* claim(wanted, behind)
    const left = wanted - ahead.length
    const around = left > 0 && behind !== BEGINNING ? yield* claim(left, BEGINNING) : []
    const items = [...ahead, ...around]
    behind = items.length === wanted ? (items.at(-1)?.endpointId ?? BEGINNING) : BEGINNING
    return { items, moreIn: items.length < wanted ? undefined : 0 } satisfies Claimed<Send>
  })
}

const FACTS: PreparedStatement = {
  name: "qriskit_endpoint_ping",
  text: /* sql */ `
select o.url, o.account, ${secretsAt("$2")} as secrets from qriskit.endpoint as o
where o.id = $1 and o.removed_at is null and ($3::text is null or o.account = $3)`,
}

/** Where a ping is sent, and under which secrets; `undefined`: there is no such endpoint. */
export const pingFacts = Effect.fnUntraced(function* (id: string, at: Date, account: string | null) {
  const [row] = yield* (yield* Database).query(FACTS, [id, at, account])
  return row === undefined
    ? undefined
    : { url: String(row["url"]), account: String(row["account"]), secrets: secretsIn(row["secrets"]) }
})
