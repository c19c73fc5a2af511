// Runs the scripts of findings/, one after the other, and says which still hold.
// Arguments are words: `pnpm findings deno` runs those whose name contains one of them.
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

/** Installing and running takes seconds; a registry that does not answer must not hold up the others. */
const LONGEST_MILLIS = 300_000

const words = process.argv.slice(2)
const all = readdirSync("findings")
  .filter((file) => file.endsWith(".sh"))
  .sort()
const chosen = all.filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
if (chosen.length === 0) {
  console.error(`No finding is named like ${words.join(", ")}. There are: ${all.join(", ")}`)
  process.exit(2)
}

const changed = []
for (const file of chosen) {
  console.log(`\n=== ${file}`)
  const { status, signal } = spawnSync("bash", [`findings/${file}`], {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: LONGEST_MILLIS,
  })
  if (status === 0) continue
  changed.push(file)
  console.log(`--- ${file}: ${signal === null ? `exit code ${status}` : `ended by ${signal}`}`)
}

console.log(`\n${chosen.length - changed.length} of ${chosen.length} findings hold as described`)
if (changed.length > 0) console.log(`Look again, and at what minds them: ${changed.join(", ")}`)
process.exitCode = changed.length === 0 ? 0 : 1
