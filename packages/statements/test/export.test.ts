import { readXlsx } from "hucre/xlsx"
import { describe, expect, test } from "vitest"
import { exportTables, toCsv, toXlsx } from "../src/export.js"
import { generic } from "../src/profiles.js"
import { readStatement } from "../src/promise.js"

const DAY = {
  day: "2026-10-05",
  asked: 200_000_00n,
  arrived: 125_050_00n,
  payments: 2,
  settled: 100_000_00n,
  settledPayments: 1,
  fee: 700_00n,
  tax: 0n,
  net: 99_300_00n,
  credited: 99_300_35n,
}
const LINE = {
  import: 1,
  row: 7,
  day: "2026-10-05",
  class: "settled",
  kind: "payment",
  gross: 10_000_035n,
  net: 9_930_035n,
}

describe("an export for the accountant", () => {
  test("adds up: the last row is the sum, to the sen", async () => {
    const tables = exportTables({
      days: [DAY, { ...DAY, day: "2026-10-06", net: -1n }],
      lines: [LINE, { ...LINE, gross: -1n, fee: 17_535n }],
      language: "en",
    })
    expect(tables.map(({ name }) => name)).toEqual(["Days", "Lines"])
    const [days = tables[0], lines] = tables
    expect(await toCsv(days ?? { name: "", head: [], rows: [], total: undefined }, { style: "plain" })).toBe(
      "\uFEFFDay,Asked,Payments,Arrived,Settled payments,Settled,Not settled,Fee,Tax,Net,Credited by the bank\r\n" +
        "2026-10-05,200000.00,2,125050.00,1,100000.00,25050.00,700.00,0.00,99300.00,99300.35\r\n" +
        "2026-10-06,200000.00,2,125050.00,1,100000.00,25050.00,700.00,0.00,-0.01,99300.35\r\n" +
        "Total,400000.00,4,250100.00,2,200000.00,50100.00,1400.00,0.00,99299.99,198600.70",
    )
    expect(lines?.total?.slice(-4)).toEqual([
      { sen: 10_000_034n },
      { sen: 17_535n },
      undefined,
      { sen: 19_860_070n },
    ])
  })

  test("what comes from outside is text, also where it would be a formula", async () => {
    const evil = ["=cmd|' /C calc'!A0", "+62811", "-1+1", "@SUM(A1)", "\t=1", " =1", "|x", 'a";b\nc']
    const tables = exportTables({
      days: [],
      lines: evil.map((reference) => ({ ...LINE, reference })),
      findings: [{ id: 1, day: "2026-10-05", kind: "unknown_money", detail: "=1+1" }],
    })
    const [, lines, findings] = tables
    if (lines === undefined || findings === undefined) throw new Error("a table is not there")
    const cells = (await toCsv(lines)).split("\r\n").join("\n")
    for (const text of evil.slice(0, 7)) expect(cells).toContain(`'${text}`)
    expect(cells).toContain('"a"";b\nc"')
    expect(cells).not.toMatch(/(^|;)"?[=+@|]/m)
    const { sheets } = await readXlsx(await toXlsx(tables))
    expect(sheets.map(({ name }) => name)).toEqual(["Hari", "Baris", "Temuan"])
    expect(sheets[2]?.rows[1]?.[3]).toBe("'=1+1")
    for (const row of sheets[1]?.rows.slice(1, 8) ?? []) expect(String(row[5])).toMatch(/^'/)
  })

  test("a workbook has amounts as numbers, and one that a number does not hold as text", async () => {
    const { sheets } = await readXlsx(
      await toXlsx(exportTables({ days: [{ ...DAY, net: 123_456_789_012_345_678n, fee: -175_35n }] })),
    )
    const [, first] = sheets[0]?.rows ?? []
    expect(first?.[7]).toBe(-175.35)
    expect(first?.[9]).toBe("1234567890123456.78")
  })

  test("its CSV is read back by our own reader, in the Indonesian style", async () => {
    const [, lines] = exportTables({ days: [], lines: [LINE, { ...LINE, row: 8, fee: 17_535n }] })
    if (lines === undefined) throw new Error("a table is not there")
    const { all } = await readStatement(Buffer.from(await toCsv({ ...lines, total: undefined })), {
      profile: generic({
        numbers: "id",
        delimiter: ";",
        columns: { reference: "Impor/baris" },
        dates: { paid: { column: "Tanggal", formats: ["iso"] } },
        money: { gross: "Bruto", net: "Neto" },
      }),
    })
    expect(all.map(({ gross, net }) => [gross, net])).toEqual([
      [10_000_035n, 9_930_035n],
      [10_000_035n, 9_930_035n],
    ])
  })
})
