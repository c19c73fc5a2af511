// Bundles the worker as edge platforms do, and looks at what is inside.
import assert from "node:assert/strict"
import { build } from "esbuild"

/** All that is asked of the runtime, as the docs say: Workers offer it with `nodejs_compat`. */
const OFFERED = ["node:crypto"]

/** What an edge runtime has no use for, and what a shop with Zipay alone has not asked for. */
const STRANGERS = /node_modules\/(undici|zxing-wasm|@qriskit\/(sandbox|provider-ifortepay))\//

/** How each platform bundles. The second is one classic script, so that it can run in a bare context. */
const BUNDLES = [
  { file: "dist/workerd.mjs", conditions: ["workerd", "worker"], format: "esm" },
  { file: "dist/edge-light.js", conditions: ["edge-light"], format: "iife", globalName: "shop" },
]

for (const { file, ...how } of BUNDLES) {
  const { metafile } = await build({
    entryPoints: ["worker.ts"],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    external: OFFERED,
    metafile: true,
    ...how,
  })
  const strangers = Object.keys(metafile.inputs).filter((input) => STRANGERS.test(input))
  assert.deepEqual(strangers, [], `${file} holds what it has no use for`)
  const { imports, bytes } = metafile.outputs[file]
  const asked = [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))]
  assert.deepEqual(asked, OFFERED, `${file} asks the runtime for more than the docs say`)
  console.log(
    `note: ${file} ${(bytes / 1000).toFixed(0)} kB minified, asks the runtime for ${asked.join(", ")}`,
  )
}
