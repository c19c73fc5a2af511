import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  test: {
    ...PATIENCE,
    include: ["test/**/*.test.ts"],
    // A browser and a till take both cores of a small machine.
    fileParallelism: false,
    globalSetup: ["@qriskit/testing/browser-setup", "./test/support/global-setup.ts"],
  },
})
