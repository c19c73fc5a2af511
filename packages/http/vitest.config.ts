import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/** Where it is decided what is let in, believed, handled and answered, no branch goes untested. */
const DECIDES = [
  "src/callbacks/answer.ts",
  "src/callbacks/confirmation.ts",
  "src/callbacks/confirming-taker.ts",
  "src/callbacks/storing-taker.ts",
  "src/events/handled-once.ts",
  "src/events/recorded-event.ts",
  "src/handler/given.ts",
  "src/handler/path.ts",
]

export default defineConfig({ test: tests(DECIDES) })
