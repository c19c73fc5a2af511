import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/simulation/*.sim.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 2,
    hookTimeout: 30_000,
  },
})
