import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { payment, unmatched } from "../database/schema.js"
import { type Selection, selection } from "../database/selection.js"
import type { Claimed } from "../engine/lane.js"
import { now } from "../now.js"
import type { KnownProvider } from "../providers.js"
import { NEXT_ASKING } from "../record/asking.js"
import { ATTEMPT } from "../record/rows.js"
import { Settings } from "../settings.js"
import { learntRate, makeGate, PROBE_PACE, rateOf } from "./provider-gate.js"

/** Callbacks may be made up: where others are due for longer, so much of the turns is theirs at most. */
const POKED_SHARE = 0.75

export const ASKED_PAYMENT = selection(payment, "p", ["key", "orderId", "attempts"])
const UNMATCHED = selection(unmatched, "a")

/**
 * The turns that a provider's gate has to give now: none while it is closed; one, as a probe, when its time is over.
 *
 * The rate is a generic cell rate: `next_slot_at` is when the next turn would be due; it may run ahead of now by a burst,
 * and a time in the past means that the burst is left. Gate, claim and what was taken are one statement: no lock is held
 * while a process thinks. $1 provider, $2 now, $3 wanted, $4 a second, $5 burst, $6 end of the lease, $7 end of a probe.
 */
const TURNS = /* sql */ `
gate as (
  select * from qriskit.provider_gate
  where provider = $1 and account = '' and coalesce(closed_until <= $2, true) and coalesce(held_until <= $2, true)
  for no key update
),
pace as (
  select closed_until is not null as is_probe, failures = 0 as is_clean, ${learntRate("$2", "$4")} as per_second,
    greatest(next_slot_at, $2::timestamptz) as slot
  from gate
),
turns as (
  select *, case when is_probe then 1
    else greatest(0, least($3::int, floor($5::int - extract(epoch from slot - $2) * per_second)))::int end as free
  from pace
)`

/** What was taken is noted at the gate. A probe closes it for the others until it has an answer. */
const TAKEN = /* sql */ `
taken as (
  update qriskit.provider_gate set
    next_slot_at = least(turns.slot, $2::timestamptz + $5::int / turns.per_second * interval '1 second')
      + used.n / turns.per_second * interval '1 second',
    closed_until = case when turns.is_probe then $7::timestamptz end,
    probed_at = case when turns.is_probe then $2::timestamptz else provider_gate.probed_at end
  from turns, (select count(*)::int as n from claimed) as used
  where provider_gate.provider = $1 and provider_gate.account = '' and used.n > 0
)
select turns.is_clean, turns.free, turns.per_second, claimed.* from turns left join claimed on true`

/** $8: accounts whose share of this process is used up by calls that hang. */
const IS_DUE =
  "provider = $1 and next_inquiry_at is not null and next_inquiry_at <= $2 and account <> all ($8::text[])"

/**
 * An array where a join would do: however many rows a planner expects of a limit that it does not know, it looks them up
 * by their ids. Attempts: those with a callback first, but not all of it for them; then those that are due
 * the longest.
 */
const CLAIM_ATTEMPTS: PreparedStatement = {
  name: "qriskit_claim_inquiries",
  text: /* sql */ `
with ${TURNS},
poked as (
  select id from qriskit.attempt
  where ${IS_DUE} and pokes > answered_pokes and status <> 'creating'
  order by next_inquiry_at limit (select case when is_probe then 1 else floor(free * ${POKED_SHARE}) end from turns)
  for no key update skip locked
),
others as (
  select id from qriskit.attempt
  where ${IS_DUE} and status <> 'creating' and id not in (select id from poked)
  order by next_inquiry_at limit (select free - (select count(*) from poked) from turns)
  for no key update skip locked
),
claimed as (
  update qriskit.attempt as a set next_inquiry_at = $6
  from qriskit.payment as p
  where a.id = any (array(select id from poked union all select id from others)) and p.id = a.payment_id
  returning a.xmin::text as version, ${NEXT_ASKING} as asking, ${ATTEMPT.columns}, ${ASKED_PAYMENT.columns}
),
${TAKEN}`,
}

/** Claims about payments that no record knows. */
const CLAIM_UNMATCHED: PreparedStatement = {
  name: "qriskit_claim_unmatched",
  text: /* sql */ `
with ${TURNS},
due as (
  select id from qriskit.unmatched where ${IS_DUE}
  order by next_inquiry_at limit (select free from turns)
  for no key update skip locked
),
claimed as (
  update qriskit.unmatched as a set next_inquiry_at = $6
  where a.id = any (array(select id from due))
  returning ${UNMATCHED.columns}
),
${TAKEN}`,
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

const claiming =
  <A>(statement: PreparedStatement, idColumn: string, read: (row: Row) => A) =>
  (provider: KnownProvider) => {
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
      ])
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
export const claimingAttempts = claiming(CLAIM_ATTEMPTS, "a.id", found(ASKED_PAYMENT, ATTEMPT))

/** Claims inquiries about payments that no record knows. */
export const claimingUnmatched = claiming(CLAIM_UNMATCHED, "a.id", (row) => ({ row: UNMATCHED.read(row) }))
