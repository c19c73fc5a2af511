import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { payment, unmatched } from "../database/schema.js"
import { type Selection, selection } from "../database/selection.js"
import type { Claimed } from "../engine/lane.js"
import { now } from "../now.js"
import type { KnownProvider } from "../providers.js"
import { gauge, METRICS } from "../reading/metrics.js"
import { NEXT_ASKING } from "../record/asking.js"
import { ATTEMPT } from "../record/rows.js"
import { Settings } from "../settings.js"
import { learntRate, makeGate, PROBE_PACE, rateOf } from "./provider-gate.js"

/** Processes may know the database's time so differently, in seconds. */
const DRIFT = 5

/** Callbacks may be made up: where others are due for longer, so much of the turns is theirs at most. */
const POKED_SHARE = 0.75

export const ASKED_PAYMENT = selection(payment, "p", ["key", "orderId", "attempts"])
const UNMATCHED = selection(unmatched, "a")

/**
 * The turns that a provider's gate has to give now: none while it is closed; one, as a probe, when its time is over.
 *
 * The rate is a generic cell rate: `next_slot_at` is when the next turn would be due; it may run ahead of now by a
 * burst, and a time in the past means that the burst is left. Who is asked more slowly than the limit gets a smaller
 * burst, too. No turn lies further ahead than a burst: where one does, the clock was put back since, and it counts for
 * nothing. Gate, claim and what was taken are one statement: no lock is held while a process thinks. $1 provider, $2
 * now, $3 wanted, $4 a second, $5 burst, $6 end of the lease, $7 end of a probe.
 */
const TURNS = /* sql */ `
gate as (
  select * from qriskit.provider_gate
  where provider = $1 and account = '' and coalesce(closed_until <= $2, true) and coalesce(held_until <= $2, true)
  for no key update
),
pace as (
  select closed_until is not null as is_probe, failures = 0 as is_clean, ${learntRate("$2", "$4")} as per_second,
    next_slot_at
  from gate
),
bursts as (
  select *, greatest(1, ceil($5::int * per_second / $4::float8)) as burst from pace
),
slots as (
  select is_probe, is_clean, per_second, burst, case
    when next_slot_at between $2 and $2::timestamptz + (burst / per_second + ${DRIFT}) * interval '1 second'
    then next_slot_at else $2 end as slot
  from bursts
),
turns as (
  select *, case when is_probe then 1
    else greatest(0, least($3::int, floor(burst - extract(epoch from slot - $2) * per_second)))::int end as free
  from slots
)`

/** What was taken is noted at the gate. A probe closes it for the others until it has an answer. */
const taken = (also: ReadonlyArray<string> = []): string => /* sql */ `
taken as (
  update qriskit.provider_gate set
    next_slot_at = least(turns.slot, $2::timestamptz + turns.burst / turns.per_second * interval '1 second')
      + used.n / turns.per_second * interval '1 second',
    closed_until = case when turns.is_probe then $7::timestamptz end,
    probed_at = case when turns.is_probe then $2::timestamptz else provider_gate.probed_at end
  from turns, (select count(*)::int as n from claimed) as used
  where provider_gate.provider = $1 and provider_gate.account = '' and used.n > 0
)
select ${["turns.is_clean", "turns.free", "turns.per_second", ...also].join(", ")}, claimed.*
from turns left join claimed on true`

/** $8: accounts whose share of this process is used up by calls that hang. */
const IS_DUE =
  "provider = $1 and next_inquiry_at is not null and next_inquiry_at <= $2 and account <> all ($8::text[])"

/** So many accounts are looked at in one claim: a platform has thousands, and the next claim goes on behind them. */
const ACCOUNTS_AT_ONCE = 32

/** So much of what is asked about without a callback goes round by account; the rest is what is due the longest. */
const ROUND_SHARE = 0.5

const ROUND = `coalesce((select ceil((free - (select count(*) from poked)) * ${ROUND_SHARE}) from turns), 0)`

/** Behind whom the next round goes on: the last one that had its turn, or was looked at; null where that was all. */
const BEHIND = /* sql */ `
case when ${ROUND} = 0 then $9::text
  when (select count(*) from round) = ${ROUND} then (select max(account) from round)
  else (select account from named order by place desc limit 1) end as behind`

/** Accounts that have anything to ask about, in their order behind $9; one look into the index for each. */
const ACCOUNTS = /* sql */ `
named (account, place) as (
  (select account, 1 from qriskit.attempt
   where provider = $1 and next_inquiry_at is not null and account <> '' and account > $9
   order by account limit 1)
  union all
  select (
    select account from qriskit.attempt
    where provider = $1 and next_inquiry_at is not null and account <> '' and account > named.account
    order by account limit 1
  ), place + 1
  from named where account is not null and place < ${ACCOUNTS_AT_ONCE}
)`

/**
 * Of each account the one that is due the longest: turns go round, so that nobody waits behind another one's backlog.
 * An array where a join would do, and one look for each where another would: however many rows a planner expects, of a
 * limit that it does not know or of a table that has grown since, it looks them up by their ids. Attempts: those with a
 * callback first, but not all of it for them; then one of each account in turn; then those that are due the longest.
 * Where the gate is closed there are no turns, and no limit is not none: 0.
 */
