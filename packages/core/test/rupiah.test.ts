import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatRupiah, MAX_RUPIAH, Rupiah } from "../src/rupiah.js"
import { forAll } from "./support/for-all.js"

const isRupiah = Schema.is(Rupiah)

describe("Rupiah", () => {
  it("is every whole number from 1 to what tag 54 holds", () => {
    forAll(fc.integer({ min: 1, max: MAX_RUPIAH }), (amount) => Rupiah.make(amount) === amount)
    expect(Rupiah.make(1)).toBe(1)
    expect(Rupiah.make(MAX_RUPIAH)).toBe(9_999_999_999_999)
  })

  it("is no fraction", () => {
    forAll(fc.double({ noInteger: true }), (amount) => !isRupiah(amount) && !isRupiah(-amount))
  })

  it.each([0, -0, -1, MAX_RUPIAH + 1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e21])(
    "is not %s",
    (amount) => {
      expect(isRupiah(amount)).toBe(false)
      expect(() => Rupiah.make(amount)).toThrow()
    },
  )

  it.each(["25000", "25.000", "", null, undefined, [25_000], { amount: 25_000 }, new Number(25_000), true])(
    "is nothing but a number: %j",
    (amount) => {
      expect(isRupiah(amount)).toBe(false)
    },
  )

  it("is written as Indonesians write it", () => {
    expect(formatRupiah(1)).toBe("Rp 1")
    expect(formatRupiah(999)).toBe("Rp 999")
    expect(formatRupiah(25_000)).toBe("Rp 25.000")
    expect(formatRupiah(MAX_RUPIAH)).toBe("Rp 9.999.999.999.999")
  })

  it("is written with exactly its own digits", () => {
    forAll(
      fc.integer({ min: 1, max: MAX_RUPIAH }),
      (amount) => formatRupiah(amount).replaceAll(/Rp |\./g, "") === String(amount),
    )
  })
})
