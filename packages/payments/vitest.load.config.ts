import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  test: {
    ...PATIENCE,
    include: ["test/load/*.load.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 1,
    disableConsoleIntercept: true,
  },
})
