import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { expect, test } from "vitest"

/** The files that an entry needs, bundled for a browser. How large it may be is among the budgets. */
const inputsOf = async (entry: string): Promise<ReadonlyArray<string>> => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    platform: "browser",
    write: false,
    metafile: true,
  })
  return Object.keys(metafile.inputs)
}

test.each([
  ["index.ts"],
  ["convert.ts"],
  ["read.ts"],
  ["profiles/index.ts"],
  ["messages/index.ts"],
  ["reference/index.ts"],
])("%s needs neither Node nor another package", async (entry) => {
  expect((await inputsOf(entry)).filter((file) => file.includes("node_modules"))).toEqual([])
})

test.each([["render/index.ts"], ["scan/index.ts"], ["standee/index.ts"]])(
  "%s can be bundled for a browser",
  async (entry) => {
    await expect(inputsOf(entry)).resolves.toBeDefined()
  },
)
