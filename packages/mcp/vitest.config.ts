import { defineConfig } from "vitest/config"
import { PATIENCE } from "../../vitest.shared.js"

export default defineConfig({
  test: {
    ...PATIENCE,
    globalSetup: ["../cli/test/support/global-setup.ts"],
  },
})
