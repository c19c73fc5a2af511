import { expect, test } from "vitest"
import { isAllowed, licenceIn } from "../src/allowed-licences.ts"
import { listOf, objectionsTo } from "../src/third-party.ts"

test.each(["MIT", "ISC", "(MIT OR CC0-1.0)", "(MIT OR GPL-3.0-only)", "Apache-2.0"])(
  "%s is allowed",
  (licence) => {
    expect(isAllowed(licence)).toBe(true)
  },
)

test.each([
  "GPL-3.0-only",
  "AGPL-3.0-or-later",
  "(MIT AND GPL-3.0-only)",
  "SEE LICENSE IN LICENSE",
  "UNLICENSED",
  "",
])("%j is not", (licence) => {
  expect(isAllowed(licence)).toBe(false)
})

test("a licence is found in today's manifests, and in older ones", () => {
  expect(licenceIn({ license: "MIT" })).toBe("MIT")
  expect(licenceIn({ license: { type: "MIT", url: "x" } })).toBe("MIT")
  expect(licenceIn({ licenses: [{ type: "MIT" }] })).toBe("MIT")
  expect(licenceIn({ licenses: [{ type: "MIT" }, { type: "GPL-2.0" }] })).toBe("(MIT OR GPL-2.0)")
  expect(licenceIn({})).toBe("")
})

test("the list is in order, and what may not come along is named with who brings it", () => {
  const packages = [
    { name: "zeta", licence: "GPL-3.0-only", broughtBy: ["core", "payments"] },
    { name: "alpha", licence: "MIT", broughtBy: ["core"] },
    { name: "beta", licence: "", broughtBy: ["core"] },
  ]
  expect(listOf(packages)).toContain("| alpha | MIT | core |\n| beta |  | core |\n| zeta |")
  expect(objectionsTo(packages)).toEqual([
    "zeta, which comes with core, payments, is under GPL-3.0-only",
    "beta, which comes with core, is under no licence that it names",
  ])
})
