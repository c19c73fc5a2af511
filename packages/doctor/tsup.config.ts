import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/cli.ts"],
  format: "esm",
  target: "es2023",
  dts: { entry: "src/index.ts" },
  clean: true,
  sourcemap: true,
})
