// Lines a second against csv-parse alone, and memory from ten thousand lines to a million, as CSV and in a ZIP.
// `pnpm --filter @qriskit/statements bench`, or with how many lines: `… bench 200000`.
import { execFileSync } from "node:child_process"
import { createReadStream, createWriteStream } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable, Writable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { configure, ZipWriter } from "@zip.js/zip.js"
import { mandiriReport } from "./report.mjs"

const compared = Number(process.argv[2] ?? 200_000)

/**
 * Lines a second of processor time, in a process of its own: what one leaves behind in the engine slows down the other.
 */
const rateOf = (reader) =>
  Number(execFileSync(process.execPath, [join(import.meta.dirname, "rate.mjs"), reader, String(compared)]))

const rates = { alone: [], ours: [] }
for (let round = 0; round < 3; round++) {
  for (const [reader, found] of Object.entries(rates)) found.push(rateOf(reader))
}
const [alone, ours] = [rates.alone, rates.ours].map((found) => found.toSorted((a, b) => a - b)[1])
const inThousands = (rate) => `${Math.round(rate / 1_000)}k lines/s`
console.log(
  `${compared} lines: csv-parse alone ${inThousands(alone)}, with types, proofs and hashes ${inThousands(ours)}: ${Math.round((100 * ours) / alone)} %`,
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
