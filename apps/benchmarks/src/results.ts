import { machine } from "./machine.js"
import { type Table, toMarkdown } from "./table.js"

/** A table, or why there is none. */
export type Result = { readonly table: Table } | { readonly name: string; readonly failure: string }

const section = (result: Result): string =>
  "table" in result ? toMarkdown(result.table) : `## ${result.name}\n\nNot measured: ${result.failure}\n`

/** The text of RESULTS.md. */
export const resultsText = (results: ReadonlyArray<Result>, rounds: number, date: Date): string =>
  [
    "# Results",
    "",
    `${machine()}. ${date.toISOString().slice(0, 10)}, ${rounds} rounds.`,
    "",
    "Written by `pnpm bench`. What each table measures, and how to read it, stands in the [README](README.md).",
    "",
    ...results.map(section),
  ].join("\n")
