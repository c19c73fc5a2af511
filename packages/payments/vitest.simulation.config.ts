import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  test: {
    ...PATIENCE,
    include: ["test/simulation/*.sim.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 2,
  },
})
