import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    // Files share what they import: nothing of it is changed by any of them.
    isolate: false,
    // Some tests start the built program, which takes long on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
