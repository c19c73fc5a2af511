import { defineConfig } from "vitest/config"

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Files are read whole, thousands of lines of them, also on a machine that is busy.
    testTimeout: 30_000,
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: {
        // Where a text becomes an amount, an id or a verdict, no branch goes untested.
        "src/key-text.ts": everything,
        "src/keys/merchant-id.ts": everything,
        "src/mdr/*.ts": everything,
        "src/money/*.ts": everything,
        "src/proof/running-balance.ts": everything,
        "src/reading/narrative/*.ts": everything,
      },
    },
  },
})
