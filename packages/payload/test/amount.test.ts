import { expect, test } from "vitest"
import { type AmountReading, encode, readAmount } from "../src/index.js"
import { parsed } from "./parsed.js"

const amountOf = (text: string, currency = "360"): AmountReading =>
  readAmount(
    parsed(
      encode([
        { tag: "53", value: currency },
        { tag: "54", value: text },
      ]),
    ),
  )

test.each([
  ["10000", 10_000],
  ["10000.", 10_000],
  ["10000.0", 10_000],
  ["10000.00", 10_000],
  ["100003.00", 100_003],
  ["1", 1],
  ["00010000", 10_000],
  ["9999999999999", 9_999_999_999_999],
])("%s is %d rupiah", (text, rupiah) => {
  expect(amountOf(text)).toEqual({ kind: "rupiah", rupiah })
})

test.each([
  ["10000.50", 10_000],
  ["0.01", 0],
  ["9999999999.5", 9_999_999_999],
])("%s has sen and is no whole amount", (text, wholeRupiah) => {
  expect(amountOf(text)).toEqual({ kind: "fractional", text, wholeRupiah })
})

test.each([
  ["0"],
  ["0.00"],
  ["."],
  [".50"],
  ["1.000"],
  ["1,000"],
  ["1000,00"],
  ["1 000"],
  ["-1000"],
  ["+1000"],
  ["1e5"],
  ["1e+21"],
  ["NaN"],
  ["0.30000000000000004"],
  ["10000000000000"],
  ["1.0.0"],
  ["0x10"],
  ["１０００"],
  ["1000\n"],
])("%j is no amount", (text) => {
  expect(amountOf(text)).toEqual({ kind: "invalid", text })
})

test("a code without an amount leaves it to the customer", () => {
  expect(readAmount(parsed(encode([{ tag: "53", value: "360" }])))).toEqual({ kind: "absent" })
})

test("an amount in another currency, or in none, is never rupiah", () => {
  expect(amountOf("10.00", "840")).toEqual({ kind: "other-currency", currency: "840", text: "10.00" })
  expect(readAmount(parsed(encode([{ tag: "54", value: "10" }])))).toEqual({
    kind: "other-currency",
    currency: undefined,
    text: "10",
  })
})
