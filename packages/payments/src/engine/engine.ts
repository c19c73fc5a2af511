import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { Handled } from "../events/handled.js"
import { Onward } from "../onward/port.js"
import { Closing, endsWithin } from "./closing.js"
import { dueWork } from "./due-work.js"
import { makeHousekeeping } from "./housekeeping.js"
import { flow } from "./lane.js"
import { logged } from "./logged.js"
import { Wakeups } from "./wakeups.js"

/**
 * Claims due work and keeps it flowing, in lanes, until the scope closes. All processes on one database share the work:
 * what is due follows from the tables, whoever claims some holds a lease on it, and a lease that ends without
 * an outcome is claimed anew. As the scope closes all lanes end side by side, so that what hangs in several
 * costs the time once.
 */
export const work = Effect.gen(function* () {
  const closing = yield* Closing
  const { inquiries, strangers, deliveries, lostCreates, refunds, ended } = yield* dueWork
  const { everyMillis, keepHouse } = yield* makeHousekeeping
  yield* (yield* Wakeups).hear
  const endings: Array<Effect.Effect<unknown>> = []
  yield* Effect.addFinalizer(() => Effect.all(endings, { concurrency: "unbounded", discard: true }))
  const housekeeping = yield* Effect.forkDetach(
    Effect.forever(Effect.andThen(logged("housekeeping", keepHouse, undefined), Effect.sleep(everyMillis))),
  )
  endings.push(Effect.suspend(() => endsWithin(closing.left(), Fiber.interrupt(housekeeping))))
  endings.push(yield* flow(lostCreates, closing))
  endings.push(yield* flow(refunds, closing))
  endings.push(yield* flow(ended, closing))
  for (const lane of strangers) endings.push(yield* flow(lane, closing))
  for (const lane of inquiries) endings.push(yield* flow(lane, closing))
  endings.push(yield* flow(deliveries, closing))
  for (const lane of (yield* Onward).lanes()) endings.push(yield* flow(lane, closing))
  // What this process handles is on record before it is asked for anything.
  yield* logged("handlers", (yield* Handled).types, [])
})
