import { sql as payments } from "./migrations/0001-payments.js"
import { sql as indexesOfDueWork } from "./migrations/0002-indexes-of-due-work.js"
import { sql as accounts } from "./migrations/0003-accounts.js"
import { sql as acts } from "./migrations/0003-acts.js"
import { sql as endpoints } from "./migrations/0003-endpoints.js"
import { sql as engine } from "./migrations/0003-engine.js"
import { sql as expecting } from "./migrations/0003-expecting.js"
import { sql as governing } from "./migrations/0003-governing.js"
import { sql as lookups } from "./migrations/0003-lookups.js"
import { sql as money } from "./migrations/0003-money.js"
import { sql as redaction } from "./migrations/0003-redaction.js"
import { sql as refunds } from "./migrations/0003-refunds.js"
import { sql as statements } from "./migrations/0003-statements.js"

/** One step of the schema. `version` counts from 1 without gaps. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
  /**
   * The oldest version whose release still runs on a database that has been through this step, so that one may go back
   * to it: for steps that only add what older code does not mind. Default: this one, and nothing older.
   */
  readonly compatibleWith?: number
}

/** The parts of one step, in order. */
const parts = (...sql: ReadonlyArray<string>): string => sql.join("\n")

/** Every step, in order. */
export const MIGRATIONS: ReadonlyArray<Migration> = [
  { version: 1, name: "payments", sql: payments },
  { version: 2, name: "indexes of due work", sql: indexesOfDueWork },
  {
    version: 3,
    name: "accounts and an engine of its own",
    sql: parts(
      accounts,
      money,
      engine,
      redaction,
      refunds,
      lookups,
      acts,
      endpoints,
      statements,
      expecting,
      governing,
    ),
  },
]
