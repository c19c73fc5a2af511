import { machine } from "./machine.js"
import { type Table, toMarkdown } from "./table.js"

/** A table, or why there is none. */
export type Result = { readonly table: Table } | { readonly name: string; readonly failure: string }

const section = (result: Result): string =>
  "table" in result ? toMarkdown(result.table) : `## ${result.name}\n\nNot measured: ${result.failure}\n`

const taken = (rounds: number, date: Date): string =>
  `${machine()}. ${date.toISOString().slice(0, 10)}, ${rounds} rounds.`

/** The text of RESULTS.md. */
export const resultsText = (results: ReadonlyArray<Result>, rounds: number, date: Date): string =>
  [
    "# Results",
    "",
    taken(rounds, date),
    "",
    "Written by `pnpm bench`. What each table measures, and how to read it, stands in the [README](README.md).",
    "",
    ...results.map(section),
  ].join("\n")

const BEGIN = "<!-- benchmarks: begin -->"
const END = "<!-- benchmarks: end -->"

const goalsOf = (result: Result): ReadonlyArray<string> =>
  "table" in result
    ? result.table.verdicts
        .filter((sentence) => sentence.startsWith("Goal: "))
        .map((sentence) => `- ${result.table.title}. ${sentence}`)
    : [`- ${result.name}: not measured.`]

/**
 * A README with the goals and what was found quoted between two marks.
 *
 * @throws Error where it lacks a mark
 */
export const quotedIn = (
  readme: string,
  results: ReadonlyArray<Result>,
  rounds: number,
  date: Date,
): string => {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin === -1 || end < begin) throw new Error(`README.md lacks "${BEGIN}" or "${END}"`)
  const quote = [taken(rounds, date), "", ...results.flatMap(goalsOf)].join("\n")
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${quote}\n\n${readme.slice(end)}`
}
