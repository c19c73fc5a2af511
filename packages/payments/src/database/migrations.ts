import { sql as payments } from "./migrations/0001-payments.js"
import { sql as indexesOfDueWork } from "./migrations/0002-indexes-of-due-work.js"
import { sql as engine } from "./migrations/0003-engine.js"

/** One step of the schema. `version` counts from 1 without gaps. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** Every step, in order. */
export const MIGRATIONS: ReadonlyArray<Migration> = [
  { version: 1, name: "payments", sql: payments },
  { version: 2, name: "indexes of due work", sql: indexesOfDueWork },
  { version: 3, name: "an engine of its own", sql: [engine].join("\n") },
]
