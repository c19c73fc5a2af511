import * as Effect from "effect/Effect"
import { Handled } from "../events/handled.js"
import { Settings } from "../settings.js"
import { dueWork } from "./due-work.js"
import { makeHousekeeping } from "./housekeeping.js"
import { flow } from "./lane.js"
import { logged } from "./logged.js"
import { Wakeups } from "./wakeups.js"

/**
 * Claims due work and keeps it flowing, in lanes, until the scope closes. All processes on one database share the work:
 * what is due follows from the tables, whoever claims some holds a lease on it, and a lease that ends without an outcome
 * is claimed anew.
 */
export const work = Effect.gen(function* () {
  const { closeMillis } = yield* Settings
  const { inquiries, strangers, deliveries, lostCreates, refunds } = yield* dueWork
  const { everyMillis, keepHouse } = yield* makeHousekeeping
  yield* (yield* Wakeups).hear
  yield* Effect.forkScoped(
    Effect.forever(Effect.andThen(logged("housekeeping", keepHouse, undefined), Effect.sleep(everyMillis))),
  )
  yield* flow(lostCreates, closeMillis)
  yield* flow(refunds, closeMillis)
  yield* Effect.forEach(strangers, (lane) => flow(lane, closeMillis), { discard: true })
  yield* Effect.forEach(inquiries, (lane) => flow(lane, closeMillis), { discard: true })
  yield* flow(deliveries, closeMillis)
  // What this process handles is on record before it is asked for anything.
  yield* logged("handlers", (yield* Handled).types, [])
})
