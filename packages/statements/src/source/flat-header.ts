import { type Cell, shown } from "../cell.js"
import type { SheetRows } from "./workbook.js"

type Merge = SheetRows["merges"][number]

const covers = (merge: Merge, row: number, column: number): boolean =>
  row >= merge.startRow && row <= merge.endRow && column >= merge.startCol && column <= merge.endCol

/**
 * A header of several rows with merged cells over them, as one row: the names from top to bottom, joined with dots. A
 * cell that is merged over several rows names its column once.
 */
export const flatHeader = (sheet: SheetRows, from: number, height: number): ReadonlyArray<Cell> => {
  const rows = sheet.rows.slice(from, from + height)
  const width = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: width }, (_, column) => {
    const parts: Array<string> = []
    let last: Merge | undefined
    for (let row = from; row < from + height; row++) {
      const merge = sheet.merges.find((candidate) => covers(candidate, row, column))
      if (merge !== undefined && merge === last) continue
      last = merge
      const cell = sheet.rows[merge?.startRow ?? row]?.[merge?.startCol ?? column]
      const name = shown(cell).replace(/\s+/g, " ").trim()
      if (name !== "") parts.push(name)
    }
    return parts.join(".")
  })
}
