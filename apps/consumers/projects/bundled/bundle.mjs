// The bundles of the guide's page "Bundling", each one file and the files that it reads beside it.
import { copyFile, mkdir } from "node:fs/promises"
import { createRequire } from "node:module"
import * as path from "node:path"
import commonjs from "@rollup/plugin-commonjs"
import json from "@rollup/plugin-json"
import nodeResolve from "@rollup/plugin-node-resolve"
import { build } from "esbuild"
import { rollup } from "rollup"
import webpack from "webpack"

/** The file of a package that comes with one of ours, in the version that ours needs. */
const broughtBy = (ours, file) => createRequire(import.meta.resolve(ours)).resolve(file)

const DATABASE = path.dirname(broughtBy("@qriskit/payments", "@electric-sql/pglite"))

/** What the embedded database and the scanner read at run time. */
const ASSETS = [
  ...["pglite.wasm", "pglite.data", "initdb.wasm"].map((name) => path.join(DATABASE, name)),
  broughtBy("@qriskit/payload", "zxing-wasm/reader/zxing_reader.wasm"),
]

const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);"

/** CommonJS has no import.meta.url, which says where the files beside it are. */
const ADDRESS = "const addressOfThisFile = require('node:url').pathToFileURL(__filename).href;"

const esbuildTo = (outfile, more) =>
  build({ entryPoints: ["shop.js"], bundle: true, platform: "node", logLevel: "error", outfile, ...more })

const rollupTo = async (file) => {
  const plugins = [nodeResolve({ exportConditions: ["node"], preferBuiltins: true }), commonjs(), json()]
  const bundle = await rollup({ input: "shop.js", plugins, logLevel: "silent" })
  await bundle.write({ file, format: "es", inlineDynamicImports: true })
  await bundle.close()
}

const webpackTo = (file) =>
  new Promise((resolve, reject) => {
    const output = { path: path.resolve(path.dirname(file)), filename: path.basename(file) }
    // undici and the database come by import(): chunks of their own, unless webpack is told to keep one file.
    const module = { parser: { javascript: { dynamicImportMode: "eager" } } }
    webpack({ mode: "production", target: "node", entry: "./shop.js", output, module }, (error, stats) => {
      if (error) reject(error)
      else if (stats.hasErrors()) reject(new Error(stats.toString("errors-only")))
      else resolve()
    })
  })

/** How each is built into a file, and the files that it needs beside it. */
const BUNDLES = [
  {
    name: "esbuild-cjs",
    file: "shop.cjs",
    build: (file) =>
      esbuildTo(file, {
        format: "cjs",
        define: { "import.meta.url": "addressOfThisFile" },
        banner: { js: ADDRESS },
      }),
  },
  {
    name: "esbuild-esm",
    file: "shop.mjs",
    build: (file) => esbuildTo(file, { format: "esm", banner: { js: REQUIRE } }),
  },
  { name: "rollup", file: "shop.mjs", build: rollupTo },
  { name: "webpack", file: "shop.cjs", build: webpackTo },
]

/** Builds all of them, each into a folder of its own: the name of each, and its file. */
export const bundleAll = async (folder) => {
  const files = {}
  for (const { name, file, build: buildTo } of BUNDLES) {
    files[name] = path.join(folder, name, file)
    await buildTo(files[name])
    for (const asset of ASSETS) await copyFile(asset, path.join(folder, name, path.basename(asset)))
  }
  await mkdir(path.join(folder, "bare"), { recursive: true })
  const bare = path.join(folder, "bare", "bare.mjs")
  await esbuildTo(bare, { format: "esm", entryPoints: ["bare.js"] })
  return { files, bare }
}
