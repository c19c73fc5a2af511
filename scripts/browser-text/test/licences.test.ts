import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"
import { afterAll, beforeAll, expect, test } from "vitest"
import { browserText } from "../src/browser-text.ts"

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "browser-text-"))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(root, file, ".."), { recursive: true })
    await writeFile(join(root, file), content)
  }
}

const packageOf = (name: string, content: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: "1.0.0",
    license: "MIT",
    main: "index.js",
    sideEffects: false,
  }),
  [`node_modules/${name}/index.js`]: content,
})

const built = (name: string) =>
  build({
    entryPoints: [join(root, `${name}.js`)],
    bundle: true,
    outdir: join(root, name),
    plugins: [browserText()],
    logLevel: "silent",
  })

test("what is bundled brings its licence along, and what is shaken off does not", async () => {
  await put({
    ...packageOf("drawn", `export const draw = () => "drawn"`),
    "node_modules/drawn/LICENSE": "Copyright (c) Drawn",
    ...packageOf("unused", `export const nothing = () => "nothing"`),
    "page.js": `import { draw } from "drawn"; import { nothing } from "unused"; document.title = draw()`,
    "server.js": `import text from "./page.js?browser"; console.log(text)`,
  })
  await built("server")
  expect(await readFile(join(root, "server/server.js"), "utf8")).toContain("document.title")
  expect(await readFile(join(root, "server/THIRD_PARTY_LICENSES.txt"), "utf8")).toBe(
    "drawn 1.0.0 (MIT)\n\nCopyright (c) Drawn\n",
  )
})

test("a package without the text of its licence is not bundled", async () => {
  await put({
    ...packageOf("bare", `export const bare = () => "bare"`),
    "bare-page.js": `import { bare } from "bare"; document.title = bare()`,
    "bare-server.js": `import text from "./bare-page.js?browser"; console.log(text)`,
  })
  await expect(built("bare-server")).rejects.toThrow(/bare 1\.0\.0 is bundled and has no licence file/)
})

test("what is ours alone brings no file", async () => {
  await put({
    "own-page.js": `document.title = "ours"`,
    "own-server.js": `import text from "./own-page.js?browser"; console.log(text)`,
  })
  await built("own-server")
  await expect(readFile(join(root, "own-server/THIRD_PARTY_LICENSES.txt"))).rejects.toThrow("ENOENT")
})
