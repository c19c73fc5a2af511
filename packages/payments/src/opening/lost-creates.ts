import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import type { Claimed } from "../engine/lane.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { countWritten } from "../reading/metrics.js"
import { Settings } from "../settings.js"
import { lostCreate, settleCreate } from "./settle-create.js"

/** An attempt whose call to the provider ended with its process: nobody was shown a QR of it. */
export interface Lost {
  readonly attemptId: string
  readonly provider: string
}

/** The status is spelt out, so that the index of these few is used. */
const STATEMENT: PreparedStatement = {
  name: "qriskit_lost_creates",
  text: /* sql */ `
select id, provider from qriskit.attempt
where status = 'creating' and next_inquiry_at <= $1
order by next_inquiry_at limit $2`,
}

/** Finds attempts that are still being made after their time. Two processes that find one do no more than one does. */
export const findLost = Effect.fnUntraced(function* (most: number) {
  const rows = yield* (yield* Database).query(STATEMENT, [yield* now, most])
  const items = rows.map((row): Lost => ({ attemptId: String(row["id"]), provider: String(row["provider"]) }))
  return { items, moreIn: items.length < most ? undefined : 0 } satisfies Claimed<Lost>
})

/** Notes that nobody knows what became of a create. */
export const settleLost = Effect.fnUntraced(function* ({ attemptId, provider }: Lost) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const outcome = lostCreate("The process ended while it was made.")
  const at = yield* now
  const written = yield* database.transaction((tx) => settleCreate(tx, attemptId, outcome, graceMillis, at))
  yield* countWritten(provider, written)
  yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
})
