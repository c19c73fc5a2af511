import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where it is decided what an answer means for money, no branch goes untested. */
const DECIDES = [
  "src/failure.ts",
  "src/status.ts",
  "src/payment.ts",
  "src/signature.ts",
  "src/notification.ts",
]

export default defineConfig({ test: tests(DECIDES) })
