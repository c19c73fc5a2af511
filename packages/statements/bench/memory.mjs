// Reads a report of so many lines and prints what the process held at most. A process of its own: memory that another
// measurement left is not given back.
import { readStatementBatches } from "@qriskit/statements/promise"

const path = process.argv[2]
const started = performance.now()
const summary = await readStatementBatches({ path }, {}, () => undefined)
const seconds = (performance.now() - started) / 1_000
// The system's own record of the largest resident set, in kilobytes.
const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024)
console.log(
  `${summary.lines} lines of ${path.split(".").at(-1)}: ${seconds.toFixed(1)} s, at most ${megabytes} MB resident`,
)
