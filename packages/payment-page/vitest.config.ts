import { browserTextInTests } from "@qriskit/browser-text"
import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  plugins: [browserTextInTests()],
  test: {
    ...PATIENCE,
    include: ["test/**/*.test.ts"],
    // A browser takes both cores of a small machine.
    fileParallelism: false,
    // Files share what they import: nothing of it is changed by any of them.
    isolate: false,
    globalSetup: "@qriskit/testing/browser-setup",
  },
})
