import { defineConfig } from "vitest/config"

// The projects have tests of their own, which they run where they are installed.
export default defineConfig({ test: { include: ["test/**/*.test.ts"] } })
