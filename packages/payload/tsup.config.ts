import { defineConfig } from "tsup"

export default defineConfig({
  entry: {
    index: "src/index.ts",
    convert: "src/convert.ts",
    read: "src/read.ts",
    "profiles/index": "src/profiles/index.ts",
    "messages/index": "src/messages/index.ts",
    "reference/index": "src/reference/index.ts",
    "render/index": "src/render/index.ts",
    "scan/index": "src/scan/index.ts",
    "standee/index": "src/standee/index.ts",
    "cli/main": "src/cli/main.ts",
  },
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
})
