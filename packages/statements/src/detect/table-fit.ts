import type { Cell } from "../cell.js"
import { isHeader, missingFrom, namesOf } from "../profile/header.js"
import type { StatementProfile } from "../profile/profile.js"

/** What looking for a profile's header in the first rows of a file came to. */
export type Fit =
  | {
      readonly fits: true
      readonly row: number
      /** Cells of that row. */
      readonly width: number
      readonly why: string
    }
  | { readonly fits: false; readonly why: string; readonly lacking: number }

const list = (names: ReadonlyArray<string>): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ")

/**
 * Looks for the header of a table.
 *
 * @param rows the first rows of a file
 */
export const fitOf = (profile: StatementProfile, rows: ReadonlyArray<ReadonlyArray<Cell>>): Fit => {
  const { header } = profile
  if (header === undefined) return { fits: false, why: "is no table", lacking: Number.MAX_SAFE_INTEGER }
  const names = header.names.filter((name) => name !== null && name !== "")
  let nearest:
    | { readonly row: number; readonly lacks: ReadonlyArray<string>; readonly width: number }
    | undefined
  for (const [index, cells] of rows.entries()) {
    const row = namesOf(cells)
    if (isHeader(header, row)) {
      return {
        fits: true,
        row: index + 1,
        width: cells.length,
        why: `row ${index + 1} is its header, ${names.length} columns by name`,
      }
    }
    const lacks = missingFrom(header, row)
    if (nearest === undefined || lacks.length < nearest.lacks.length) {
      nearest = { row: index + 1, lacks, width: row.length }
    }
  }
  const lacking = nearest?.lacks.length ?? names.length
  if (nearest === undefined || lacking * 2 > names.length) {
    return { fits: false, why: "no row looks like its header", lacking }
  }
  const why =
    lacking === 0
      ? `row ${nearest.row} has all its columns, but ${nearest.width} of them or in another order`
      : `row ${nearest.row} lacks ${list(nearest.lacks)}`
  return { fits: false, why, lacking }
}
