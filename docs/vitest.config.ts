import { defineConfig } from "vitest/config"

// One file at a time: examples are written to one folder, which is emptied for each.
export default defineConfig({ test: { include: ["test/**/*.test.ts"], fileParallelism: false } })
