import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

// The projects have tests of their own, which they run where they are installed.
export default defineConfig({ test: tests() })
