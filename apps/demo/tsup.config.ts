import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/tour.ts"],
  format: "esm",
  target: "es2023",
  clean: true,
  sourcemap: true,
})
