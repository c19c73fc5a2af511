import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where it is decided what an answer or a callback means for money, no branch goes untested. */
const DECIDES = [
  "src/attributes.ts",
  "src/authentic.ts",
  "src/code.ts",
  "src/duplicate-key.ts",
  "src/failure.ts",
  "src/field.ts",
  "src/inbound-token.ts",
  "src/minify.ts",
  "src/status.ts",
]

export default defineConfig({ test: tests(DECIDES) })
