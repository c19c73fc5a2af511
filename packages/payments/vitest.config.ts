import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where it is decided what money means, no branch goes untested. */
const DECIDES = [
  "src/record/attempt-status.ts",
  "src/record/decision.ts",
  "src/events/event-type.ts",
  "src/inquiring/poll-schedule.ts",
]

export default defineConfig({
  test: {
    ...tests(DECIDES),
    globalSetup: ["test/support/global-setup.ts"],
    // Each file opens an embedded database of some 400 MB.
    maxWorkers: 2,
  },
})
