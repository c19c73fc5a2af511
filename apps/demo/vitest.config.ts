import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A browser and a till take both cores of a small machine.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ["@qriskit/testing/browser-setup", "./test/support/global-setup.ts"],
  },
})
