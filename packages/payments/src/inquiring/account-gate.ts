import type { QrisError } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { now } from "../now.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { Settings } from "../settings.js"

/** An account's gate closes for longer each time, up to this, in milliseconds. */
const LONGEST_CLOSED = 600_000

/** Failures that say something about an account's credentials, and nothing about the provider or one payment. */
const SPEAKS_OF_ACCOUNT: ReadonlySet<string> = new Set([
  "Unauthorized",
  "NoSuchAccount",
  "AccountUnavailable",
])

/** Whether a failure is about a platform's account. The one account of a client is its provider's business. */
export const speaksOfAccount = (account: string, error: QrisError): boolean =>
  account !== ONE_ACCOUNT && SPEAKS_OF_ACCOUNT.has(error.reason._tag)

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

/** An account's credentials are refused, or cannot be had: nobody asks with them for a while, longer each time. */
export const closeAccount = Effect.fnUntraced(function* (provider: string, account: string) {
  const { gateMillis } = yield* Settings
  yield* (yield* Database).query(CLOSE, [provider, account, yield* now, gateMillis])
})

/** An account's credentials are good again. */
export const openAccount = Effect.fnUntraced(function* (provider: string, account: string) {
  yield* (yield* Database).query(OPEN, [provider, account])
})
