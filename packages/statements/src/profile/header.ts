import { type Cell, shown, widthOf } from "../cell.js"
import type { Column, Header } from "./profile.js"

/** A name as headers are compared: white space around and within does not count. */
const normal = (name: string): string =>
  name
    .replace(/^\uFEFF/, "")
    .replace(/\s+/g, " ")
    .trim()

/** The names of a row, if it were a header. */
export const namesOf = (cells: ReadonlyArray<Cell>): ReadonlyArray<string> =>
  cells.slice(0, widthOf(cells)).map((cell) => normal(shown(cell)))

/** Whether a row is this header. */
export const isHeader = ({ names, more, anyOrder }: Header, row: ReadonlyArray<string>): boolean => {
  if (anyOrder) return names.every((name) => name === null || row.includes(normal(name)))
  // A header may end with columns without a name, which are cut from the row.
  let width = names.length
  while (width > 0 && names[width - 1] === "") width--
  if (more ? row.length < width : row.length !== width) return false
  return names.slice(0, width).every((name, index) => name === null || row[index] === normal(name))
}

/** How near a row comes to a header: the names that it lacks. */
export const missingFrom = ({ names }: Header, row: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.flatMap((name) => (name === null || name === "" || row.includes(normal(name)) ? [] : [name]))

/**
 * Where a column stands, from 0.
 *
 * @returns why it stands nowhere, as a sentence part
 */
export const indexOf = (column: Column, names: ReadonlyArray<string>): number | string => {
  if (typeof column === "object" && "at" in column) return column.at - 1
  const name = normal(typeof column === "string" ? column : column.name)
  const places = names.flatMap((candidate, index) => (candidate === name ? [index] : []))
  const [first] = places
  if (typeof column === "object") {
    return places[column.nth - 1] ?? `there are fewer than ${column.nth} columns of the name "${name}"`
  }
  if (first === undefined) return `there is no column "${name}"`
  return places.length > 1 ? `there are ${places.length} columns of the name "${name}": say which` : first
}
