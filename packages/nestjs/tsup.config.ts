import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/payments.ts", "src/swagger.ts", "src/terminus.ts", "src/testing.ts"],
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
})
