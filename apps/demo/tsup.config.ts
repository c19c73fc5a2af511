import { copyFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { defineConfig } from "tsup"

/** The scanner's WebAssembly, which no page loads before somebody scans. */
const SCANNER = import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")

export default defineConfig([
  {
    entry: { web: "src/web.ts", tour: "src/tour/tour.ts" },
    format: "esm",
    target: "es2023",
    clean: true,
    sourcemap: true,
  },
  {
    // What browsers load. The phone's scanner is a chunk of its own, fetched when somebody scans.
    entry: {
      cashier: "src/browser/cashier.ts",
      payment: "src/browser/payment.ts",
      phone: "src/browser/phone.ts",
      style: "src/style/style.css",
    },
    outDir: "dist/assets",
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    splitting: true,
    noExternal: [/.*/],
    publicDir: "src/assets",
    onSuccess: () => copyFile(fileURLToPath(SCANNER), "dist/assets/zxing_reader.wasm"),
  },
])
