import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { ReadOptions } from "../src/options.js"
import { readStatement } from "../src/promise.js"
import type { StatementLine } from "../src/reading/line.js"
import { sample } from "./support/samples.js"

interface Expected {
  readonly lines?: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly control?: Readonly<Record<string, unknown>>
  readonly ignored?: ReadonlyArray<string>
}

const EXPECTED: Readonly<Record<string, Expected>> = JSON.parse(readFileSync(sample("expected.json"), "utf8"))

const FIELDS: Readonly<Record<string, (line: StatementLine) => unknown>> = {
  paidAt: ({ paidAt }) => paidAt?.getTime(),
}

/** A field of a line as `expected.json` writes it: sen as numbers, absent as null. */
const fieldOf = (line: StatementLine, field: string): unknown => {
  const read = FIELDS[field]
  const value: unknown = read === undefined ? Reflect.get(line, field) : read(line)
  return typeof value === "bigint" ? Number(value) : (value ?? null)
}

const WANTED: Readonly<Record<string, (value: unknown) => unknown>> = {
  paidAt: (value) => Date.parse(String(value)),
  kind: (value) => String(value).replace(" ", "_"),
}

const check = (line: StatementLine | undefined, wanted: Readonly<Record<string, unknown>>): void => {
  expect(line).toBeDefined()
  if (line === undefined) return
  for (const [field, value] of Object.entries(wanted)) {
    expect([field, fieldOf(line, field)]).toEqual([field, WANTED[field]?.(value) ?? value])
  }
}

const read = (file: string, options: ReadOptions = {}) => readStatement({ path: sample(file) }, options)

const WHOLE = Object.entries(EXPECTED).filter(([, { lines }]) => lines !== undefined)

describe.each(WHOLE)("%s", (file, { lines = [], control = {}, ignored = [] }) => {
  it("gives every line as expected, and no other", async () => {
    const { all } = await read(file)
    expect(all).toHaveLength(lines.length)
    for (const [index, wanted] of lines.entries()) check(all[index], wanted)
  })

  it("agrees with what the file says of itself", async () => {
    const statement = await read(file)
    const { gross, fee, net, opening, closing } = control
    const { totals } = statement
    const claimed = {
      gross,
      fee,
      net,
      opening,
      closing,
      openingBalance: undefined,
      closingBalance: undefined,
    }
    const known: Readonly<Record<string, bigint | undefined>> = {
      gross: totals.gross,
      fee: totals.fee,
      net: totals.net,
      opening: statement.opening,
      closing: statement.closing,
      openingBalance: statement.opening,
      closingBalance: statement.closing,
    }
    for (const name of Object.keys(claimed)) {
      const wanted = control[name]
      if (wanted !== undefined) expect([name, Number(known[name])]).toEqual([name, wanted])
    }
    expect(statement.ignored.map(({ row }) => row)).toHaveLength(ignored.length)
    expect(statement.faults).toEqual([])
  })
})

describe("mandiri-qris.csv", () => {
  it("tells what was paid out, and when", async () => {
    const { payouts, reportDate } = await read("mandiri-qris.csv")
    expect(payouts.map(({ mid, date, net }) => ({ mid, date, net: Number(net) }))).toEqual(
      EXPECTED["mandiri-qris.csv"]?.control?.["payouts"],
    )
    expect(reportDate).toBe("2026-10-06")
  })
})

describe("mandiri-qris-after-excel.csv", () => {
  it("is the same file under its declared dialect, its lost ids marked", async () => {
    const { all, payouts, proofs } = await read("mandiri-qris-after-excel.csv", {
      profile: "mandiri-qris",
      dialect: "excel-id",
    })
    const [original = []] = [EXPECTED["mandiri-qris.csv"]?.lines]
    expect(all).toHaveLength(original.length)
    for (const [index, { rrn: _, ...wanted }] of original.entries()) check(all[index], wanted)
    expect(all.map(({ rrn, rrnRestored }) => [rrn, rrnRestored])).toEqual([
      [undefined, false],
      [undefined, false],
      ["000019001390", true],
      [undefined, false],
      [undefined, false],
    ])
    expect(all[0]?.notes).toContainEqual({
      kind: "key_lost",
      message: "Refference Number was made a number by a spreadsheet, and its digits are gone",
    })
    expect(payouts).toEqual([])
    expect(proofs.map(({ of }) => of)).toEqual(["lines", "total"])
  })

  it.each([
    [{}],
    [{ profile: "mandiri-qris" }],
    [{ profile: "mandiri-qris", dialect: { delimiter: ";" } }],
  ] as const)("is refused as a whole without it: %o", async (options) => {
    const error: unknown = await read("mandiri-qris-after-excel.csv", options).catch((reason) => reason)
    expect(String(error)).toMatch(/row 7, AMOUNT: "100\.000" has three digits after the point/)
    expect(String(error)).toMatch(/Nothing of it was taken/)
  })

  it("the refusal says what to declare", async () => {
    await expect(read("mandiri-qris-after-excel.csv")).rejects.toThrow(/declare the dialect/)
  })
})

describe("xendit-transactions.json", () => {
  it("is not the whole period, and says so", async () => {
    const { isComplete, incompleteBecause } = await read("xendit-transactions.json")
    expect(isComplete).toBe(false)
    expect(incompleteBecause).toEqual(["the provider has more pages of it"])
  })
})

describe("mandiri-mt940.txt", () => {
  it("keeps the bank's text as lines, one that looks like a tag among them", async () => {
    const { all } = await read("mandiri-mt940.txt")
    expect(all[0]?.narrative).toEqual([
      "SETTLEMENT QRIS 03-01-2027 MID 719000000",
      "01 TOKO CONTOH SATU",
      ":NOTE: baris ini bagian dari keterangan",
    ])
  })
})
