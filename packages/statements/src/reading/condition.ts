import { type Cell, textOf } from "../cell.js"
import type { Column } from "../profile/profile.js"
import type { ColumnFinder } from "./columns.js"

/** The words of a report are compared without their case. */
const wordOf = (cell: Cell | undefined): string => textOf(cell).toLowerCase()

/** Cells of one column repeat: what was found out about one is remembered, up to here. */
const REMEMBERED = 256

/** Looks a cell's word up in a table: `undefined` for a word that is not in it. */
export const wordTable = <A>(
  entries: Iterable<readonly [string, A]>,
): ((cell: Cell | undefined) => A | undefined) => {
  const table = new Map([...entries].map(([word, value]) => [word.toLowerCase(), value]))
  const seen = new Map<string, A | undefined>()
  return (cell) => {
    if (typeof cell !== "string") return table.get(wordOf(cell))
    if (seen.has(cell)) return seen.get(cell)
    const value = table.get(wordOf(cell))
    if (seen.size < REMEMBERED) seen.set(cell, value)
    return value
  }
}

export type Holds = (cells: ReadonlyArray<Cell>) => boolean

/** Whether a row meets a condition. */
export const conditionIn = (
  { column, is }: { readonly column: Column; readonly is: ReadonlyArray<string> },
  finder: ColumnFinder,
  field: string,
): Holds => {
  const index = finder.one(column, field)
  const isOne = wordTable(is.map((word) => [word, true] as const))
  return (cells) => isOne(cells[index]) === true
}

/** Whether it meets all of them. */
export const conditionsIn = (
  conditions: ReadonlyArray<{ readonly column: Column; readonly is: ReadonlyArray<string> }>,
  finder: ColumnFinder,
  field: string,
): Holds => {
  const all = conditions.map((condition, index) => conditionIn(condition, finder, `${field}.${index}`))
  return (cells) => {
    for (const holds of all) if (!holds(cells)) return false
    return true
  }
}
