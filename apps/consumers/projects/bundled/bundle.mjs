// The bundles of the guide's page "Bundling", each one file.
import * as path from "node:path"
import commonjs from "@rollup/plugin-commonjs"
import json from "@rollup/plugin-json"
import nodeResolve from "@rollup/plugin-node-resolve"
import { build } from "esbuild"
import { rollup } from "rollup"
import webpack from "webpack"

const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

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
    // undici comes by import(): a chunk of its own, unless webpack is told to keep it in the one file.
    const module = { parser: { javascript: { dynamicImportMode: "eager" } } }
    webpack({ mode: "production", target: "node", entry: "./shop.js", output, module }, (error, stats) => {
      if (error) reject(error)
      else if (stats.hasErrors()) reject(new Error(stats.toString("errors-only")))
      else resolve()
    })
  })

/** Builds all of them into a folder: the name of each, and its file. */
export const bundleAll = async (folder) => {
  const files = {
    "esbuild-cjs": path.join(folder, "esbuild.cjs"),
    "esbuild-esm": path.join(folder, "esbuild.mjs"),
    rollup: path.join(folder, "rollup.mjs"),
    webpack: path.join(folder, "webpack.cjs"),
  }
  await esbuildTo(files["esbuild-cjs"], { format: "cjs" })
  await esbuildTo(files["esbuild-esm"], { format: "esm", banner: { js: BANNER } })
  await rollupTo(files.rollup)
  await webpackTo(files.webpack)
  const bare = path.join(folder, "bare.mjs")
  await esbuildTo(bare, { format: "esm" })
  return { files, bare }
}
