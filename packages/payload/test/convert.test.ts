import { describe, expect, test } from "vitest"
import { type WithAmountOptions, withAmount } from "../src/convert.js"
import { readAmount, validate } from "../src/index.js"
import { edited, parsed, STATIC_OBJECTS, set, TRANSFER_OBJECTS } from "./parsed.js"
import { SAMPLES } from "./samples.js"

const converted = (text: string, amount: number, options?: WithAmountOptions): string => {
  const result = withAmount(parsed(text), amount, options)
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join("; "))
  return result.payload
}

const refused = (text: string, amount: number, options?: WithAmountOptions): ReadonlyArray<string> => {
  const result = withAmount(parsed(text), amount, options)
  return result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${path}`)
}

const STATIC = edited(STATIC_OBJECTS, set("62.07", "A01"))

test("a static code becomes dynamic with the amount, and nothing else changes", () => {
  const payload = parsed(converted(STATIC, 25_000))
  expect(payload.value("01")).toBe("12")
  expect(readAmount(payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
  expect(validate(payload)).toEqual([])
  const others = (text: string): ReadonlyArray<string> =>
    parsed(text)
      .objects.filter(({ tag }) => !["01", "54", "63"].includes(tag))
      .map(({ tag, value }) => tag + value)
  expect(others(payload.text)).toEqual(others(STATIC))
})

test("a published static code is converted with its warnings", () => {
  const text = converted(SAMPLES.zipayStatic.payload, 25_000)
  expect(text).toContain("53033605405250005802ID")
  expect(parsed(text).crc?.isValid).toBe(true)
})

test("a code without tag 01 gets one after tag 00", () => {
  expect(converted(edited(STATIC_OBJECTS, set("01", undefined)), 1)).toMatch(/^00020101021226/)
})

test("a reference is written in its place among the additional data", () => {
  const both = parsed(converted(STATIC, 25_000, { reference: "ORDER-1" }))
  expect(both.value("62")).toBe("0507ORDER-10703A01")
  const alone = parsed(converted(edited(STATIC_OBJECTS), 25_000, { reference: "ORDER-1" }))
  expect(alone.value("62")).toBe("0507ORDER-1")
  const replaced = edited(STATIC_OBJECTS, set("62.05", "OLD"), set("62.01", "B1"), set("62.09", "A"))
  expect(parsed(converted(replaced, 1, { reference: "NEW" })).value("62")).toBe("0102B10503NEW0901A")
})

test("a tip replaces the one that is there", () => {
  const text = converted(edited(STATIC_OBJECTS, set("55", "03"), set("57", "05.00")), 25_000, {
    tip: { kind: "fixed", rupiah: 1000 },
  })
  const payload = parsed(text)
  expect([payload.value("55"), payload.value("56"), payload.value("57")]).toEqual(["02", "1000", undefined])
})

test("a tip that is there stays where none is given", () => {
  const text = converted(edited(STATIC_OBJECTS, set("55", "01")), 25_000)
  expect(parsed(text).value("55")).toBe("01")
})

describe("what must not be converted is refused", () => {
  test("a wrong CRC", () => {
    expect(refused(SAMPLES.wrongCrc.payload, 1, { force: true })).toContain("crc-mismatch 63")
  })

  test("a missing CRC", () => {
    expect(refused(STATIC.slice(0, -8), 1)).toEqual(["missing 63"])
  })

  test("a QRIS Transfer code, even when forced", () => {
    expect(refused(edited(TRANSFER_OBJECTS), 1, { force: true })).toContain("transfer-code 40")
    expect(refused(SAMPLES.transfer.payload, 1, { force: true })).toContain("transfer-code 40")
  })

  test("a dynamic code, unless forced", () => {
    expect(refused(SAMPLES.winpayDynamic.payload, 1)).toEqual(["already-dynamic 01", "amount-present 54"])
    expect(readAmount(parsed(converted(SAMPLES.winpayDynamic.payload, 7, { force: true })))).toEqual({
      kind: "rupiah",
      rupiah: 7,
    })
  })

  test("a static code with an amount, unless forced", () => {
    const text = edited(STATIC_OBJECTS, set("54", "5000"))
    expect(refused(text, 1)).toEqual(["amount-present 54"])
    expect(refused(text, 1, { force: true })).toEqual([])
  })

  test.each([[0], [-5], [0.5], [Number.NaN], [1e21]])("an amount of %d", (amount) => {
    expect(refused(STATIC, amount)).toEqual(["wrong-amount 54"])
  })

  test("a fixed tip that is not whole rupiah", () => {
    expect(refused(STATIC, 1, { tip: { kind: "fixed", rupiah: 0.5 } })).toEqual(["wrong-amount 56"])
  })

  test("a percentage that is none", () => {
    expect(refused(STATIC, 1, { tip: { kind: "percent", percent: "5%" } })).toEqual(["wrong-percentage 57"])
  })

  test("a reference that is too long, empty, or no text at all", () => {
    expect(refused(STATIC, 1, { reference: "x".repeat(26) })).toEqual(["wrong-length 62.05"])
    expect(refused(STATIC, 1, { reference: "" })).toEqual(["zero-length 62.05"])
    expect(refused(STATIC, 1, { reference: "x".repeat(93) })).toEqual(["wrong-length 62"])
  })

  test("a reference where the additional data are free text, which would be lost", () => {
    expect(refused(edited(STATIC_OBJECTS, set("62", "ORDER 1")), 1, { reference: "A" })).toEqual([
      "malformed-tag 62",
    ])
  })

  test("another currency", () => {
    expect(refused(edited(STATIC_OBJECTS, set("53", "840")), 1, { force: true })).toContain("wrong-value 53")
  })
})

test("an amount above the cap of one payment is converted; validate warns", () => {
  expect(validate(parsed(converted(STATIC, 10_000_001))).map(({ code }) => code)).toEqual([
    "amount-above-limit",
  ])
})

test.each([["ammount"], ["refrence"], ["tips"], ["forced"], ["constructor"]])(
  "an option %s, which there is not, is refused",
  (name) => {
    const options = JSON.parse(JSON.stringify({ [name]: true }))
    expect(withAmount(parsed(edited(STATIC_OBJECTS)), 1_000, options)).toMatchObject({
      ok: false,
      issues: [{ code: "unknown-option", found: name, allowed: "reference, tip, force" }],
    })
  },
)
