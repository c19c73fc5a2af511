/** What a cell holds. Amounts are whole rupiah, without dots, so that a spreadsheet adds them up. */
export type Cell = string | number | Date | undefined

/** A spreadsheet takes a text that begins like this for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/

const textOf = (cell: Cell): string => {
  if (cell === undefined) return ""
  if (typeof cell === "number") return String(cell)
  if (cell instanceof Date) return cell.toISOString()
  return FORMULA.test(cell) ? `'${cell}` : cell
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A line of a CSV file (RFC 4180). */
export const csvLine = (cells: ReadonlyArray<Cell>): string =>
  `${cells.map((cell) => quoted(textOf(cell))).join(",")}\r\n`
