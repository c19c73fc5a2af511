// Checks every example of the repository: in READMEs, in the guide, and in the docstrings of published packages.
//
//   node docs/examples/check.ts                      all of them
//   node docs/examples/check.ts packages/core …      those in some folders or files
//
// Exit code 1, and one line for each complaint, at the place where the example is written.

import * as fs from "node:fs"
import * as path from "node:path"
import { compile } from "./compile.ts"
import { sentence } from "./complaint.ts"
import { inspect } from "./inspect.ts"
import { runAll } from "./run.ts"
import { ROOT } from "./workspace.ts"

const PAGES = ["*.md", ".changeset/*.md", "docs/**/*.md", "{packages,apps,scripts}/*/*.md"]
const SOURCES = ["packages/*/src/**/*.ts"]

/** What is written by others, or made from docstrings. */
const isForeign = (file: string): boolean =>
  /(^|\/)(node_modules|dist|\.vitepress|\.examples)$|^docs\/api$/.test(file)

const chosen = process.argv.slice(2).map((file) => path.resolve(file))
const isChosen = (file: string): boolean =>
  chosen.length === 0 || chosen.some((place) => file === place || file.startsWith(place + path.sep))

const files = fs
  .globSync([...PAGES, ...SOURCES], { cwd: ROOT, exclude: isForeign })
  .map((file) => path.join(ROOT, file))
  .filter(isChosen)
  .sort()

const inspections = files.map((file) => inspect(file, fs.readFileSync(file, "utf8")))
const examples = inspections.flatMap((inspection) => inspection.examples)
const complaints = [
  ...inspections.flatMap((inspection) => inspection.complaints),
  ...compile(examples),
  ...(await runAll(examples)),
]
for (const complaint of complaints) console.error(sentence(complaint))

const runnable = examples.filter(({ isRunnable }) => isRunnable).length
const others = inspections.reduce((sum, inspection) => sum + inspection.others, 0)
console.log(
  `${files.length} files: ${examples.length} examples compiled, ${runnable} run, ${others} other blocks; ${complaints.length} complaints`,
)
process.exitCode = complaints.length === 0 && files.length > 0 ? 0 : 1
