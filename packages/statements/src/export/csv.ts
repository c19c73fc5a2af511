import type { Sen } from "../money/sen.js"
import type { ExportCell, ExportTable } from "./tables.js"

/**
 * How numbers and cells are written: `plain` 1234.50 between commas; `id` 1234,50 between semicolons, for
 * an Indonesian Excel.
 */
export type CsvStyle = "plain" | "id"

const amount = (sen: Sen, point: string): string => {
  const absolute = sen < 0n ? -sen : sen
  return `${sen < 0n ? "-" : ""}${absolute / 100n}${point}${String(absolute % 100n).padStart(2, "0")}`
}

const shown = (cell: ExportCell, point: string): string => {
  if (cell === undefined) return ""
  if ("sen" in cell) return amount(cell.sen, point)
  return "count" in cell ? String(cell.count) : cell.text
}

/**
 * One table as CSV: UTF-8 with a byte-order mark, so that Excel reads it as that; amounts in rupiah with
 * two decimals, exact.
 *
 * @param style how the reader's spreadsheet writes numbers. Default: `id`
 */
export const toCsv = async (
  { head, rows, total }: ExportTable,
  { style = "id" }: { readonly style?: CsvStyle } = {},
): Promise<string> => {
  const { writeCsv } = await import("hucre/csv")
  const point = style === "id" ? "," : "."
  return writeCsv(
    [
      [...head],
      ...[...rows, ...(total === undefined ? [] : [total])].map((row) =>
        row.map((cell) => shown(cell, point)),
      ),
    ],
    // Texts are guarded already; a negative amount is no formula.
    { delimiter: style === "id" ? ";" : ",", bom: true, escapeFormulae: false },
  )
}
