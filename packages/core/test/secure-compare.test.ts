import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSameHexSignature, isSameSecret, isSameSignature } from "../src/provider-kit/secure-compare.js"
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

describe("isSameHexSignature", () => {
  it("compares the bytes, whichever case their digits are in", () => {
    forAll(fc.uint8Array({ minLength: 1 }), fc.uint8Array({ minLength: 1 }), (a, b) => {
      const [given, other] = [Buffer.from(a).toString("hex"), Buffer.from(b).toString("hex")]
      expect(isSameHexSignature(given.toUpperCase(), given)).toBe(true)
      expect(isSameHexSignature(given, given.toUpperCase())).toBe(true)
      expect(isSameHexSignature(given, other)).toBe(given === other)
    })
  })

  it.each(["", "abc", "zz", "0xab", " ab", "ab\n", "é"])("is false for %j, which is no hex", (text) => {
    expect(isSameHexSignature(text, text)).toBe(false)
    expect(isSameHexSignature(text, "ab")).toBe(false)
  })
})
