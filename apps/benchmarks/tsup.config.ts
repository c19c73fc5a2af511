import { defineConfig } from "tsup"

export default defineConfig({
  entry: [
    "src/bench.ts",
    "src/one.ts",
    "src/wire/server.ts",
    "src/webhook/acquirer.ts",
    "src/webhook/shop-process.ts",
    "src/life/shop-process.ts",
  ],
  format: "esm",
  target: "es2023",
  clean: true,
})
