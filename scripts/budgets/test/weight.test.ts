import { publishedPackages } from "@qriskit/weigh"
import { expect, test } from "vitest"
import { INSTALLATIONS } from "../src/limits.ts"
import { excessesOf, weightOf } from "../src/weight.ts"

const at = (name: string, bytes: number) => ({ name, version: "1.0.0", folder: `/${name}`, bytes })
const installed = { bytes: 2_345_678, packages: [at("ours", 345_678), at("theirs", 2_000_000)] }

test("an installation is weighed with all that came, and by itself", () => {
  expect(weightOf("ours", installed)).toEqual({ packages: 2, megabytes: 2.3, own: 346 })
  expect(() => weightOf("missing", installed)).toThrow("missing was not installed")
})

test("what is at its limit is within it; what is over is named with both numbers", () => {
  const weight = weightOf("ours", installed)
  expect(excessesOf("ours", weight, weight)).toEqual([])
  expect(excessesOf("ours", weight, { packages: 1, megabytes: 2.2, own: 345 })).toEqual([
    "ours: 2 packages, 1 are allowed",
    "ours: 2.3 MB with all that comes along, 2.2 are allowed",
    "ours: 346 kB by itself, 345 are allowed",
  ])
  expect(excessesOf("ours", weight, undefined)).toHaveLength(1)
})

test("every published package has a limit, and no other", () => {
  expect(Object.keys(INSTALLATIONS).sort()).toEqual(
    publishedPackages()
      .map(({ name }) => name)
      .sort(),
  )
})
