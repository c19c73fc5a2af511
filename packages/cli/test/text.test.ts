import { describe, expect, test } from "vitest"
import { inert } from "../src/text/inert.js"
import { duration, moment } from "../src/text/moment.js"
import { rupiah, rupiahOr, sen } from "../src/text/money.js"
import { PLAIN, toned } from "../src/text/paper.js"
import { table } from "../src/text/table.js"

test("rupiah and sen are written as in Indonesia, also sums that are larger than a number holds", () => {
  expect([rupiah(25_000), rupiah(12_345_678_901_234_567_890n), rupiahOr(undefined)]).toEqual([
    "Rp 25.000",
    "Rp 12.345.678.901.234.567.890",
    "–",
  ])
  expect([sen(2_482_550n), sen(2_482_500n), sen(-5n), sen(-10_005n), sen(undefined)]).toEqual([
    "Rp 24.825,50",
    "Rp 24.825",
    "-Rp 0,05",
    "Rp -100,05",
    "–",
  ])
})

test("times are Jakarta's", () => {
  expect(moment(new Date("2026-04-06T17:30:00Z"))).toBe("2026-04-07 00:30:00")
  expect([duration(0), duration(61_000), duration(90_000_000)]).toEqual(["0 ms", "1 min", "1 d"])
})

describe("a table", () => {
  const columns = [
    { title: "id", of: ({ id }: { id: number }) => String(id), isRight: true },
    { title: "what", of: ({ what }: { what: string }) => what, isWide: true },
  ]
  const items = [
    { id: 1, what: "short" },
    { id: 22, what: "a text that is longer than what is left of the line" },
  ]

  test("fits the terminal, and is cut nowhere else", () => {
    const narrow = table(items, columns, { width: 30, hasColours: false })
    expect(narrow).toEqual(["id  what", " 1  short", "22  a text that is longer tha…"])
    expect(table(items, columns, PLAIN)[2]).toContain("left of the line")
  })

  test("shows what a terminal would act on as text, in colour too", () => {
    const hostile = [{ id: 1, what: "\u001b]0;owned\u0007\u202Egpj" }]
    for (const paper of [PLAIN, { width: 80, hasColours: true }]) {
      const [, row = ""] = table(hostile, columns, paper)
      expect(row).toContain("\uFFFD]0;owned\uFFFD\uFFFDgpj")
    }
    expect(inert("a\nb\u2028c")).toBe("a\uFFFDb\uFFFDc")
    expect(toned(PLAIN, "bad", "x")).toBe("x")
  })
})
