// Checks that every row of SECURITY.md's threat model names its tests, and that each of them is still there: the file
// exists, and the title stands in it as a text of its own.
import { existsSync, readFileSync } from "node:fs"

const ROW = /^\| (?!threat |---)([^|]+) \|.*\|$/
const TEST = /`([^`]+)`: "([^"]+)"/g

const text = readFileSync("SECURITY.md", "utf8")
const model = text.slice(text.indexOf("## Threat model"), text.indexOf("## What is not covered"))

/** What is wrong with one test that a row names; `undefined` where nothing is. */
const complaintAbout = (file, title) => {
  if (!existsSync(file)) return `${file} does not exist`
  return readFileSync(file, "utf8").includes(`"${title}"`) ? undefined : `${file} has no test "${title}"`
}

const rows = model.split("\n").flatMap((line) => {
  const threat = ROW.exec(line)?.[1]
  return threat === undefined ? [] : [{ threat, tests: [...line.matchAll(TEST)] }]
})
const complaints = rows.flatMap(({ threat, tests }) =>
  tests.length === 0
    ? [`no test is named against: ${threat}`]
    : tests.flatMap(([, file, title]) => complaintAbout(file, title) ?? []),
)
const named = rows.reduce((total, { tests }) => total + tests.length, 0)

if (named === 0) complaints.push("SECURITY.md has no threat model any more")
for (const complaint of complaints) console.error(`SECURITY.md: ${complaint}`)
if (complaints.length > 0) console.error("Name the test that covers the threat now, or write it.")
else console.log(`SECURITY.md: ${rows.length} threats, ${named} tests, all there`)
process.exitCode = complaints.length === 0 ? 0 : 1
