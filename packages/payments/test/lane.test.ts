import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { expect, test } from "vitest"
import { Database } from "../src/database/database.js"
import type { Closing } from "../src/engine/closing.js"
import { type Claimed, flow } from "../src/engine/lane.js"
import { Lanes } from "../src/engine/lanes.js"
import { Wakeups } from "../src/engine/wakeups.js"

/** Nothing here is stored: wake-ups stay within the process. */
const NO_DATABASE = Layer.succeed(Database, {
  kind: "pglite",
  connections: 1,
  now: Effect.succeed(new Date(0)),
  query: () => Effect.succeed([]),
  transaction: () => Effect.die("nothing is stored"),
  transactionWithin: () => Effect.die("nothing is stored"),
})

const SURROUNDINGS = Layer.mergeAll(Lanes.layer, Wakeups.layer.pipe(Layer.provide(NO_DATABASE)))
const CLOSING: Closing["Service"] = { left: () => 0 }

/** A lane over so many items that are due, at most three at once; notes what each look wanted and when. */
const laneOver = (due: { left: number }, moreIn: (got: number) => number | undefined, ends: boolean) => {
  const looks: Array<readonly [second: number, wanted: number]> = []
  const lane = {
    name: "tests",
    room: () => 3,
    most: () => 3,
    slowMillis: 60_000,
    lookMillis: 30_000,
    takes: () => true,
    shareOf: () => "",
    claim: (wanted: number) =>
      Effect.gen(function* () {
        const { currentTimeMillis } = yield* Clock.Clock
        looks.push([(yield* currentTimeMillis) / 1_000, wanted])
        const got = Math.min(due.left, wanted)
        due.left -= got
        return {
          items: Array.from({ length: got }, (_, index) => index),
          moreIn: moreIn(got),
        } satisfies Claimed<number>
      }),
    work: () => (ends ? Effect.void : Effect.never),
  }
  return { looks, lane }
}

/** Ends a lane, whatever hangs in it. */
const ended = (ending: Effect.Effect<void>) =>
  Effect.gen(function* () {
    yield* Effect.forkChild(ending)
    yield* TestClock.adjust("2 seconds")
  })

const living = (test: Effect.Effect<void, never, Lanes | Wakeups | Scope.Scope>): Promise<void> =>
  Effect.runPromise(Effect.scoped(test).pipe(Effect.provide([SURROUNDINGS, TestClock.layer()])))

test("after a batch that filled all places the next look comes with the first place, and after the last one only by a wake-up", () =>
  living(
    Effect.gen(function* () {
      const due = { left: 7 }
      const { looks, lane } = laneOver(due, (got) => (got === 3 ? 0 : undefined), true)
      const ending = yield* flow(lane, CLOSING)
      yield* TestClock.adjust("1 second")
      expect(looks.map(([, wanted]) => wanted)).toEqual([3, 3, 3])
      expect(due.left).toBe(0)
      // Nothing was left: it looks by itself after half a minute, or at once where it is told.
      yield* TestClock.adjust("28 seconds")
      expect(looks).toHaveLength(3)
      due.left = 1
      yield* (yield* Wakeups).due(["deliver paid"])
      yield* TestClock.adjust("0 seconds")
      expect(looks).toHaveLength(4)
      expect(due.left).toBe(0)
      yield* TestClock.adjust("29 seconds")
      expect(looks).toHaveLength(4)
      yield* TestClock.adjust("1 second")
      expect(looks).toHaveLength(5)
      yield* ended(ending)
    }),
  ))

test("where a rate keeps it from more, it looks again when the next turn is due, and no sooner", () =>
  living(
    Effect.gen(function* () {
      const { looks, lane } = laneOver({ left: 100 }, () => 2_000, true)
      const ending = yield* flow(lane, CLOSING)
      yield* TestClock.adjust("5 seconds")
      expect(looks.map(([second]) => second)).toEqual([0, 2, 4])
      yield* ended(ending)
    }),
  ))

test("what fills all places keeps it from claiming more, and is shown", () =>
  living(
    Effect.gen(function* () {
      const due = { left: 100 }
      const { looks, lane } = laneOver(due, () => 0, false)
      const ending = yield* flow(lane, CLOSING)
      yield* TestClock.adjust("1 minute")
      expect(looks).toEqual([[0, 3]])
      expect(due.left).toBe(97)
      expect((yield* Lanes).loads()).toEqual([
        {
          lane: "tests",
          inFlight: 3,
          slow: 0,
          room: 3,
          isFull: true,
          shares: [{ of: "", inFlight: 3, slow: 0 }],
        },
      ])
      yield* ended(ending)
    }),
  ))
