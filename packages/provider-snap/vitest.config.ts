import { defineConfig } from "vitest/config"

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: {
        // Where it is decided what an answer or a callback means for money, no branch goes untested.
        "src/authentic.ts": everything,
        "src/code.ts": everything,
        "src/duplicate-key.ts": everything,
        "src/failure.ts": everything,
        "src/field.ts": everything,
        "src/inbound-token.ts": everything,
        "src/minify.ts": everything,
        "src/status.ts": everything,
      },
    },
  },
})
