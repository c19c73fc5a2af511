import { defineConfig } from "tsup"

export default defineConfig({
  entry: { main: "src/command/main.ts", verbs: "src/verbs.ts" },
  format: "esm",
  target: "es2023",
  dts: { entry: { verbs: "src/verbs.ts" } },
  clean: true,
  sourcemap: true,
  removeNodeProtocol: false,
})
