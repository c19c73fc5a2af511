// `node rate.mjs alone|ours LINES`: lines a second of processor time, of csv-parse alone or of this package: the best
// of five passes over the same bytes, which are held, because making them is not what is measured.
import { readStatementBatches } from "@qriskit/statements/promise"
import { parse } from "csv-parse"
import { mandiriReport } from "./report.mjs"

const PASSES = 5

/**
 * csv-parse as fast as it goes: rows are taken out and thrown away. It gets the table without the titles above it,
 * because it makes an error of every row that is as wide as the first is not.
 */
const alone = async ([titles, ...lines]) => {
  const parser = parse({ relax_column_count: true, bom: true })
  const drain = () => {
    while (parser.read() !== null);
  }
  for (const chunk of [titles.subarray(titles.lastIndexOf("NMID")), ...lines]) {
    const taken = new Promise((resolve) => parser.write(chunk, () => resolve()))
    drain()
    await taken
  }
  const finished = new Promise((resolve) => parser.once("finish", resolve))
  parser.end()
  await finished
  drain()
}

async function* each(bytes) {
  yield* bytes
}

const ours = (bytes) => readStatementBatches(each(bytes), {}, () => undefined)

const [reader, count] = process.argv.slice(2)
const lines = Number(count)
const read = { alone, ours }[reader]
const bytes = []
for await (const piece of mandiriReport(lines)) bytes.push(piece)

let best = 0
for (let pass = 0; pass < PASSES; pass++) {
  const before = process.cpuUsage()
  await read(bytes)
  const { user, system } = process.cpuUsage(before)
  best = Math.max(best, (lines * 1_000_000) / (user + system))
}
console.log(Math.round(best))
