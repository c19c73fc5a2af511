import { describe, expect, it } from "vitest"
import { BrokenCell, DateCell, NumberCell } from "../src/cell.js"
import { readKey } from "../src/key-text.js"

const key = (cell: Parameters<typeof readKey>[0], width?: number, keepsText = false) => {
  const { text, isRestored, isLost } = readKey(cell, width, keepsText)
  return isLost ? "lost" : isRestored ? `restored ${text}` : text
}

describe("an id", () => {
  it("keeps its zeros, with or without a spreadsheet's marks", () => {
    expect(key("'000019001390", 12)).toBe("000019001390")
    expect(key('="000019001390"', 12)).toBe("000019001390")
    expect(key(" 627809000011 ", 12)).toBe("627809000011")
  })
  it("gets zeros back that were lost, and is marked", () => {
    expect(key("19001390", 12)).toBe("restored 000019001390")
    expect(key(new NumberCell("48123457", "000048123457"), 12)).toBe("restored 000048123457")
    expect(key(new NumberCell("627808123456"), 12)).toBe("627808123456")
  })
  it("is as it is where it never was a number", () => {
    expect(key("19001390", 12, true)).toBe("19001390")
    expect(key("'19001390", 12)).toBe("19001390")
    expect(key("INV-1", 12)).toBe("INV-1")
  })
  it("whose digits are gone is none", () => {
    for (const text of ["6,27809E+11", "6.27809E+11", "1,23E+12", "5E11", "-1E-5"])
      expect(key(text, 12)).toBe("lost")
    expect(key(new NumberCell("1234567890123456"))).toBe("lost")
    expect(key(new NumberCell("1e+21"))).toBe("lost")
    expect(key(new BrokenCell("holds the error #REF!", "#REF!"))).toBe("lost")
    expect(key(new DateCell(new Date(0)))).toBe("lost")
  })
  it("that is empty is none, and nothing was lost", () => {
    for (const cell of ["", "   ", "-", "'", undefined]) expect(key(cell, 12)).toBeUndefined()
  })
  it("of letters and an E is no number", () => {
    expect(key("1E5A")).toBe("1E5A")
    expect(key("E+11")).toBe("E+11")
  })
})
