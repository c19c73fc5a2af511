import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"

const dist = (file: string) => readFile(new URL(`../dist/${file}`, import.meta.url), "utf8")

test("the built element says where the licences of others are, and the file beside it holds them", async () => {
  const licences = await dist("THIRD_PARTY_LICENSES.txt")
  expect(licences).toMatch(/^lean-qr \d/m)
  expect(licences).toContain("David Evans")
  expect(await dist("element.js")).toContain("THIRD_PARTY_LICENSES.txt")
})
