import { expect, test } from "vitest"
import { lockedVersions, publishedPackages } from "../src/index.ts"

test("published are the packages that are not private", () => {
  const names = publishedPackages().map(({ name }) => name)
  expect(names).toContain("@qriskit/payload")
  expect(names).not.toContain("@qriskit/benchmarks")
})

test("locked versions are exact", () => {
  const versions = lockedVersions()
  expect(versions["effect"]).toMatch(/^\d+\.\d+\.\d+$/)
  expect(Object.values(versions).every((version) => /^\d/.test(version))).toBe(true)
})
