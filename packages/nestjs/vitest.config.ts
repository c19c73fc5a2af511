import { defineConfig } from "vitest/config"

/** Where it is decided what is believed, handled and answered, no branch goes untested. */
const DECIDES = [
  "src/handlers/handled-once.ts",
  "src/payments/recorded-event.ts",
  "src/problem/problem.ts",
  "src/webhook/answer.ts",
  "src/webhook/confirmation.ts",
  "src/webhook/confirming-taker.ts",
  "src/webhook/storing-taker.ts",
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
