import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readAmount, readNumber } from "../src/money/number-style.js"
import { formatSen, MAX_SEN, senOf } from "../src/money/sen.js"

describe("an amount", () => {
  it.each([
    ["24,874.65", "plain", 2_487_465n],
    ["24874.65", "plain", 2_487_465n],
    ["24.874,65", "id", 2_487_465n],
    ["0", "plain", 0n],
    [".00", "plain", 0n],
    ["453,684.00", "plain", 45_368_400n],
    ["00023226564.00", "plain", 2_322_656_400n],
    ["-1,000", "plain", -100_000n],
    ["+5", "plain", 500n],
    ["1.5", "plain", 150n],
    ["100.000", "id", 10_000_000n],
    ["175,35", "id", 17_535n],
    [" 700 ", "plain", 70_000n],
    ["6600000", "sen", 6_600_000n],
    ["-5", "sen", -5n],
  ] as const)("%s in the style %s is %s sen", (text, style, sen) => {
    expect(readAmount(text, style)).toBe(sen)
  })

  it.each([
    ["25.000", "plain", /three digits after the point/],
    ["25,000", "id", /three digits after the comma/],
    ["1.2345,00", "id", /thousands separator/],
    ["1,23,456", "plain", /thousands separator/],
    ["1234,567", "plain", /thousands separator/],
    [",123", "plain", /thousands separator/],
    ["1,", "plain", /thousands separator/],
    ["12.", "plain", /ends with its decimal point/],
    ["1.234567", "plain", /6 digits after the point/],
    ["1.2.3", "plain", /no amount/],
    ["6,27809E+11", "plain", /thousands separator|no amount/],
    ["6.27809E+11", "plain", /no amount/],
    ["", "plain", /no digit/],
    ["-", "plain", /no digit/],
    ["Rp 5", "plain", /no amount/],
    ["1 000", "plain", /no amount/],
    ["٣", "plain", /no amount/],
    ["--5", "plain", /no amount/],
    ["NaN", "plain", /no amount/],
    ["99999999999999999999", "plain", /larger than any amount/],
    ["1.00", "sen", /no whole number of sen/],
    ["99999999999999999999", "sen", /larger/],
    ["", "sen", /no whole number/],
  ] as const)("%s in the style %s is refused", (text, style, why) => {
    expect(readAmount(text, style)).toMatch(why)
  })

  it("is never read as two different amounts by two styles", async () => {
    const amountLike = fc.string({ unit: fc.constantFrom(..."0123456789.,-+"), maxLength: 14 })
    await fc.assert(
      fc.property(amountLike, (text) => {
        const plain = readAmount(text, "plain")
        const id = readAmount(text, "id")
        if (typeof plain === "bigint" && typeof id === "bigint") expect(plain).toBe(id)
      }),
      { numRuns: 20_000 },
    )
  })

  it("comes back from every way of writing it", async () => {
    await fc.assert(
      fc.property(fc.bigInt({ min: -BigInt(MAX_SEN) / 2n, max: BigInt(MAX_SEN) / 2n }), (sen) => {
        const absolute = sen < 0n ? -sen : sen
        const whole = String(absolute / 100n)
        const cents = String(absolute % 100n).padStart(2, "0")
        const sign = sen < 0n ? "-" : ""
        const grouped = (mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark)
        expect(readAmount(`${sign}${grouped(",")}.${cents}`, "plain")).toBe(sen)
        expect(readAmount(`${sign}${whole}.${cents}`, "plain")).toBe(sen)
        expect(readAmount(`${sign}${grouped(".")},${cents}`, "id")).toBe(sen)
        expect(readNumber(`${sign}${whole}.${cents}`, "plain")).toBe(sen)
        expect(readAmount(String(sen), "sen")).toBe(sen)
      }),
    )
  })

  it("is a reason or an amount, and never an exception, whatever the text", async () => {
    await fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("plain", "id", "sen"), (text, style) => {
        expect(["bigint", "string"]).toContain(typeof readAmount(text, style as "plain"))
      }),
    )
  })
})

describe("a number of a workbook or of JSON", () => {
  it("is exact: what a float makes of it does not count", () => {
    expect(readNumber("100000.10", "plain")).toBe(10_000_010n)
    expect(readNumber("86.4200", "plain")).toBe(8_642n)
    expect(readNumber("86.415", "plain")).toMatch(/three digits/)
    expect(readNumber("1e21", "plain")).toMatch(/no amount/)
    expect(readNumber("6600000", "sen")).toBe(6_600_000n)
    expect(readNumber("0.5", "sen")).toMatch(/no whole number/)
    expect(readNumber("99999999999999999", "plain")).toMatch(/larger/)
  })
})

describe("sen", () => {
  it("are written as Indonesians write money", () => {
    expect(formatSen(2_487_465n)).toBe("Rp 24.874,65")
    expect(formatSen(-5n)).toBe("−Rp 0,05")
    expect(formatSen(senOf(1_000_000))).toBe("Rp 1.000.000,00")
  })
})
