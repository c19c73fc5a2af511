import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { bundleWeight } from "../src/index.ts"

const folder = mkdtempSync(join(tmpdir(), "weigh-test-"))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, "short.mjs"), 'export const short = "short"')
writeFileSync(join(folder, "long.mjs"), `export const long = "${"long ".repeat(1_000)}"`)
writeFileSync(join(folder, "both.mjs"), 'export * from "./short.mjs"\nexport * from "./long.mjs"')

test("a bundle holds what is used, and no more", async () => {
  const part = await bundleWeight('export { short } from "./both.mjs"', folder, "browser")
  expect(part.minified).toBeLessThan(100)
  const whole = await bundleWeight('export * from "./both.mjs"', folder, "browser")
  expect(whole.minified).toBeGreaterThan(5_000)
  expect(whole.gzipped).toBeLessThan(200)
  expect(whole.inputs.map(([file]) => file)).toEqual(["long.mjs", "short.mjs"])
})

test("Node's modules are there on the edge, and not in a browser", async () => {
  const code = 'export { hash } from "node:crypto"'
  await expect(bundleWeight(code, folder, "edge")).resolves.toBeDefined()
  await expect(bundleWeight(code, folder, "browser")).rejects.toThrow(/node:crypto/)
})
