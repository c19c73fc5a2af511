import { defineConfig } from "vitest/config"

/** Where it is decided what money means, no branch goes untested. */
const DECIDES_ABOUT_MONEY = [
  "src/record/attempt-status.ts",
  "src/record/decision.ts",
  "src/events/event-type.ts",
  "src/inquiring/poll-schedule.ts",
]

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // Each file opens an embedded database of some 400 MB.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: Object.fromEntries(DECIDES_ABOUT_MONEY.map((file) => [file, everything])),
    },
  },
})
