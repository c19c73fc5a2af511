import { defineConfig } from "vitest/config"
import { PATIENCE } from "../vitest.shared.js"

// One file at a time: examples are written to one folder, which is emptied for each.
export default defineConfig({ test: { ...PATIENCE, include: ["test/**/*.test.ts"], fileParallelism: false } })
