import type { QrisError } from "@qriskit/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
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

const CLOSE: PreparedStatement = {
  name: "qriskit_account_gate_close",
  text: /* sql */ `
insert into qriskit.provider_gate as gate (provider, account, next_slot_at, failures, closings, closed_until)
values ($1, $2, $3, 1, 1, $3::timestamptz + $4::float8 * interval '1 millisecond')
on conflict (provider, account) do update set failures = gate.failures + 1, closings = gate.closings + 1,
  closed_until = $3::timestamptz
    + least($4::float8 * 2 ^ least(gate.closings, 20), ${LONGEST_CLOSED}) * interval '1 millisecond'`,
}

const HOLD: PreparedStatement = {
  name: "qriskit_account_gate_hold",
  text: /* sql */ `
insert into qriskit.provider_gate as gate (provider, account, next_slot_at, closed_until) values ($1, $2, $3, $4)
on conflict (provider, account) do update set closed_until = greatest(gate.closed_until, $4)`,
}

const OPEN: PreparedStatement = {
  name: "qriskit_account_gate_open",
  text: `
update qriskit.provider_gate set failures = 0, closings = 0, closed_until = null where provider = $1 and account = $2`,
}

/** How an account's gate stands: whether it was closed, and until when where that time is not over. */
export interface AccountGate {
  readonly wasClosed: boolean
  readonly closedUntil: Date | undefined
}

const OPENED: AccountGate = { wasClosed: false, closedUntil: undefined }

/** Looks at the gate of a platform's account. */
export const accountGate = Effect.fnUntraced(function* (provider: string, account: string) {
  if (account === ONE_ACCOUNT) return OPENED
  const [row] = yield* (yield* Database).query(LOOK, [provider, account])
  const until = row?.["closed_until"]
  if (!(until instanceof Date)) return OPENED
  return { wasClosed: true, closedUntil: until > (yield* now) ? until : undefined } satisfies AccountGate
})

/**
 * Closes the gate of a platform's account, where a failure is about that: for longer each time where the account or its
 * credentials are refused, or cannot be had; for as long as the provider asks where each account has a limit of its own.
 * Gives whether it was; else the failure is the provider's business, as every one of a client's only account is.
 */
export const noteAccountFailure = Effect.fnUntraced(function* (
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

/** An account was answered: its credentials are good, and its limit is not used up. */
export const openAccount = Effect.fnUntraced(function* (provider: string, account: string) {
  yield* (yield* Database).query(OPEN, [provider, account])
})
