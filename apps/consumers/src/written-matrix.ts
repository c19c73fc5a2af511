import * as fs from "node:fs"
import * as path from "node:path"
import { ROOT } from "./environment.ts"

const BEGIN = "<!-- runtimes: begin -->"
const END = "<!-- runtimes: end -->"

/** A table of texts, its head first. */
export type Matrix = ReadonlyArray<ReadonlyArray<string>>

/** The table that a consumer found, where it tells one. */
export const matrixIn = (output: string): Matrix | undefined => {
  const [, found] = /^matrix: (.*)$/m.exec(output) ?? []
  // Written by a project of ours, one line of JSON.
  return found === undefined ? undefined : (JSON.parse(found) as Matrix)
}

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A text with the table between its two marks. Throws where it lacks them. */
export const withMatrix = (text: string, [head = [], ...rows]: Matrix): string => {
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (begin === -1 || end === -1) throw new Error(`README.md lacks "${BEGIN}" or "${END}"`)
  const table = [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")
  return `${text.slice(0, begin + BEGIN.length)}\n${table}\n${text.slice(end)}`
}

/**
 * Holds the README's table of runtimes against what was found, or writes it.
 *
 * @throws Error where it says something else
 */
export const settleMatrix = (found: Matrix, how: "check" | "write"): void => {
  const file = path.join(ROOT, "README.md")
  const readme = fs.readFileSync(file, "utf8")
  const updated = withMatrix(readme, found)
  if (updated === readme) return
  if (how === "check")
    throw new Error(
      "README.md says something else about runtimes than was found. `pnpm consumers --only runtimes --write` writes it.",
    )
  fs.writeFileSync(file, updated)
}
