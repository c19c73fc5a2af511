import { expect, test } from "vitest"
import {
  INSTITUTIONS,
  institutionOf,
  MERCHANT_DISCOUNT_RATES,
  merchantCategory,
  merchantDiscountRate,
  TRANSACTION_LIMITS,
} from "../src/reference/index.js"

test.each([
  ["936000020000000000", "BRI", ["Jalin"]],
  ["936000140000000000", "BCA", ["Rintis"]],
  ["936009140000000000", "GoPay", ["Artajasa"]],
  ["936009160000000000", "Gudang Voucher", ["ALTO", "Artajasa"]],
  ["936008250000000000", "Zipay", ["ALTO"]],
])("the institution of %s is %s", (pan, name, switches) => {
  expect(institutionOf(pan)).toMatchObject({ name, switches })
})

test("an unknown institution is undefined", () => {
  expect(institutionOf("936099990000000000")).toBeUndefined()
  expect(institutionOf("9360")).toBeUndefined()
})

test("every institution has a code of eight digits, a name and a switch", () => {
  for (const [code, { nns, name, switches }] of INSTITUTIONS) {
    expect(code).toBe(nns)
    expect(nns).toMatch(/^9360\d{4}$/)
    expect(name).not.toBe("")
    expect(switches.length).toBeGreaterThan(0)
  }
})

test.each([
  ["UMI", 500_000, "0"],
  ["UMI", 500_001, "0.3"],
  ["UKE", 1, "0.7"],
  ["education", 1, "0.6"],
] as const)("the rate of %s at %d is %s percent", (of, rupiah, percent) => {
  expect(merchantDiscountRate(of, rupiah)?.percent).toBe(percent)
})

test("no rate is made up for URE", () => {
  expect(merchantDiscountRate("URE", 1)).toBeUndefined()
})

test("every rate and every limit names its source, newest first", () => {
  for (const { source } of [...MERCHANT_DISCOUNT_RATES, ...TRANSACTION_LIMITS]) expect(source).not.toBe("")
  expect(TRANSACTION_LIMITS.map(({ rupiah }) => rupiah)).toEqual([10_000_000, 5_000_000, 2_000_000])
  const dates = TRANSACTION_LIMITS.flatMap(({ since }) => since ?? [])
  expect(dates).toEqual([...dates].sort().reverse())
})

test.each([
  ["5812", "Restaurants"],
  ["3001", "Airlines"],
  ["3999", "Hotels and lodging"],
  ["0000", undefined],
  ["constructor", undefined],
  ["3e3", undefined],
])("category %s means %s", (code, text) => {
  expect(merchantCategory(code)).toBe(text)
})
