import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    globalSetup: ["../cli/test/support/global-setup.ts"],
    // Each test starts the built program, which takes long on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
