import { browserTextInTests } from "@qriskit/browser-text"
import { defineConfig } from "vitest/config"

export default defineConfig({
  plugins: [browserTextInTests()],
  test: {
    include: ["test/**/*.test.ts"],
    // A browser takes both cores of a small machine.
    fileParallelism: false,
    // Files share what they import: nothing of it is changed by any of them.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: "@qriskit/testing/browser-setup",
  },
})
