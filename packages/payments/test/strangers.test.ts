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
    run: (work) =>
      isAway
        ? Effect.fail(new DatabaseFailure({ outcome: "unknown", description: "away" }))
        : service.run(work),
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
        (admitted) => admitted.filter(Boolean).length,
      )
      expect(yield* knock).toBe(2)
      expect(yield* strangers.admit("zipay", "malformed")).toBe(true)
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
