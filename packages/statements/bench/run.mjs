// Lines a second against csv-parse alone, and memory from ten thousand lines to a million, as CSV and in a ZIP.
// `pnpm --filter @qriskit/statements bench`, or with how many lines: `… bench 200000`.
import { execFileSync } from "node:child_process"
import { createReadStream, createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable, Writable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { readStatementBatches } from "@qriskit/statements/promise"
import { configure, ZipWriter } from "@zip.js/zip.js"
import { parse } from "csv-parse"
import { mandiriReport } from "./report.mjs"

/** Seconds of processor time, which others on the machine do not change. */
const timed = async (run) => {
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}

/**
 * csv-parse as fast as it goes: rows are taken out and thrown away. It gets the table without the titles above it, because
 * it makes an error of every row that is as wide as the first is not.
 */
const csvAlone = async (bytes) => {
  const parser = parse({ relax_column_count: true, bom: true })
  let rows = 0
  const drain = () => {
    while (parser.read() !== null) rows++
  }
  for (const chunk of bytes) {
    const taken = new Promise((resolve) => parser.write(chunk, () => resolve()))
    drain()
    await taken
  }
  const finished = new Promise((resolve) => parser.once("finish", resolve))
  parser.end()
  await finished
  drain()
  return rows
}

const read = (bytes) => readStatementBatches(bytes, {}, () => undefined).then(({ lines }) => lines)

async function* each(bytes) {
  yield* bytes
}

const compared = Number(process.argv[2] ?? 200_000)

// The same lines for both, held: making them is not what is measured.
const bytes = []
for await (const piece of mandiriReport(compared)) bytes.push(piece)
const [titles, ...lines] = bytes
const table = [titles.subarray(titles.lastIndexOf("NMID")), ...lines]
await csvAlone(table.slice(0, 50))

const rates = { alone: 0, ours: 0 }
for (let round = 0; round < 3; round++) {
  const alone = await timed(() => csvAlone(table))
  const ours = await timed(() => read(each(bytes)))
  rates.alone = Math.max(rates.alone, compared / alone)
  rates.ours = Math.max(rates.ours, compared / ours)
}
const inThousands = (rate) => `${Math.round(rate / 1_000)}k lines/s`
console.log(
  `${compared} lines: csv-parse alone ${inThousands(rates.alone)}, with types, proofs and hashes ${inThousands(rates.ours)}: ${Math.round((100 * rates.ours) / rates.alone)} %`,
)

const zipped = async (from, to) => {
  configure({ useWebWorkers: false })
  const writer = new ZipWriter(Writable.toWeb(createWriteStream(to)))
  await writer.add("MSR.csv", Readable.toWeb(createReadStream(from)))
  await writer.close()
}

const folder = await mkdtemp(join(tmpdir(), "statements-"))
try {
  for (const count of [10_000, 100_000, 1_000_000]) {
    const [csv, zip] = ["csv", "zip"].map((kind) => join(folder, `${count}.${kind}`))
    await pipeline(mandiriReport(count), createWriteStream(csv))
    await zipped(csv, zip)
    for (const path of [csv, zip]) {
      execFileSync(process.execPath, [join(import.meta.dirname, "memory.mjs"), path], { stdio: "inherit" })
    }
  }
} finally {
  await rm(folder, { recursive: true })
}
