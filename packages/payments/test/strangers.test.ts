import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Strangers } from "../src/callbacks/strangers.js"
import { connected } from "../src/database/connected.js"
import { Database } from "../src/database/database.js"
import { DatabaseFailure } from "../src/failure.js"
import { decodeSettings, Settings } from "../src/settings.js"
import { openTestPglite, type TestDatabase } from "./support/databases.js"
import { manualClock } from "./support/manual-clock.js"

describe("what is not stored is counted", () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestPglite()
  })
  afterAll(() => database?.close())

  const HOUR = 3_600_000
  const clock = manualClock(new Date(0))
  let isAway = false

  const flaky = (service: Database["Service"]): Database["Service"] => ({
    ...service,
    query: (statement, values) =>
      isAway
        ? Effect.fail(new DatabaseFailure({ outcome: "unknown", description: "away" }))
        : service.query(statement, values),
  })

  test("one caller takes its share and no more; of more the ids are kept, of still more nothing", async () => {
    const settings = Effect.fromResult(decodeSettings({ strangersPerHour: 20 }))
    const layer = Strangers.layer.pipe(
      Layer.provide(Layer.effect(Settings, settings)),
      Layer.provide(Layer.succeed(Database, connected(database.driver))),
    )
    const program = Effect.gen(function* () {
      const strangers = yield* Strangers
      const knock = (times: number, caller: string) =>
        Effect.map(
          Effect.forEach(Array.from({ length: times }), () => strangers.admit("zipay", "unmatched", caller)),
          (admitted) => ["whole", "ids", "nothing"].map((much) => admitted.filter((a) => a === much).length),
        )
      expect(yield* knock(150, "203.0.113.9")).toEqual([2, 148, 0])
      // The provider's own money is noted all the same.
      expect(yield* knock(2, "198.51.100.7")).toEqual([2, 0, 0])
      expect(yield* knock(100, "203.0.113.9")).toEqual([0, 52, 48])
      expect(yield* knock(1, "192.0.2.1")).toEqual([1, 0, 0])
    })
    await Effect.runPromise(program.pipe(Effect.provide(layer), Effect.provideService(Clock.Clock, clock)))
  })

  test("per hour and verdict, also when the database was away meanwhile", async () => {
    const settings = Effect.fromResult(decodeSettings({ strangersPerHour: 2 }))
    const layer = Strangers.layer.pipe(
      Layer.provide(Layer.effect(Settings, settings)),
      Layer.provide(Layer.succeed(Database, flaky(connected(database.driver)))),
    )
    const program = Effect.gen(function* () {
      const strangers = yield* Strangers
      const knock = Effect.map(
        Effect.forEach([1, 2, 3, 4, 5], () => strangers.admit("zipay", "forged")),
        (admitted) => admitted.filter((much) => much === "whole").length,
      )
      expect(yield* knock).toBe(2)
      expect(yield* strangers.admit("zipay", "malformed")).toBe("whole")
      isAway = true
      yield* strangers.flush
      clock.set(HOUR)
      expect(yield* knock).toBe(2)
      yield* strangers.flush
      isAway = false
      yield* strangers.flush
      yield* strangers.flush
    })
    await Effect.runPromise(program.pipe(Effect.provide(layer), Effect.provideService(Clock.Clock, clock)))
    expect(
      await database.rows("select hour, verdict, times from qriskit.discarded_receipt order by hour"),
    ).toEqual([
      { hour: new Date(0), verdict: "forged", times: 3 },
      { hour: new Date(HOUR), verdict: "forged", times: 3 },
    ])
  })
})
