import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/bench.ts", "src/one.ts", "src/wire/server.ts"],
  format: "esm",
  target: "es2023",
  clean: true,
})
