import { readFileSync } from "node:fs"
import { afterEach, expect, it, vi } from "vitest"
import { readStatementBatches } from "../src/promise.js"
import { delimitedRows } from "../src/source/delimited.js"
import { limitsOf } from "../src/source/limits.js"
import { sample } from "./support/samples.js"

afterEach(() => vi.restoreAllMocks())

/** Mandiri's sample with so many lines: titles of two cells, then lines of fifteen, without the second table. */
const mandiri = (lines: number): Buffer => {
  const rows = readFileSync(sample("mandiri-qris.csv"), "utf8").split(/\r?\n/)
  const [before, first = ""] = [rows.slice(0, 6), rows[6]]
  const total = ["TOTAL", ...Array.from({ length: 11 }, () => ""), ...sums(first, lines)]
  return Buffer.from([...before, ...Array.from({ length: lines }, () => first), total.join(",")].join("\r\n"))
}

const sums = (line: string, times: number): ReadonlyArray<string> =>
  [...line.matchAll(/"([\d,.]+)"/g)].map(([, amount = ""]) => {
    const sen = BigInt(amount.replaceAll(/[,.]/g, "")) * BigInt(times)
    return `${sen / 100n}.${String(sen % 100n).padStart(2, "0")}`
  })

it("a line that is wider than the titles above it costs the parser no error", async () => {
  const stacks = vi.spyOn(Error, "captureStackTrace")
  const errorsOf = async (lines: number): Promise<number> => {
    stacks.mockClear()
    expect((await readStatementBatches(mandiri(lines), {}, () => undefined)).lines).toBe(lines)
    return stacks.mock.calls.length
  }
  // Looking at the first rows may make some, reading may not.
  expect(await errorsOf(3_000)).toBe(await errorsOf(1_000))
})

it("a row is let go when the next one is asked for", async () => {
  async function* bytes() {
    yield Buffer.from("\uFEFFa,b\n1,2\n3,4")
  }
  const seen: Array<ReadonlyArray<string>> = []
  const copies: Array<ReadonlyArray<string>> = []
  const firsts: Array<number> = []
  for await (const { first, rows } of delimitedRows(
    bytes(),
    { delimiter: ",", width: 2 },
    limitsOf(undefined),
  )) {
    firsts.push(first)
    for (const row of rows) {
      seen.push(row)
      copies.push([...row])
    }
  }
  expect(copies).toEqual([
    ["a", "b"],
    ["1", "2"],
    ["3", "4"],
  ])
  expect(seen).toEqual([[], [], []])
  expect(firsts).toEqual([1, 1, 3])
})
