import type { QrisError } from "@qriskit/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database, type PreparedStatement } from "../database/database.js"
import { now } from "../now.js"
import type { KnownProvider } from "../providers.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { Settings } from "../settings.js"

/** An account's gate closes for longer each time, up to this, in milliseconds. */
const LONGEST_CLOSED = 600_000

/** Failures that say something about an account or its credentials, and nothing about the provider or one payment. */
const SPEAKS_OF_ACCOUNT: ReadonlySet<string> = new Set([
  "Unauthorized",
  "NoSuchAccount",
  "AccountUnavailable",
])

/** Whether a failure is about who asked, whatever was asked. */
export const speaksOfAccount = ({ reason }: QrisError): boolean =>
  SPEAKS_OF_ACCOUNT.has(reason._tag) || (reason._tag === "Rejected" && reason.about === "account")

const LOOK: PreparedStatement = {
  name: "qriskit_account_gate",
  text: "select closed_until from qriskit.provider_gate where provider = $1 and account = $2 and closed_until is not null",
}

/** One burst of refusals counts once: while a gate is closed, it is not closed for longer. */
const CLOSE: PreparedStatement = {
  name: "qriskit_account_gate_close",
  text: /* sql */ `
insert into qriskit.provider_gate as gate (provider, account, next_slot_at, failures, closings, closed_until)
values ($1, $2, $3, 1, 1, $3::timestamptz + $4::float8 * interval '1 millisecond')
on conflict (provider, account) do update set failures = gate.failures + 1, closings = gate.closings + 1,
  closed_until = $3::timestamptz
    + least($4::float8 * 2 ^ least(gate.closings, 20), ${LONGEST_CLOSED}) * interval '1 millisecond'
where coalesce(gate.closed_until <= $3, true)`,
}

const HOLD: PreparedStatement = {
  name: "qriskit_account_gate_hold",
  text: /* sql */ `
insert into qriskit.provider_gate as gate (provider, account, next_slot_at, closed_until) values ($1, $2, $3, $4)
on conflict (provider, account) do update set closed_until = greatest(gate.closed_until, $4)`,
}

const OPEN: PreparedStatement = {
  name: "qriskit_account_gate_open",
  text: /* sql */ `
update qriskit.provider_gate set failures = 0, closings = 0, closed_until = null
where provider = $1 and account = $2 and closed_until = $3`,
}

/**
 * How an account's gate stood when it was looked at. `until`: when it was to open again; nobody has
 * been answered since.
 */
export type AccountGate =
  | { readonly isClosed: true; readonly until: Date }
  | { readonly isClosed: false; readonly until?: Date }

const OPENED: AccountGate = { isClosed: false }

/** Looks at the gate of a platform's account. */
export const accountGate = Effect.fnUntraced(function* (provider: string, account: string) {
  if (account === ONE_ACCOUNT) return OPENED
  const [row] = yield* (yield* Database).query(LOOK, [provider, account])
  const until = row?.["closed_until"]
  if (!(until instanceof Date)) return OPENED
  return { until, isClosed: until > (yield* now) } satisfies AccountGate
})

/** What was claimed for a while, of a platform's account. */
export interface OnLease {
  readonly id: string | number
  readonly provider: string
  readonly account: string
  /** When the lease ends. */
  readonly nextInquiryAt: Date | null
}

/**
 * Puts off until $2 what was claimed ($1, its lease ends at $3), and whatever else of its account is due at $6: nobody
 * asks with an account that was just refused, and its backlog takes nobody's turns. What became of any of it meanwhile
 * stays: an end, a callback, another's lease.
 */
const puttingOff = (table: "attempt" | "unmatched", isAsked: string): PreparedStatement => ({
  name: `qriskit_put_off_${table}`,
  text: /* sql */ `
with held as (
  select id from qriskit.${table}
  where id = any (array(
      select id from qriskit.${table} where id = $1
      union all
      select id from qriskit.${table} where provider = $4 and account = $5 and account <> '' and next_inquiry_at <= $6
    ))
    and (id = $1 and next_inquiry_at = $3 or next_inquiry_at <= $6) and ${isAsked}
  for no key update skip locked
)
update qriskit.${table} set next_inquiry_at = $2 where id = any (array(select id from held))`,
})

const PUT_OFF = {
  attempt: puttingOff("attempt", "status <> 'creating'"),
  unmatched: puttingOff("unmatched", "attempt_id is null"),
}

/** Has an account's inquiries wait until then. */
export const putOff = Effect.fnUntraced(function* (
  table: keyof typeof PUT_OFF,
  { id, provider, account, nextInquiryAt }: OnLease,
  until: Date,
) {
  const values = [id, until, nextInquiryAt, provider, account, yield* now]
  yield* (yield* Database).query(PUT_OFF[table], values)
})

/**
 * Closes the gate of a platform's account, where a failure is about that: for longer each time where the account or its
 * credentials are refused, or cannot be had; for as long as the provider asks where each account has a limit of its
 * own. Gives whether it is; else the failure is the provider's business, as every one of a client's only account is.
 */
const noteFailure = Effect.fnUntraced(function* (
  { id, capabilities }: KnownProvider,
  account: string,
  error: QrisError,
) {
  if (account === ONE_ACCOUNT) return false
  const database = yield* Database
  const { gateMillis } = yield* Settings
  const at = yield* now
  if (error.reason._tag === "RateLimited" && capabilities?.inquiries?.of === "account") {
    const wait = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
    const until = new Date(at.getTime() + Math.max(wait, gateMillis))
    yield* database.query(HOLD, [id, account, at, until])
    return true
  }
  if (!speaksOfAccount(error)) return false
  yield* database.query(CLOSE, [id, account, at, gateMillis])
  return true
})

/**
 * Keeps a platform's account's gate informed of what a call came to. An answer opens it, unless it was closed anew
 * since it was looked at: the credentials are good, and the limit is not used up. A failure that is about the account
 * closes it. Gives whether it was such a failure.
 */
export const noteAccount = Effect.fnUntraced(function* (
  provider: KnownProvider,
  account: string,
  { until }: AccountGate,
  answer: Result.Result<unknown, QrisError>,
) {
  if (Result.isFailure(answer)) return yield* noteFailure(provider, account, answer.failure)
  if (until !== undefined) yield* (yield* Database).query(OPEN, [provider.id, account, until])
  return false
})
