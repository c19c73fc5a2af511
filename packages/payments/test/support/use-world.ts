import { afterAll, beforeAll, beforeEach } from "vitest"
import type { PaymentsOptions } from "../../src/payments.js"
import type { TestDatabase } from "./databases.js"
import { openWorld, type World } from "./world.js"

/**
 * One database and one world for all tests of a block, as at their start before each.
 *
 * @param opened is given the world once it is open
 */
export const useWorld = (
  openDatabase: () => Promise<TestDatabase>,
  options: Partial<PaymentsOptions>,
  opened: (world: World) => void,
): void => {
  let database: TestDatabase | undefined
  let world: World | undefined
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, options)
    opened(world)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(() => world?.reset())
}
