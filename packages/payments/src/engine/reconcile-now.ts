import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type DatabaseFailure, InvalidInput } from "../failure.js"
import { Onward } from "../onward/port.js"
import { countWaiting } from "../reading/waiting.js"
import { Settings } from "../settings.js"
import { dueWork } from "./due-work.js"
import type { Lane } from "./lane.js"

/** As many jobs as one `reconcileNow` does before it leaves the rest to the next one. */
const MOST_JOBS = 30_000

/** What a `reconcileNow` that had only so much time came to. */
export interface Reconciled {
  /** Inquiries made, events handed over and webhooks sent. */
  readonly done: number
  /**
   * What is still due: inquiries, orders on printed QRs whose time is over, events for this process's handlers and
   * webhooks, each counted up to 1,000. 0: nothing.
   */
  readonly left: number
}

/** Does what is due until nothing is left that may be done at this time, or `isOver`. Gives how much it did. */
const reconcileUntil = Effect.fnUntraced(function* (isOver: Effect.Effect<boolean>) {
  const { reconcileConcurrency: concurrency } = yield* Settings
  const { inquiries, strangers, deliveries, lostCreates, refunds, ended } = yield* dueWork
  const onward = (yield* Onward).lanes()
  /** A lane whose looks are its work says that there is more of it. */
  let isMore = false

  /** Claims as much as is worked on at the same time, and works on it. */
  const round = <Item, ToClaim, ToWork>(
    lane: Lane<Item, ToClaim, ToWork>,
  ): Effect.Effect<number, DatabaseFailure, ToClaim | ToWork> =>
    Effect.gen(function* () {
      if (yield* isOver) return 0
      const { items, moreIn } = yield* lane.claim(concurrency, [])
      isMore = isMore || (items.length === 0 && moreIn === 0)
      yield* Effect.forEach(items, lane.work, { concurrency, discard: true })
      return items.flat().length
    })

  let done = 0
  while (done < MOST_JOBS) {
    isMore = false
    yield* round(lostCreates)
    const asked = yield* Effect.forEach(inquiries, round)
    const looked = yield* Effect.forEach(strangers, round)
    const settled = [yield* round(refunds), yield* round(ended), yield* round(deliveries)]
    const sent = yield* Effect.forEach(onward, round)
    const jobs = [...asked, ...looked, ...settled, ...sent].reduce((sum, count) => sum + count)
    if (jobs === 0 && !isMore) return done
    done += jobs
  }
  return done
})

/**
 * Does everything that is due now, in this process: asks about payments, hands over events, sends webhooks onward.
 * Resolves when nothing is left that may be done at this time. Gives the number of inquiries made, events handed over
 * and webhooks sent.
 */
export const reconcileNow = Effect.fn("Payments.reconcileNow")(() => reconcileUntil(Effect.succeed(false)))

/**
 * The same for as long as a platform lets it run (a scheduled function): begins nothing new after `withinMillis`, and
 * tells what is left. What is under way then still ends, within its provider's own deadline. Fails with `InvalidInput`.
 */
export const reconcileWithin = Effect.fn("Payments.reconcileWithin")(function* (withinMillis: number) {
  if (!(Number.isFinite(withinMillis) && withinMillis >= 0))
    return yield* new InvalidInput({
      operation: "reconcileNow",
      issues: [{ path: "withinMillis", message: "must be a number of milliseconds, 0 or more" }],
    })
  const end = (yield* Clock.currentTimeMillis) + withinMillis
  const done = yield* reconcileUntil(Effect.map(Clock.currentTimeMillis, (millis) => millis >= end))
  const { inquiries, deliveries } = yield* countWaiting
  const left = inquiries + deliveries + (yield* (yield* Onward).left)
  return { done, left } satisfies Reconciled
})
