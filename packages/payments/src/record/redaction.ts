import { and, inArray, isNotNull, isNull, lt } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database } from "../database/database.js"
import { attempt, receipt } from "../database/schema.js"
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

/**
 * Removes personal data of payments that have not changed since `before`: payers, the providers' raw answers, and the
 * bodies of callbacks. Amounts, statuses, ids, times, events and anomalies stay.
 *
 * Fails with `InvalidInput`, `DatabaseFailure`.
 */
export const redact = Effect.fn("Payments.redact")(function* (before: Date) {
  const database = yield* Database
  if (!(before instanceof Date) || !isStorableTime(before)) {
    return yield* new InvalidInput({
      operation: "redact",
      issues: [{ path: "before", message: "must be a Date of the years 1 to 9999" }],
    })
  }
  const redactedAt = yield* now
  const attempts = yield* untilNone(
    database.run(async (drizzle) => {
      const due = drizzle
        .select({ id: attempt.id })
        .from(attempt)
        .where(and(lt(attempt.changedAt, before), isNull(attempt.redactedAt)))
        .limit(BATCH)
      const done = await drizzle
        .update(attempt)
        .set({ payer: null, answer: null, redactedAt })
        .where(inArray(attempt.id, due))
        .returning({ id: attempt.id })
      return done.length
    }),
  )
  const callbacks = yield* untilNone(
    database.run(async (drizzle) => {
      const due = drizzle
        .select({ id: receipt.id })
        .from(receipt)
        .where(and(lt(receipt.lastReceivedAt, before), isNotNull(receipt.body)))
        .limit(BATCH)
      const done = await drizzle
        .update(receipt)
        .set({ body: null })
        .where(inArray(receipt.id, due))
        .returning({ id: receipt.id })
      return done.length
    }),
  )
  return { attempts, callbacks } satisfies Redacted
})
