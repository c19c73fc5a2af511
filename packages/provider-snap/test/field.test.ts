import { timeIn, timeReader } from "@qriskit/core/provider-kit"
import { describe, expect, it } from "vitest"
import { codeIn, keyOf } from "../src/code.js"
import { duplicateKeyIn } from "../src/duplicate-key.js"
import {
  fieldIn,
  idAt,
  moneyAt,
  nothingAt,
  readable,
  textAt,
  timeAt,
  toMoney,
  UNREADABLE,
} from "../src/field.js"

describe("a field", () => {
  it("stands at the first place that holds anything", () => {
    const body = { a: { b: "", c: 5 }, list: [{ d: "x" }, { d: "y" }] }
    expect(fieldIn(body, ["a.b", "a.c"])).toBe(5)
    expect(textAt(body, "a.c")).toBe("5")
    expect(textAt(body, "list.d")).toBe("x")
    expect(fieldIn(body, "a.b")).toBeUndefined()
    expect(fieldIn(body, undefined)).toBeUndefined()
  })

  it.each(["constructor", "a.toString", "__proto__", "a.b.c.d"])("is never inherited: %s", (place) => {
    expect(fieldIn({ a: { b: "text" } }, place)).toBeUndefined()
  })

  it.each([
    [{ value: "25000.00", currency: "IDR" }, 25_000],
    [{ value: "25000.0" }, 25_000],
    [{ value: 25_000 }, 25_000],
    ["25000", 25_000],
    [25_000, 25_000],
    [{ value: "25000.50", currency: "IDR" }, UNREADABLE],
    [{ value: "25000.00", currency: "USD" }, UNREADABLE],
    [{ value: null, currency: "IDR" }, UNREADABLE],
    [{}, UNREADABLE],
    [[{ value: "25000.00" }], UNREADABLE],
    [true, UNREADABLE],
    ["-5", UNREADABLE],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("as money: %j", (amount, expected) => {
    expect(moneyAt({ amount }, "amount")).toBe(expected)
  })

  it.each([
    ["R1", "R1"],
    [" R1 ", " R1 "],
    ["R\u00001", "R\u00001"],
    [12_345, "12345"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [JSON.parse("9007199254740993"), UNREADABLE],
    [JSON.parse("2020102977770000000009"), UNREADABLE],
    [0.5, UNREADABLE],
    ["R\uFFFD1", UNREADABLE],
    [{ id: "R1" }, UNREADABLE],
    [["R1"], UNREADABLE],
    [true, UNREADABLE],
    ["   ", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("as an id, as it came or not at all: %j", (id, expected) => {
    expect(idAt({ id }, "id")).toBe(expected)
  })

  it("that cannot be read gives nothing to go on with", () => {
    expect(readable(UNREADABLE)).toBeUndefined()
    expect(readable("R1")).toBe("R1")
  })

  it("as text is never another number than was sent", () => {
    expect(textAt({ rrn: 12_345 }, "rrn")).toBe("12345")
    for (const rrn of [JSON.parse("12345678901234567"), 1.5]) expect(textAt({ rrn }, "rrn")).toBeUndefined()
  })

  it("as money that is written is money that is read", () => {
    expect(toMoney(25_000)).toEqual({ value: "25000.00", currency: "IDR" })
    expect(moneyAt({ amount: toMoney(1) }, "amount")).toBe(1)
  })

  it.each([
    ["2026-01-02T10:04:59+07:00", "2026-01-02T03:04:59.000Z"],
    ["2026-01-02T10:04:59", "2026-01-02T03:04:59.000Z"],
    ["20260102100459", "2026-01-02T03:04:59.000Z"],
    ["yesterday", undefined],
    [5, undefined],
  ])("as a time: %s", (at, expected) => {
    expect(timeAt({ at }, "at", timeIn)?.toISOString()).toBe(expected)
  })

  it("as the local time of another zone, fourteen digits included; an offset in the text counts first", () => {
    const read = (at: string) => timeAt({ at }, "at", timeReader("Asia/Makassar"))?.toISOString()
    expect(read("20260102100459")).toBe("2026-01-02T02:04:59.000Z")
    expect(read("2026-01-02T10:04:59")).toBe("2026-01-02T02:04:59.000Z")
    expect(read("2026-01-02T10:04:59+07:00")).toBe("2026-01-02T03:04:59.000Z")
  })
})

describe("a responseCode", () => {
  it.each([
    ["2004700", "2004700", 200, "00"],
    [4_094_701, "4094701", 409, "01"],
    ["20057000", "20057000", 200, "00"],
    [" 5044700 ", "5044700", 504, "00"],
  ])("%s is read", (responseCode, text, http, last) => {
    const code = codeIn({ responseCode })
    expect(code).toEqual({ text, http, case: Number(last) })
    expect(code && keyOf(code)).toBe(`${http}xx${last}`)
  })

  it.each([
    undefined,
    null,
    "OK",
    { responseCode: "" },
    { responseCode: "204" },
    { responseCode: "9994700" },
    { responseCode: "1994700" },
    { responseCode: "6004700" },
    { responseCode: "02004700" },
    { responseCode: "+2004700" },
    { responseCode: "0x1E9673" },
    { responseCode: "20047.00" },
    { responseCode: "200 4700" },
    { responseCode: 2_004_700.5 },
    { responseCode: {} },
  ])("%j is none", (body) => {
    expect(codeIn(body)).toBeUndefined()
  })
})

describe("a key that stands twice", () => {
  it.each([
    ['{"a":1,"a":2}', "a"],
    ['{"a":{"value":"1","x":[1,{"b":2}],"value":"2"}}', "value"],
    ['{"a":1, "\\u0061" : 2}', "a"],
    ['[{"b":1},{"b":2,"b":3}]', "b"],
  ])("%s is found", (text, key) => {
    expect(duplicateKeyIn(text)).toBe(key)
  })

  it("is found as deep as anything is read, and a body of brackets costs nothing", () => {
    const within = (levels: number, text: string) => "[".repeat(levels) + text + "]".repeat(levels)
    expect(duplicateKeyIn(within(31, '{"a":1,"a":2}'))).toBe("a")
    expect(duplicateKeyIn(`${within(40, '{"a":1,"a":2}').slice(0, -1)},{"b":1,"b":2}]`)).toBe("b")
    const before = process.memoryUsage().heapUsed
    expect(duplicateKeyIn(within(500_000, ""))).toBeUndefined()
    expect(duplicateKeyIn(`${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`)).toBeUndefined()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000)
  })

  it.each(['{"a":"a","b":{"a":"a"},"c":["a","a"],"d":"\\"a\\":"}', "{}", '"text"', "[]", '{"a":{},"b":{}}'])(
    "%s has none",
    (text) => {
      expect(duplicateKeyIn(text)).toBeUndefined()
    },
  )
})

describe("a field that was looked for in vain", () => {
  const told = (answer: unknown, places: Parameters<typeof nothingAt>[1]) =>
    nothingAt({ answer, clean: (text) => text }, places, "verbs.create.answer.qr")

  it("is told with the profile's places and with what there is, names alone", () => {
    const answer = { responseCode: "2004700", additionalInfo: { qrText: "secret", list: [{ a: 1 }] } }
    expect(told(answer, "qrContent")).toBe(
      "the profile's verbs.create.answer.qr looks at qrContent, and there are responseCode, additionalInfo.qrText, additionalInfo.list.a",
    )
    expect(told(answer, ["qrContent", "qrUrl"])).toContain("looks at qrContent or qrUrl, and there are")
  })

  it("is told where the profile names no place, and where the answer has no field", () => {
    expect(told({}, undefined)).toBe(
      "the profile's verbs.create.answer.qr looks at nothing, and there are no fields",
    )
    expect(told([], undefined)).toContain("looks at nothing, and there are no fields")
    expect(told("a text", "qrContent")).toContain("and there are no fields")
  })

  it("is told with a bounded list, of an answer of any depth and breadth", () => {
    const wide = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, index]))
    expect(told(wide, "qrContent")).toContain("f19")
    expect(told(wide, "qrContent")).not.toContain("f20")
    expect(told({ a: { b: { c: { d: 1 } } } }, "qrContent")).toMatch(/there are a\.b\.c$/)
  })
})
