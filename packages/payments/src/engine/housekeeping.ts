import { and, inArray, lt, sql } from "drizzle-orm"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Strangers } from "../callbacks/strangers.js"
import { Database } from "../database/database.js"
import { discardedReceipt, receipt, unmatched } from "../database/schema.js"
import { Handled, MOST_PASSED } from "../events/handled.js"
import { now } from "../now.js"
import { Settings } from "../settings.js"

/** How often old rows are looked for, in milliseconds, and how many go at once. */
const PRUNE_EVERY = 600_000
const MOST = 5_000

/** How often counts are written down, and events passed over that nobody waits for, in milliseconds. */
const EVERY = 10_000

/** Deletes what is past its retention: callbacks, counts of discarded ones, and claims that nobody confirmed. */
export const prune = Effect.fn("Payments.prune")(function* () {
  const database = yield* Database
  const { receiptMillis } = yield* Settings
  const at = (yield* now).getTime()
  const old = new Date(at - receiptMillis)
  const oldStranger = new Date(at - receiptMillis / 10)
  yield* database.run(async (drizzle) => {
    const ofStrangers = and(sql`${receipt.verdict} <> 'accepted'`, lt(receipt.receivedAt, oldStranger))
    for (const isOld of [lt(receipt.receivedAt, old), ofStrangers]) {
      const due = drizzle.select({ id: receipt.id }).from(receipt).where(isOld).limit(MOST)
      await drizzle.delete(receipt).where(inArray(receipt.id, due))
    }
    await drizzle
      .delete(unmatched)
      .where(
        and(
          sql`${unmatched.state} <> 'confirmed'`,
          lt(unmatched.changedAt, oldStranger),
          sql`${unmatched.nextInquiryAt} is null`,
        ),
      )
    await drizzle.delete(discardedReceipt).where(lt(discardedReceipt.hour, old))
  })
})

/** What is done beside the lanes: counts are written down, and now and then old rows go. */
export const makeHousekeeping = Effect.gen(function* () {
  const strangers = yield* Strangers
  const handled = yield* Handled
  let prunedAt = yield* Clock.currentTimeMillis
  const keepHouse = Effect.gen(function* () {
    yield* strangers.flush
    while ((yield* handled.passOver) === MOST_PASSED);
    const at = yield* Clock.currentTimeMillis
    if (at - prunedAt < PRUNE_EVERY) return
    prunedAt = at
    yield* prune()
  })
  return { everyMillis: EVERY, keepHouse }
})
