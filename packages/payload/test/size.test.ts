import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { expect, test } from "vitest"

const bundle = async (entry: string, external: ReadonlyArray<string> = []) => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    platform: "browser",
    external: [...external],
    write: false,
    metafile: true,
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error("esbuild wrote nothing")
  return { bytes: gzipSync(file.contents, { level: 9 }).length, inputs: Object.keys(metafile.inputs) }
}

test("the main entry is at most 6 kB, minified and compressed, and needs no other package", async () => {
  const { bytes, inputs } = await bundle("index.ts")
  expect(bytes).toBeLessThanOrEqual(6000)
  expect(inputs.filter((file) => file.includes("node_modules"))).toEqual([])
})

test.each([
  ["convert.ts"],
  ["read.ts"],
  ["profiles/index.ts"],
  ["messages/index.ts"],
  ["reference/index.ts"],
])("%s needs neither Node nor another package", async (entry) => {
  const { inputs } = await bundle(entry)
  expect(inputs.filter((file) => file.includes("node_modules"))).toEqual([])
})

test.each([["render/index.ts"], ["scan/index.ts"]])("%s can be bundled for a browser", async (entry) => {
  await expect(bundle(entry)).resolves.toBeDefined()
})
