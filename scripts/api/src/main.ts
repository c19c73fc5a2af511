// Writes the public API of every published package into packages/*/api, or compares it with what is written there.
//
//   pnpm api            writes
//   pnpm api --check    compares; exit code 1 and the difference where they are not the same
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { publishedPackages } from "@qriskit/weigh"
import { entries, reportFolder } from "./entries.ts"
import { reportOf } from "./report.ts"

const ROOT = fileURLToPath(new URL("../../..", import.meta.url))

const shown = (file: string): string => relative(ROOT, file)

const WHAT_TO_DO = `
The public API is not what is written down.
If you meant to change it: run \`pnpm api\`, commit the reports, and say so in a changeset (\`pnpm changeset\`).
If you did not: take back what is now exported, or what is no longer.`

/** Reports whose entry is gone. */
const orphans = (written: ReadonlySet<string>): ReadonlyArray<string> =>
  publishedPackages()
    .map(({ folder }) => reportFolder(folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => !written.has(file))

const write = (reports: ReadonlyMap<string, string>): void => {
  for (const [file, report] of reports) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, report)
  }
  for (const file of orphans(new Set(reports.keys()))) rmSync(file)
  console.log(`${reports.size} reports are written`)
}

/** Prints how a report differs from what is written, as git would. */
const showDifference = (file: string, report: string): void => {
  const folder = mkdtempSync(join(tmpdir(), "qriskit-api-"))
  const now = join(folder, "now.md")
  writeFileSync(now, report)
  const before = existsSync(file) ? file : "/dev/null"
  const { stdout } = spawnSync("git", ["diff", "--no-index", "--unified=2", before, now], {
    encoding: "utf8",
  })
  rmSync(folder, { recursive: true })
  // Without git's own head, which names temporary files.
  console.error(`\n${shown(file)}\n${stdout.slice(Math.max(0, stdout.indexOf("\n@@") + 1))}`)
}

const check = (reports: ReadonlyMap<string, string>): void => {
  const changed = [...reports].filter(
    ([file, report]) => !existsSync(file) || readFileSync(file, "utf8") !== report,
  )
  const gone = orphans(new Set(reports.keys()))
  for (const [file, report] of changed) showDifference(file, report)
  for (const file of gone) console.error(`\n${shown(file)}: there is no such entry any more`)
  if (changed.length + gone.length === 0) {
    console.log(`${reports.size} entries are as they are written down`)
    return
  }
  console.error(WHAT_TO_DO)
  process.exitCode = 1
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } })
const reports = new Map(entries().map((entry) => [entry.report, reportOf(entry)]))
if (values.check) check(reports)
else write(reports)
