import { defineConfig } from "tsup"
import { browserText } from "../console/build/browser-text.js"

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
    // One file, which a page loads as it is.
    entry: ["src/element.ts"],
    format: "esm",
    target: "es2022",
    platform: "browser",
    dts: true,
    minify: true,
    noExternal: [/.*/],
    banner: { js: "/*! @qriskit/payment-page, MIT; with lean-qr, MIT, Copyright (c) David Evans */" },
  },
])
