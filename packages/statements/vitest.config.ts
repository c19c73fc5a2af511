import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where a text becomes an amount, an id or a verdict, no branch goes untested. */
const DECIDES = [
  "src/key-text.ts",
  "src/keys/merchant-id.ts",
  "src/mdr/*.ts",
  "src/money/*.ts",
  "src/proof/running-balance.ts",
  "src/reading/narrative/*.ts",
]

export default defineConfig({ test: tests(DECIDES) })
