import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  test: {
    ...PATIENCE,
    globalSetup: ["test/support/global-setup.ts"],
    // Files share what they import: nothing of it is changed by any of them.
    isolate: false,
  },
})
