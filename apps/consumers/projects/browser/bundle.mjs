// Bundles the phone for browsers, and looks at what is inside.
import assert from "node:assert/strict"
import { build } from "esbuild"

const { metafile } = await build({
  entryPoints: ["phone.ts"],
  outfile: "dist/phone.js",
  bundle: true,
  minify: true,
  platform: "browser",
  target: "es2022",
  format: "iife",
  globalName: "phone",
  metafile: true,
})
const STRANGERS = /node_modules\/(effect|undici|zxing-wasm|@qriskit\/(?!payload\/))/
const strangers = Object.keys(metafile.inputs).filter((input) => STRANGERS.test(input))
assert.deepEqual(strangers, [], "the page holds what it has no use for")
const { imports, bytes } = metafile.outputs["dist/phone.js"]
assert.deepEqual(imports, [], "the page asks for modules that a browser does not have")
console.log(`note: dist/phone.js ${(bytes / 1000).toFixed(0)} kB minified, with the drawing`)
