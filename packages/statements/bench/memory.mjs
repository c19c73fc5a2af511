// Reads a report of so many lines and prints what the process held at most. A process of its own: memory that another
// measurement left is not given back.
import { readStatementBatches } from "@qriskit/statements/promise"
import { mandiriReport } from "./report.mjs"

const lines = Number(process.argv[2])
const started = performance.now()
const summary = await readStatementBatches(mandiriReport(lines), {}, () => undefined)
const seconds = (performance.now() - started) / 1_000
// The system's own record of the largest resident set, in kilobytes.
const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024)
console.log(
  `${summary.lines} lines, made while they are read: ${seconds.toFixed(1)} s, at most ${megabytes} MB resident`,
)
