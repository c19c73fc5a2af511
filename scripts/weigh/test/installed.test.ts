import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { installedWeight } from "../src/index.ts"

const folder = mkdtempSync(join(tmpdir(), "weigh-test-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** A package of 1,000 bytes besides its manifest. */
const place = (path: string, name: string): number => {
  const packageFolder = join(folder, path)
  const manifest = JSON.stringify({ name, version: "1.2.3" })
  mkdirSync(join(packageFolder, "dist"), { recursive: true })
  writeFileSync(join(packageFolder, "package.json"), manifest)
  writeFileSync(join(packageFolder, "dist/index.js"), "x".repeat(1_000))
  return 1_000 + manifest.length
}

test("every copy of a package counts, nested, scoped and those of pnpm; links and dot folders do not", () => {
  const lengths = [
    place("node_modules/one", "one"),
    place("node_modules/@scope/two", "@scope/two"),
    place("node_modules/one/node_modules/@scope/two", "@scope/two"),
    place("node_modules/.pnpm/@scope+four@1.2.3/node_modules/@scope/four", "@scope/four"),
  ]
  place("node_modules/.cache/three", "three")
  mkdirSync(join(folder, "node_modules/.pnpm/node_modules"))
  symlinkSync(join(folder, "node_modules/one"), join(folder, "node_modules/@scope/two/dist/link"))

  const { bytes, packages } = installedWeight(folder)
  expect(packages.map(({ name }) => name).sort()).toEqual(["@scope/four", "@scope/two", "@scope/two", "one"])
  expect(packages[0]?.version).toBe("1.2.3")
  expect(bytes).toBe(lengths.reduce((sum, length) => sum + length))
})
