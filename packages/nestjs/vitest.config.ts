import { defineConfig } from "vitest/config"

/** Where it is decided what is answered, no branch goes untested. What is believed and handled is decided in @qriskit/http. */
const DECIDES = ["src/problem/problem.ts"]

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
