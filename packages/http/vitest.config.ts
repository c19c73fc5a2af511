import { defineConfig } from "vitest/config"

/** Where it is decided what is let in, believed, handled and answered, no branch goes untested. */
const DECIDES = [
  "src/callbacks/answer.ts",
  "src/callbacks/confirmation.ts",
  "src/callbacks/confirming-taker.ts",
  "src/callbacks/storing-taker.ts",
  "src/events/handled-once.ts",
  "src/events/recorded-event.ts",
  "src/handler/given.ts",
  "src/handler/path.ts",
]

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: Object.fromEntries(DECIDES.map((file) => [file, everything])),
    },
  },
})
