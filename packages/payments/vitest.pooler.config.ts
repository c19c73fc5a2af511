import { configDefaults, defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Test files that have nothing to try behind a pooler, and why not. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "connection.test.ts": "breaks connections of its own on the wire, and has a pooler of its own",
  "fail-over.test.ts": "has servers of its own",
  "promise.test.ts": "has a pooler of its own",
  "start.test.ts": "logs in as users whom a pooler does not know",
  "query-plans.test.ts": "reads the server's plans",
  "decision.test.ts": "is about no database",
  "poll-schedule.test.ts": "is about no database",
  "doors.test.ts": "is about what is loaded",
  "fuse.test.ts": "is about no database",
  "readme.test.ts": "is about PGlite",
  "folder.test.ts": "is about PGlite",
  "strangers.test.ts": "is about PGlite",
  "find.test.ts": "is about PGlite",
  "onward/secrets.test.ts": "is about PGlite",
  "simulation.test.ts": "is about PGlite",
  "simulation-invariants.test.ts": "is about PGlite",
}

/** The tests of payments once more, with a pooler in transaction mode between them and the server. */
export default defineConfig({
  test: {
    ...tests([]),
    exclude: [...configDefaults.exclude, ...Object.keys(ELSEWHERE).map((file) => `test/${file}`)],
    globalSetup: ["test/support/pooler-setup.ts"],
    maxWorkers: 2,
  },
})
