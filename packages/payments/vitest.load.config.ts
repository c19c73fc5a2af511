import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/load/*.load.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 1,
    hookTimeout: 30_000,
    disableConsoleIntercept: true,
  },
})
