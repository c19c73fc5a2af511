import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSameSecret } from "../src/provider-kit/secure-compare.js"
import { forAll } from "./support/for-all.js"

describe("isSameSecret", () => {
  it("holds for the same text and no other", () => {
    forAll(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(isSameSecret(a, a)).toBe(true)
      expect(isSameSecret(a, b)).toBe(a === b)
    })
  })

  it("tells case, length and beginnings apart", () => {
    expect(isSameSecret("abc", "ABC")).toBe(false)
    expect(isSameSecret("abc", "abcd")).toBe(false)
    expect(isSameSecret("", "a")).toBe(false)
  })
})
