import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Strangers } from "../callbacks/strangers.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { Handled, MOST_PASSED } from "../events/handled.js"
import { now } from "../now.js"
import { Onward } from "../onward/port.js"
import { measureLoad } from "../reading/waiting.js"
import { Settings } from "../settings.js"
import { ABANDONED_AFTER, SWEEP } from "../statements/staging.js"

/** How often old rows are looked for, in milliseconds, and how many go at once. */
const PRUNE_EVERY = 600_000
const MOST = 5_000

/** How often counts are written down, and events passed over that nobody waits for, in milliseconds. */
const EVERY = 10_000

const pruning = (name: string, text: string): PreparedStatement => ({ name: `qriskit_prune_${name}`, text })

const oldReceipts = (isOld: string): string => /* sql */ `
delete from qriskit.receipt where id = any (array(select id from qriskit.receipt where ${isOld} limit ${MOST}))`

/** What is past its retention: callbacks, and counts of discarded ones, from before $1. */
const OLD = [
  pruning("receipts", oldReceipts("received_at < $1")),
  pruning("discarded", "delete from qriskit.discarded_receipt where hour < $1"),
]

const IS_UNCONFIRMED = "state <> 'confirmed' and attempt_id is null"

/** Callbacks about no payment here, and claims that nobody confirmed, from before $1. Spelt as in their indexes. */
const OLD_OF_STRANGERS = [
  pruning("strangers", oldReceipts("verdict <> 'accepted' and received_at < $1")),
  pruning(
    "unmatched",
    `delete from qriskit.unmatched where ${IS_UNCONFIRMED} and changed_at < $1 and next_inquiry_at is null`,
  ),
  // Deleted with the next look, when whoever was just asking has the answer.
  pruning(
    "unanswered",
    /* sql */ `
update qriskit.unmatched set next_inquiry_at = null where id = any (array(
  select id from qriskit.unmatched
  where ${IS_UNCONFIRMED} and changed_at < $1 and next_inquiry_at is not null limit ${MOST}
))`,
  ),
]

/**
 * Deletes what is past its retention: callbacks, counts of discarded ones, claims that nobody confirmed, webhooks
 * onward that were delivered or given up, and what imports that never ended had put aside.
 */
export const prune = Effect.fn("Payments.prune")(function* () {
  const database = yield* Database
  const { receiptMillis } = yield* Settings
  const at = (yield* now).getTime()
  for (const statement of OLD) yield* database.query(statement, [new Date(at - receiptMillis)])
  for (const statement of OLD_OF_STRANGERS)
    yield* database.query(statement, [new Date(at - receiptMillis / 10)])
  yield* (yield* Onward).prune(new Date(at - receiptMillis))
  yield* database.query(SWEEP, [new Date(at - ABANDONED_AFTER)])
})

/** What is done beside the lanes: counts are written down, load is measured, and now and then old rows go. */
export const makeHousekeeping = Effect.gen(function* () {
  const strangers = yield* Strangers
  const handled = yield* Handled
  let prunedAt = yield* Clock.currentTimeMillis
  const keepHouse = Effect.gen(function* () {
    yield* strangers.flush
    yield* measureLoad
    while ((yield* handled.passOver) === MOST_PASSED);
    const at = yield* Clock.currentTimeMillis
    if (at - prunedAt < PRUNE_EVERY) return
    prunedAt = at
    yield* prune()
  })
  return { everyMillis: EVERY, keepHouse }
})
