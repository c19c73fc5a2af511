import * as Effect from "effect/Effect"
import type { DatabaseFailure } from "../failure.js"
import { Settings } from "../settings.js"
import { dueWork } from "./due-work.js"
import type { Lane } from "./lane.js"

/** As many jobs as one `reconcileNow` does before it leaves the rest to the next one. */
const MOST_JOBS = 30_000

/**
 * Does everything that is due now, in this process: asks about payments, hands over events. Resolves when nothing is
 * left that may be done at this time. Gives the number of inquiries made and events handed over.
 */
export const reconcileNow = Effect.fn("Payments.reconcileNow")(function* () {
  const { reconcileConcurrency: concurrency } = yield* Settings
  const { inquiries, strangers, deliveries, lostCreates } = yield* dueWork

  /** Claims as much as is worked on at the same time, and works on it. */
  const round = <Item, ToClaim, ToWork>(
    lane: Lane<Item, ToClaim, ToWork>,
  ): Effect.Effect<number, DatabaseFailure, ToClaim | ToWork> =>
    Effect.gen(function* () {
      const { items } = yield* lane.claim(concurrency, [])
      yield* Effect.forEach(items, lane.work, { concurrency, discard: true })
      return items.length
    })

  let done = 0
  while (done < MOST_JOBS) {
    yield* round(lostCreates)
    const asked = yield* Effect.forEach(inquiries, round)
    const looked = yield* Effect.forEach(strangers, round)
    const jobs = [...asked, ...looked, yield* round(deliveries)].reduce((sum, count) => sum + count)
    if (jobs === 0) return done
    done += jobs
  }
  return done
})
