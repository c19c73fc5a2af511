import fc from "fast-check"
import { afterAll, beforeAll, describe, test } from "vitest"
import type { TestDatabase } from "../support/databases.js"
import { minutesOf, seedOf } from "./seed.js"
import { history } from "./step.js"
import { openTheatre, type Theatre } from "./theatre.js"

const MINUTE = 60_000

/**
 * Plays histories on one database: so many, the same each time, or new ones for as many minutes as SIMULATION_MINUTES
 * says. SIMULATION_SEED and SIMULATION_PATH replay what an earlier run printed.
 */
export const describeSimulation = (
  name: string,
  openDatabase: () => Promise<TestDatabase>,
  histories: number,
): void => {
  const minutes = minutesOf()
  const path = process.env["SIMULATION_PATH"]

  describe(`histories with crashes, faults, lost callbacks, late money and statements of it, on ${name}`, () => {
    let database: TestDatabase
    let theatre: Theatre
    beforeAll(async () => {
      database = await openDatabase()
      theatre = await openTheatre(database)
    })
    afterAll(async () => {
      await theatre?.close()
      await database?.close()
    })

    test(
      "end with every order, every rupiah and every event accounted for",
      () =>
        fc.assert(
          fc.asyncProperty(history, async (moves) => {
            await theatre.play(moves)
            await theatre.takeBack()
          }),
          {
            numRuns: minutes === undefined ? histories : 1_000_000,
            ...(minutes === undefined ? {} : { interruptAfterTimeLimit: minutes * MINUTE }),
            seed: seedOf(),
            ...(path === undefined || path === "" ? {} : { path }),
            // A history that hangs is a failure with a seed.
            timeout: 30_000,
          },
        ),
      (minutes ?? 10) * MINUTE + 10 * MINUTE,
    )
  })
}
