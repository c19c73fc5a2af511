import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { InvalidInput } from "../failure.js"
import { now } from "../now.js"
import { isStorableTime } from "./storable.js"

/** Rows that one statement takes, so that no lock is held for long. */
const BATCH = 1_000

/** What was redacted. */
export interface Redacted {
  readonly attempts: number
  readonly callbacks: number
}

const untilNone = <E, R>(batch: Effect.Effect<number, E, R>): Effect.Effect<number, E, R> =>
  Effect.gen(function* () {
    let total = 0
    while (true) {
      const rows = yield* batch
      total += rows
      if (rows < BATCH) return total
    }
  })

/** Who paid, what the provider answered, and what it said about a create that failed: it may quote the customer. */
const ATTEMPTS: PreparedStatement = {
  name: "qriskit_redact_attempts",
  text: /* sql */ `
update qriskit.attempt set payer = null, answer = null, redacted_at = $2,
  failure = case when failure is null then null else jsonb_set(failure, '{message}', '"Redacted."') end
where id = any (array(
  select id from qriskit.attempt where changed_at < $1 and redacted_at is null limit $3
))
returning id`,
}

const CALLBACKS: PreparedStatement = {
  name: "qriskit_redact_callbacks",
  text: /* sql */ `
update qriskit.receipt set body = null
where id = any (array(select id from qriskit.receipt where last_received_at < $1 and body is not null limit $2))
returning id`,
}

/** What handlers threw: it may quote the order. */
const EVENTS: PreparedStatement = {
  name: "qriskit_redact_events",
  text: /* sql */ `
update qriskit.event set last_error = null
where id = any (array(
  select e.id from qriskit.event as e join qriskit.payment as p on p.id = e.payment_id
  where e.last_error is not null and p.changed_at < $1 limit $2
))
returning id`,
}

const countOf = Effect.fnUntraced(function* (statement: PreparedStatement, values: ReadonlyArray<unknown>) {
  return (yield* (yield* Database).query(statement, values)).length
})

/**
 * Removes personal data of payments that have not changed since `before`: payers, the providers' raw answers and what
 * they said about creates that failed, the bodies of callbacks, and what handlers threw. Callbacks that still come about
 * such a payment are noted without their bodies. Amounts, statuses, ids, times, events and anomalies stay.
 *
 * Fails with `InvalidInput`, `DatabaseFailure`.
 */
export const redact = Effect.fn("Payments.redact")(function* (before: Date) {
  if (!(before instanceof Date) || !isStorableTime(before)) {
    return yield* new InvalidInput({
      operation: "redact",
      issues: [{ path: "before", message: "must be a Date of the years 1 to 9999" }],
    })
  }
  const redactedAt = yield* now
  const attempts = yield* untilNone(countOf(ATTEMPTS, [before, redactedAt, BATCH]))
  const callbacks = yield* untilNone(countOf(CALLBACKS, [before, BATCH]))
  yield* untilNone(countOf(EVENTS, [before, BATCH]))
  return { attempts, callbacks } satisfies Redacted
})
