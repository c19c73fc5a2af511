import { execFile } from "node:child_process"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { INSTITUTIONS } from "../src/reference/index.js"

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const readme = await readFile(at("README.md"), "utf8")

/** Where each entry's source is. */
const SOURCES: Readonly<Record<string, string>> = {
  "": "index",
  "/convert": "convert",
  "/read": "read",
  "/render": "render/index",
  "/scan": "scan/index",
}

test("every TypeScript example of the README compiles", async () => {
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code)
  expect(blocks.length).toBeGreaterThan(3)
  const lines = blocks.flatMap((block) => ["{", ...block.split("\n"), "}"])
  const isImport = (line: string): boolean => line.startsWith("import ")
  const imports = new Set(
    lines
      .filter(isImport)
      .map((line) =>
        line.replace(/"@qriskit\/payload([^"]*)"/, (_, entry: string) => `"../../src/${SOURCES[entry]}.js"`),
      ),
  )
  const given = [
    'import type { QrisPayload } from "../../src/index.js"',
    "declare const payload: QrisPayload",
  ]
  const folder = at("node_modules/.qris-readme")
  await mkdir(folder, { recursive: true })
  const code = [...imports, ...given, ...lines.filter((line) => !isImport(line))].join("\n")
  await writeFile(`${folder}/examples.ts`, code)
  await writeFile(
    `${folder}/tsconfig.json`,
    JSON.stringify({ extends: "../../tsconfig.json", include: ["examples.ts"] }),
  )
  const compiled = await promisify(execFile)(process.execPath, [
    at("node_modules/typescript/bin/tsc"),
    "-p",
    folder,
  ]).catch((error: { readonly stdout: string }) => error)
  expect(compiled.stdout).toBe("")
}, 60_000)

test("the README counts the institutions right", () => {
  expect(readme).toContain(`${INSTITUTIONS.size} institutions`)
})
