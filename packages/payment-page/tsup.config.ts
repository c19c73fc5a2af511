import { browserText } from "@qriskit/browser-text"
import { defineConfig } from "tsup"

export default defineConfig([
  {
    entry: ["src/index.ts"],
    format: "esm",
    target: "es2023",
    dts: true,
    sourcemap: true,
    esbuildPlugins: [browserText()],
  },
  {
    // One file, which a page loads as it is. The page's own copy of it writes the licences of others.
    entry: ["src/element.ts"],
    format: "esm",
    target: "es2022",
    platform: "browser",
    dts: true,
    minify: true,
    noExternal: [/.*/],
    banner: {
      js: "/*! @qriskit/payment-page, MIT; with parts of others: THIRD_PARTY_LICENSES.txt, beside this file */",
    },
  },
])
