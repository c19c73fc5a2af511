import { defineConfig } from "vitest/config"

const everything = { statements: 100, branches: 100, functions: 100, lines: 100 }

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    coverage: {
      include: ["src/**"],
      reporter: ["text"],
      thresholds: {
        // Where it is decided what an answer means for money, no branch goes untested.
        "src/failure.ts": everything,
        "src/status.ts": everything,
        "src/payment.ts": everything,
        "src/signature.ts": everything,
        "src/request.ts": everything,
        "src/notification.ts": everything,
      },
    },
  },
})
