// Lines a second against csv-parse alone, and memory from ten thousand lines to a million.
// `pnpm --filter @qriskit/statements bench`, or with how many lines: `… bench 200000`.
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { readStatementBatches } from "@qriskit/statements/promise"
import { parse } from "csv-parse"
import { mandiriReport } from "./report.mjs"

const timed = async (run) => {
  const before = performance.now()
  await run()
  return (performance.now() - before) / 1_000
}

/** csv-parse as fast as it goes: rows are taken out and thrown away. */
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

// The same bytes for both, held: making them is not what is measured.
const bytes = []
for await (const piece of mandiriReport(compared)) bytes.push(piece)
await csvAlone(bytes.slice(0, 50))

const rates = { alone: 0, ours: 0 }
for (let round = 0; round < 3; round++) {
  const alone = await timed(() => csvAlone(bytes))
  const ours = await timed(() => read(each(bytes)))
  rates.alone = Math.max(rates.alone, compared / alone)
  rates.ours = Math.max(rates.ours, compared / ours)
}
const inThousands = (rate) => `${Math.round(rate / 1_000)}k lines/s`
console.log(
  `${compared} lines: csv-parse alone ${inThousands(rates.alone)}, with types, proofs and hashes ${inThousands(rates.ours)}: ${Math.round((100 * rates.ours) / rates.alone)} %`,
)

for (const lines of ["10000", "100000", "1000000"]) {
  // What reading needs, not what V8 lets stand while there is room: a small young generation, and little of the old.
  const flags = ["--max-semi-space-size=4", "--max-old-space-size=96"]
  execFileSync(process.execPath, [...flags, join(import.meta.dirname, "memory.mjs"), lines], {
    stdio: "inherit",
  })
}
