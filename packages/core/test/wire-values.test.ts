import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timeIn } from "../src/provider-kit/time-zone.js"
import { present, rupiahIn, textIn, urlIn, WireRupiah } from "../src/provider-kit/wire-values.js"
import { MAX_RUPIAH } from "../src/rupiah.js"
import { forAll } from "./support/for-all.js"

describe("an amount on the wire", () => {
  it("is whole rupiah, as a number or as text", () => {
    forAll(fc.integer({ min: 1, max: MAX_RUPIAH }), (amount) => {
      expect(rupiahIn(amount)).toBe(amount)
      expect(rupiahIn(String(amount))).toBe(amount)
      expect(rupiahIn(`${amount}.00`)).toBe(amount)
      expect(rupiahIn(`${amount}.0`)).toBe(amount)
    })
  })

  it.each([
    10.5,
    0,
    -1,
    MAX_RUPIAH + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "10000.50",
    "10.000",
    "10,000",
    "10000.",
    "10000.000",
    "0",
    "00",
    "-1",
    "+1",
    "1e4",
    "0x10",
    " 10000",
    "10000\n",
    "",
    "١٠٠٠٠",
    "12345678901234",
    null,
    undefined,
    true,
    ["10000"],
    { amount: 10_000 },
  ])("is never guessed from %j", (value) => {
    expect(rupiahIn(value)).toBeUndefined()
    expect(Result.isFailure(Schema.decodeUnknownResult(WireRupiah)(value))).toBe(true)
  })

  it("is whole rupiah or nothing, whatever the text", () => {
    forAll(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,+-]{1,16}$/)), (text) => {
      const amount = rupiahIn(text)
      expect(amount === undefined || (Number.isInteger(amount) && amount >= 1 && amount <= MAX_RUPIAH)).toBe(
        true,
      )
    })
  })
})

describe("a field that may hold anything", () => {
  const anything = fc.anything({ withDate: true, withNullPrototype: true })

  it("gives a time only where it holds one", () => {
    expect(timeIn("2026-04-07 18:44:28")?.toISOString()).toBe("2026-04-07T11:44:28.000Z")
    for (const value of [1_775_562_268_000, new Date(), null, undefined, "soon"]) {
      expect(timeIn(value)).toBeUndefined()
    }
  })

  it("gives text only where it holds some", () => {
    expect(textIn(" Toko Contoh ")).toBe("Toko Contoh")
    for (const value of ["", "  \n", 5, null, undefined, {}]) expect(textIn(value)).toBeUndefined()
  })

  it("gives an address only where it holds one of the web", () => {
    expect(urlIn("https://qr.example.co.id/1.png")?.hostname).toBe("qr.example.co.id")
    expect(urlIn("http://qr.example.co.id/1.png")?.protocol).toBe("http:")
    for (const value of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "/1.png",
      "",
      5,
      null,
    ]) {
      expect(urlIn(value)).toBeUndefined()
    }
  })

  it("never throws", () => {
    forAll(anything, (value) => {
      for (const read of [rupiahIn, timeIn, textIn, urlIn]) read(value)
    })
  })
})

describe("present", () => {
  it("leaves out what is undefined, and nothing else", () => {
    expect(present({ a: undefined, b: 0, c: "", d: false })).toStrictEqual({ b: 0, c: "", d: false })
  })
})
