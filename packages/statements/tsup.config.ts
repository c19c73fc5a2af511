import { defineConfig } from "tsup"

export default defineConfig({
  entry: {
    index: "src/index.ts",
    promise: "src/promise.ts",
    profiles: "src/profiles.ts",
    mdr: "src/mdr.ts",
    export: "src/export.ts",
    "cli/main": "src/cli/main.ts",
  },
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
  removeNodeProtocol: false,
})
