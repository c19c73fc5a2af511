import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where it is decided what a failure means for money, no branch goes untested. */
const DECIDES = [
  "src/connection-error.ts",
  "src/error.ts",
  "src/reason.ts",
  "src/provider-kit/accounts.ts",
  "src/provider-kit/direct-reader.ts",
  "src/provider-kit/exchange.ts",
  "src/provider-kit/http-failure.ts",
  "src/provider-kit/login.ts",
  "src/provider-kit/without-fiber.ts",
]

export default defineConfig({ test: tests(DECIDES) })
