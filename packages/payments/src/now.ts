import * as Effect from "effect/Effect"
import { Database } from "./database/database.js"

/**
 * The time by the clock of the database, so that all processes have the same, whatever their own clocks say. Embedded,
 * it is Effect's clock.
 */
export const now: Effect.Effect<Date, never, Database> = Effect.flatMap(Database, (database) => database.now)
