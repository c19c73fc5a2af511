import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readStatement } from "../src/promise.js"
import { altered, complaintOf, refusalOf } from "./support/csv.js"
import { sample } from "./support/samples.js"
import { workbook } from "./support/workbook.js"

const FILE = "mandiri-qris.csv"

describe("a file that does not add up is refused as a whole, with the row named", () => {
  it.each([
    [
      "a fee",
      [['"175.35"', '"175.36"']],
      /row 8, NET AMOUNT: 2487465 sen are claimed, and the row's own amounts make 2487464 sen/,
    ],
    [
      "the total",
      [
        [
          '"774,050.00","5,418.35","768,631.65"\r\nSUMMARY',
          '"774,051.00","5,418.35","768,631.65"\r\nSUMMARY',
        ],
      ],
      /row 12, AMOUNT: the total claims 77405100 sen, and the lines above it make 77405000 sen/,
    ],
    [
      "the second table",
      [['"180,050.00","1,260.35","178,789.65"', '"180,050.00","1,260.36","178,789.64"']],
      /row 15: the summary claims 126036 sen of fee/,
    ],
    [
      "an amount that cannot be read",
      [['"25,050.00"', "25.050"]],
      /row 8, AMOUNT: "25\.050" has three digits after the point/,
    ],
    ["an empty amount", [['"25,050.00"', ""]], /row 8, AMOUNT: is empty/],
    [
      "a day that does not exist",
      [["05-10-2026,103001", "31-09-2026,103001"]],
      /row 8, TRXDATE: "31-09-2026 103001" is no day/,
    ],
    ["a time that does not exist", [["103001", "250001"]], /row 8, TRXDATE/],
    ["a row that is too short", [[",INV-1002,", ","]], /row 8: has 14 cells, where the header has 15/],
    [
      "a row that is too long",
      [[",INV-1002,", ",INV-1002,x,"]],
      /row 8: has 16 cells, where the header has 15/,
    ],
    [
      "a row after the end",
      [["SUMMARY GROUP,,,,\r\n", "SUMMARY GROUP,,,,\r\nx,y\r\n"]],
      /row 14: stands after the lines/,
    ],
  ] as const)("%s", async (_, changes, why) => {
    expect(await complaintOf(altered(FILE, ...changes))).toMatch(why)
  })

  it("a line that is gone, whatever its own amounts", async () => {
    const lines = readFileSync(sample(FILE), "utf8").split("\r\n")
    lines.splice(9, 1)
    const reason = await refusalOf(Buffer.from(lines.join("\r\n")))
    expect(reason._tag).toBe("DoesNotAddUp")
    expect(reason.message).toMatch(/the lines above it make/)
  })

  it("a file that was cut off, at every row", async () => {
    const lines = readFileSync(sample(FILE), "utf8").trimEnd().split("\r\n")
    for (let kept = 6; kept < 12; kept++) {
      expect(await complaintOf(Buffer.from(lines.slice(0, kept).join("\r\n")))).toMatch(
        /TOTAL is missing: the file was cut off/,
      )
    }
  })

  it("names many rows, and says how many more there are", async () => {
    const text = readFileSync(sample(FILE), "utf8").replaceAll('.00","', '.001","')
    const reason = await refusalOf(Buffer.from(text))
    expect(reason._tag === "DoesNotAddUp" && reason.faults.length).toBeGreaterThan(5)
    expect(reason.message).toMatch(/and \d+ others\. Nothing of it was taken\./)
  })
})

describe("taken all the same", () => {
  it("a row that cannot be read is a line without amounts, and the file is incomplete", async () => {
    const { all, isComplete, faults, incompleteBecause } = await readStatement(
      altered(FILE, ['"25,050.00"', "25.050"]),
      {
        faults: "keep",
      },
    )
    const line = all.find(({ row }) => row === 8)
    expect(line).toMatchObject({ kind: "unreadable", gross: undefined, net: undefined })
    expect(line?.notes[0]?.message).toMatch(/three digits/)
    expect(all).toHaveLength(5)
    expect(isComplete).toBe(false)
    expect(incompleteBecause).toHaveLength(1)
    expect(faults.length).toBeGreaterThan(0)
  })
})

describe("a refusal quotes no text of people", () => {
  it("where cells have moved", async () => {
    const moved = altered(FILE, ['INV-1002,"25,050.00"', "INV-1002,PEMBELI RAHASIA"])
    const complaint = await complaintOf(moved)
    expect(complaint).not.toMatch(/RAHASIA/)
    expect(complaint).toMatch(/row 8, AMOUNT: a text of 15 characters is no amount/)
  })
})

describe("what is no line is none", () => {
  it("blank rows count as rows, and padding does not matter", async () => {
    const { all } = await readStatement(altered(FILE, ["DETAIL\r\n", "DETAIL,,,,,\r\n\r\n"]))
    expect(all.map(({ row }) => row)).toEqual([8, 9, 10, 11, 12])
  })
  it("a report without a payment is a report", async () => {
    const lines = readFileSync(sample(FILE), "utf8").split("\r\n")
    const empty = [...lines.slice(0, 6), 'TOTAL,,,,,,,,,,,,"0.00","0.00","0.00"'].join("\r\n")
    expect(await readStatement(Buffer.from(empty))).toMatchObject({ lines: 0, all: [] })
  })
})

describe("a workbook whose rows stand in one cell each", () => {
  const rows = readFileSync(sample(FILE), "utf8").trimEnd().split("\r\n")
  const sheet = (name: string, lines: ReadonlyArray<string>) => ({ name, rows: lines.map((line) => [line]) })

  it("is read from all of its sheets: none is passed over", async () => {
    const cut = rows.findIndex((row) => row.startsWith("TOTAL"))
    const table = rows.slice(0, cut + 1)
    expect((await readStatement(await workbook([sheet("A", table), sheet("B", ["Catatan"])]))).lines).toBe(5)
    expect(await complaintOf(await workbook([sheet("A", table), sheet("B", table)]))).toMatch(
      /sheet B, row 12, AMOUNT: the total claims/,
    )
    expect(await complaintOf(await workbook([sheet("A", table), sheet("B", rows.slice(6, 7))]))).toMatch(
      /sheet B, row 1: looks like a line, and no header stands above it/,
    )
  })
})