const CLAIM_ATTEMPTS: PreparedStatement = {
  name: "qriskit_claim_inquiries",
  text: /* sql */ `
with recursive ${ACCOUNTS},
${TURNS},
poked as (
  select id from qriskit.attempt
  where ${IS_DUE} and pokes > answered_pokes and status <> 'creating'
  order by next_inquiry_at limit coalesce((select case when is_probe then 1 else floor(free * ${POKED_SHARE}) end from turns), 0)
  for no key update skip locked
),
round as (
  select first.id, named.account from named cross join lateral (
    select id from qriskit.attempt
    where ${IS_DUE} and account = named.account and account <> '' and status <> 'creating'
      and id not in (select id from poked)
    order by next_inquiry_at limit 1
    for no key update skip locked
  ) as first
  limit ${ROUND}
),
others as (
  select id from qriskit.attempt
  where ${IS_DUE} and status <> 'creating' and id not in (select id from poked union all select id from round)
  order by next_inquiry_at
  limit coalesce((select free - (select count(*) from poked) - (select count(*) from round) from turns), 0)
  for no key update skip locked
),
leased as (
  update qriskit.attempt as a set next_inquiry_at = $6
  where a.id = any (array(select id from poked union all select id from round union all select id from others))
  returning a.xmin::text as version, ${NEXT_ASKING} as asking, a.payment_id, ${ATTEMPT.columns}
),
claimed as (
  select leased.*, ${ASKED_PAYMENT.columns}
  from leased cross join lateral (select * from qriskit.payment where id = leased.payment_id limit 1) as p
),
${taken([BEHIND])}`,
}

/** Claims about payments that no record knows. */
const CLAIM_UNMATCHED: PreparedStatement = {
  name: "qriskit_claim_unmatched",
  text: /* sql */ `
with ${TURNS},
due as (
  select id from qriskit.unmatched where ${IS_DUE}
  order by next_inquiry_at limit coalesce((select free from turns), 0)
  for no key update skip locked
),
claimed as (
  update qriskit.unmatched as a set next_inquiry_at = $6
  where a.id = any (array(select id from due))
  returning ${UNMATCHED.columns}
),
${taken()}`,
}

/** What every claimed row tells beside itself. */
export interface Turn {
  /** Whether nothing was amiss with the provider when this was claimed. */
  readonly isGateClean: boolean
}

const millisUntilNext = (row: Row | undefined, claimed: number, wanted: number): number | undefined => {
  if (row === undefined) return undefined
  if (claimed === wanted) return 0
  // The rate is what kept it from taking more.
  return claimed === Number(row["free"]) ? 1_000 / Number(row["per_second"]) : undefined
}

/** What a statement needs beside the gate, and what it tells for the next time. */
interface Further {
  values(): ReadonlyArray<unknown>
  note(row: Row | undefined): void
}

const nothingFurther = (): Further => ({ values: () => [], note: () => {} })

/** Remembers behind whom the next round goes on. */
const goingRound = (): Further => {
  let behind = ""
  return {
    values: () => [behind],
    note: (row) => {
      if (row !== undefined) behind = typeof row["behind"] === "string" ? row["behind"] : ""
    },
  }
}

const claiming =
  <A>(statement: PreparedStatement, idColumn: string, read: (row: Row) => A, makeFurther = nothingFurther) =>
  (provider: KnownProvider) => {
    const further = makeFurther()
    let isGateMade = false
    return Effect.fnUntraced(function* (wanted: number, usedUp: ReadonlyArray<string>) {
      const database = yield* Database
      const settings = yield* Settings
      if (!isGateMade) yield* makeGate(provider.id)
      isGateMade = true
      const { perSecond, burst } = rateOf(provider, settings)
      const at = yield* now
      const later = (millis: number) => new Date(at.getTime() + millis)
      const rows = yield* database.query(statement, [
        provider.id,
        at,
        wanted,
        perSecond,
        burst,
        later(settings.inquiryLeaseMillis),
        later(Math.max(settings.gateMillis, PROBE_PACE)),
        usedUp,
        ...further.values(),
      ])
      further.note(rows[0])
      if (rows[0] !== undefined)
        yield* gauge(METRICS.inquiryRate, { provider: provider.id }, Number(rows[0]["per_second"]))
      const claimed = rows.filter((row) => row[idColumn] !== null)
      return {
        items: claimed.map((row) => ({ ...read(row), isGateClean: row["is_clean"] === true })),
        moreIn: millisUntilNext(rows[0], claimed.length, wanted),
      } satisfies Claimed<A & Turn>
    })
  }

const found =
  <P, A>(paymentRow: Selection<P>, attemptRow: Selection<A>) =>
  (row: Row) => ({
    version: String(row["version"]),
    asking: Number(row["asking"]),
    payment: paymentRow.read(row),
    attempt: attemptRow.read(row),
  })

/** Claims inquiries about attempts at a provider, as much as its gate lets through. */
export const claimingAttempts = claiming(CLAIM_ATTEMPTS, "a.id", found(ASKED_PAYMENT, ATTEMPT), goingRound)

/** Claims inquiries about payments that no record knows. */
export const claimingUnmatched = claiming(CLAIM_UNMATCHED, "a.id", (row) => ({ row: UNMATCHED.read(row) }))
