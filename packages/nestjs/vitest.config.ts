import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

/**
 * Where it is decided what is answered, no branch goes untested. What is believed and handled is
 * decided in @qriskit/http.
 */
const DECIDES = ["src/problem/problem.ts"]

export default defineConfig({ test: tests(DECIDES) })
