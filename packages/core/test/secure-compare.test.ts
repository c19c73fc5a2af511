import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSameSecret, isSameSignature } from "../src/provider-kit/secure-compare.js"
import { forAll } from "./support/for-all.js"

describe.each([
  ["isSameSecret", isSameSecret],
  ["isSameSignature", isSameSignature],
])("%s", (_, isSame) => {
  it("holds for the same text and no other", () => {
    forAll(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(isSame(a, a)).toBe(true)
      expect(isSame(a, b)).toBe(a === b)
    })
  })

  it("tells case, length and beginnings apart", () => {
    expect(isSame("abc", "ABC")).toBe(false)
    expect(isSame("abc", "abcd")).toBe(false)
    expect(isSame("", "a")).toBe(false)
  })
})
