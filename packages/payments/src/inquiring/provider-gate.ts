import type { QrisError, QrisProvider } from "@qriskit/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { now } from "../now.js"
import type { KnownProvider } from "../providers.js"
import { type PaymentsSettings, Settings } from "../settings.js"
import { speaksOfAccount } from "./account-gate.js"

/** A gate closes for longer each time, up to this, in milliseconds. */
const LONGEST_CLOSED = 600_000

/**
 * Inquiries a second where neither the settings nor the provider's capabilities name a rate: more than a shop has
 * callbacks, so that it is never what limits one. How many are under way at once limits it, and what the provider says.
 */
const DEFAULT_RATE = 1_000

/** What a provider takes is tried out again: the rate is back after so many seconds without another "too many". */
const RECOVERY_SECONDS = 300

/** Callbacks may be made up: they let one inquiry through a closed gate at most so often, in milliseconds. */
export const PROBE_PACE = 1_000

/** Failures that say something about the provider, not about one payment. */
const SPEAKS_OF_PROVIDER: ReadonlySet<string> = new Set([
  "ProviderUnavailable",
  "NetworkFailure",
  "TimedOut",
  "MalformedResponse",
])

/** Inquiries a second that a provider may be asked, and how many at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** What the settings say, else the provider, else what fits any shop. */
export const rateOf = (
  { capabilities }: KnownProvider,
  { inquiriesPerSecond, inquiryBurst }: PaymentsSettings,
): Rate => {
  const perSecond = inquiriesPerSecond ?? capabilities?.inquiries?.perSecond ?? DEFAULT_RATE
  return { perSecond, burst: inquiryBurst ?? Math.ceil(perSecond) }
}

/**
 * Inquiries a second as learnt: what the provider took when it last said "too many", and more since. $n: time, limit.
 */
export const learntRate = (at: string, limit: string): string =>
  `least(${limit}::float8,
    coalesce(rate + extract(epoch from ${at}::timestamptz - limited_at) * ${limit}::float8 / ${RECOVERY_SECONDS}, ${limit}::float8))`

const ANSWERED: PreparedStatement = {
  name: "qriskit_gate_answered",
  text: /* sql */ `
update qriskit.provider_gate set failing = '{}', failures = 0, closings = 0, closed_until = null
where provider = $1 and account = '' and (failures > 0 or closed_until is not null)`,
}

/** One failure about the payment $2. The gate closes once as many as $4 different payments got no answer. */
const FAILED: PreparedStatement = {
  name: "qriskit_gate_failed",
  text: /* sql */ `
update qriskit.provider_gate set
  failing = now_failing.ids,
  failures = cardinality(now_failing.ids),
  closings = provider_gate.closings + now_failing.closes,
  closed_until = case when now_failing.closes = 0 then provider_gate.closed_until else $3::timestamptz + interval '1 millisecond' *
    greatest($6::float8, least($5::float8 * 2 ^ least(provider_gate.closings, 20), ${LONGEST_CLOSED})) end
from (
  select ids, case when cardinality(ids) >= $4 then 1 else 0 end as closes
  from (
    select case when $2 = any (failing) or cardinality(failing) >= $4 then failing else failing || $2::text end as ids
    from qriskit.provider_gate where provider = $1 and account = '' for no key update
  ) as counted
) as now_failing
where provider_gate.provider = $1 and provider_gate.account = ''`,
}

/**
 * The provider says "too many": nobody asks before $3, and more slowly afterwards. One burst of refusals counts once.
 */
const LIMITED: PreparedStatement = {
  name: "qriskit_gate_limited",
  text: /* sql */ `
update qriskit.provider_gate set
  held_until = greatest(held_until, $3::timestamptz),
  rate = case when limited_at > $2::timestamptz - interval '1 second' then rate
    else greatest(1, ${learntRate("$2", "$4")} / 2) end,
  limited_at = greatest(limited_at, $2::timestamptz)
where provider = $1 and account = ''`,
}

const MADE: PreparedStatement = {
  name: "qriskit_gate_made",
  text: `insert into qriskit.provider_gate (provider, next_slot_at) values ($1, $2) on conflict do nothing`,
}

/** Makes the gate of a provider where there is none. */
export const makeGate = Effect.fnUntraced(function* (provider: string) {
  yield* (yield* Database).query(MADE, [provider, yield* now])
})

/** The provider answered: its gate is open. */
export const noteAnswer = Effect.fnUntraced(function* (provider: string) {
  yield* (yield* Database).query(ANSWERED, [provider])
})

/**
 * The provider did not answer about a payment. After that about `gateFailures` different payments, without an answer in
 * between, its gate closes, for longer each time; where it said "too many", for as long as it asks.
 */
export const noteFailure = Effect.fnUntraced(function* (
  provider: QrisProvider,
  about: string,
  error: QrisError,
) {
  const database = yield* Database
  const settings = yield* Settings
  const at = yield* now
  const wait = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
  if (error.reason._tag === "RateLimited") {
    const until = new Date(at.getTime() + Math.max(wait, settings.gateMillis))
    yield* database.query(LIMITED, [provider.id, at, until, rateOf(provider, settings).perSecond])
  } else if (SPEAKS_OF_PROVIDER.has(error.reason._tag) || speaksOfAccount(error)) {
    const { gateFailures, gateMillis } = settings
    yield* database.query(FAILED, [provider.id, about, at, gateFailures, gateMillis, wait])
  } else {
    yield* noteAnswer(provider.id)
  }
})
