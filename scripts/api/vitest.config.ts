import { defineConfig } from "vitest/config"
import { tests } from "../../vitest.shared.js"

export default defineConfig({ test: tests() })
