import { defineConfig } from "vitest/config"

/** Where it is decided what a failure means for money, no branch goes untested. */
const DECIDES_OUTCOMES = [
  "src/connection-error.ts",
  "src/error.ts",
  "src/reason.ts",
  "src/provider-kit/accounts.ts",
  "src/provider-kit/exchange.ts",
  "src/provider-kit/http-failure.ts",
  "src/provider-kit/login.ts",
]

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: Object.fromEntries(DECIDES_OUTCOMES.map((file) => [file, everything])),
    },
  },
})
