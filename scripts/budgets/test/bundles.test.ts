import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { publishedPackages } from "@qriskit/weigh"
import { expect, test } from "vitest"
import { BUNDLES } from "../src/limits.ts"

const PACKAGES = new URL("../../../packages", import.meta.url).pathname

/** The built files behind every entry of the published packages, from `packages/`. */
const entryFiles = publishedPackages().flatMap(({ folder }) => {
  const { exports }: { readonly exports: Readonly<Record<string, string | { readonly default: string }>> } =
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  return Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : [relative(PACKAGES, join(folder, target.default))],
  )
})

test("every entry of every published package has a limit", () => {
  const limited = new Set(BUNDLES.map(({ file }) => file))
  expect([...new Set(entryFiles)].filter((file) => !limited.has(file))).toEqual([])
})

test("no limit is for an entry that is gone", () => {
  expect(BUNDLES.map(({ file }) => file).filter((file) => !entryFiles.includes(file))).toEqual([])
})
