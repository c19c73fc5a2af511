import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import type { Claimed } from "../engine/lane.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { countWritten } from "../reading/metrics.js"
import { carryOut, lockAttempt, type Written } from "../record/move.js"

/** An order on a printed QR whose time is over, and the grace after it, without a word of its money. */
export interface Ended {
  readonly attemptId: string
  readonly provider: string
}

const STATEMENT: PreparedStatement = {
  name: "qriskit_ended_expectations",
  text: /* sql */ `
select attempt_id, provider from qriskit.expectation
where due_at is not null and due_at <= $1
order by due_at limit $2`,
}

/** Finds them. Two processes that find one do no more than one does. */
export const findEnded = Effect.fnUntraced(function* (most: number) {
  const rows = yield* (yield* Database).query(STATEMENT, [yield* now, most])
  const items = rows.map(
    (row): Ended => ({ attemptId: String(row["attempt_id"]), provider: String(row["provider"]) }),
  )
  return { items, moreIn: items.length < most ? undefined : 0 } satisfies Claimed<Ended>
})

/** Ends an order that is still open, as expired or as canceled. Its amount rests from then on. */
export const endExpected =
  (attemptId: string, status: "expired" | "canceled", at: Date) =>
  async (tx: Transaction): Promise<Written> => {
    const locked = await lockAttempt(tx, attemptId)
    if (locked?.attempt.status !== "pending") return { events: [], anomalies: [] }
    return carryOut(
      tx,
      locked,
      { status, patch: { nextInquiryAt: null }, findings: [], asking: "latest" },
      at,
    )
  }

/** Calls it expired: nobody is left to be asked. Money that comes now is a finding. */
export const settleEnded = Effect.fnUntraced(function* ({ attemptId, provider }: Ended) {
  const database = yield* Database
  const written = yield* database.transaction(endExpected(attemptId, "expired", yield* now))
  yield* countWritten(provider, written)
  yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
})
