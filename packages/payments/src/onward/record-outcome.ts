import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import type { Send } from "./claim-sends.js"
import type { Outcome } from "./deliver.js"
import type { EndpointsSettings } from "./options.js"
import { holdAfter, pauseAfter } from "./pauses.js"

/** An attempt that took longer makes its endpoint a slow one, in milliseconds. */
const SLOW = 1_000

/** Whatever came of it is kept, also where another process had taken the message over meanwhile. */
const ATTEMPT: PreparedStatement = {
  name: "qriskit_endpoint_attempt",
  text: /* sql */ `
insert into qriskit.endpoint_attempt (message_id, endpoint_id, number, at, millis, is_delivered, status, why, answer)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning id::float8 as id`,
}

export const noteAttempt = async (
  tx: Transaction,
  messageId: number,
  endpointId: string,
  number: number,
  { at, millis, isDelivered, status, why, answer }: Outcome,
): Promise<number> => {
  const [row] = await tx.query(ATTEMPT, [
    messageId,
    endpointId,
    number,
    at,
    millis,
    isDelivered,
    status ?? null,
    why ?? null,
    answer ?? null,
  ])
  return Number(row?.["id"])
}

/** A message that was taken, where this is still its turn; and its endpoint is well. */
const DELIVERED: PreparedStatement = {
  name: "qriskit_endpoint_delivered",
  text: /* sql */ `
update qriskit.endpoint_message set delivered_at = $3, next_attempt_at = null, leased_until = null
where id = $1 and attempts = $2 and next_attempt_at is not null
returning id`,
}

/** Written only where something changes: an endpoint that is well has no row that everybody waits for. */
const WELL: PreparedStatement = {
  name: "qriskit_endpoint_well",
  text: /* sql */ `
update qriskit.endpoint set failures = 0, failing_since = null, held_until = null, is_slow = $2
where id = $1 and (failures > 0 or failing_since is not null or held_until is not null or is_slow <> $2)`,
}

/** A message that was not taken: it comes again at $3, or is a dead letter since $4. */
const FAILED: PreparedStatement = {
  name: "qriskit_endpoint_failed",
  text: /* sql */ `
update qriskit.endpoint_message set next_attempt_at = $3, dead_at = $4, leased_until = null
where id = $1 and attempts = $2 and next_attempt_at is not null
returning id`,
}

/** Counts a failure. Gives how many there are in a row, and since when. */
const UNWELL: PreparedStatement = {
  name: "qriskit_endpoint_unwell",
  text: /* sql */ `
update qriskit.endpoint set failures = failures + 1, failing_since = coalesce(failing_since, $2), is_slow = $3
where id = $1
returning failures, failing_since`,
}

const HOLD: PreparedStatement = {
  name: "qriskit_endpoint_hold",
  text: /* sql */ `
update qriskit.endpoint set held_until = greatest(held_until, $2::timestamptz) where id = $1`,
}

/** What a failure came to. */
export interface Failed {
  readonly isDead: boolean
  /** Nothing has succeeded there since then. */
  readonly failingSince: Date
}

/** Records that a message was taken. */
export const recordDelivered = Effect.fnUntraced(function* (send: Send, outcome: Outcome, at: Date) {
  yield* (yield* Database).transaction(async (tx) => {
    await noteAttempt(tx, send.messageId, send.endpointId, send.attempt, outcome)
    await tx.query(DELIVERED, [send.messageId, send.attempt, at])
    await tx.query(WELL, [send.endpointId, outcome.millis >= SLOW])
  })
})

/** An endpoint that took a ping is well. */
export const noteWell = (tx: Transaction, endpointId: string, millis: number) =>
  tx.query(WELL, [endpointId, millis >= SLOW])

const later = (at: Date, millis: number): Date => new Date(at.getTime() + millis)

/** Records that a message was not taken: when it comes again, and that its endpoint fails. */
export const recordFailed = Effect.fnUntraced(function* (
  settings: EndpointsSettings,
  send: Send,
  outcome: Outcome,
  at: Date,
) {
  const database = yield* Database
  const { retryAfter = 0, isGone, millis } = outcome
  const random = yield* Random.next
  const pause = pauseAfter(settings, send.tries, random)
  // An endpoint that is gone is disabled: what it has not taken waits, should it come back.
  const again = pause ?? (isGone ? 0 : undefined)
  return yield* database.transaction(async (tx): Promise<Failed> => {
    await noteAttempt(tx, send.messageId, send.endpointId, send.attempt, outcome)
    const [moved] = await tx.query(FAILED, [
      send.messageId,
      send.attempt,
      again === undefined ? null : later(at, Math.max(again, retryAfter)),
      again === undefined ? at : null,
    ])
    const [unwell] = await tx.query(UNWELL, [send.endpointId, at, millis >= SLOW])
    const hold = Math.max(holdAfter(Number(unwell?.["failures"] ?? 0), random), retryAfter)
    if (hold > 0) await tx.query(HOLD, [send.endpointId, later(at, hold)])
    const since = unwell?.["failing_since"]
    return {
      isDead: again === undefined && moved !== undefined,
      failingSince: since instanceof Date ? since : at,
    }
  })
})
