import type { ExportCell, ExportTable } from "./tables.js"

/** A spreadsheet's numbers have fifteen digits: an amount with more stays a text, and exact. */
const EXACT = 10n ** 15n

const RUPIAH = "#,##0.00"

const shown = (cell: ExportCell): string | number | null => {
  if (cell === undefined) return null
  if ("count" in cell) return cell.count
  if ("text" in cell) return cell.text
  const { sen } = cell
  if (sen < EXACT && sen > -EXACT) return Number(sen) / 100
  return `${sen / 100n}.${String((sen < 0n ? -sen : sen) % 100n).padStart(2, "0")}`
}

const isAmount = ({ rows }: ExportTable, index: number): boolean =>
  rows.some((row) => {
    const cell = row[index]
    return cell !== undefined && "sen" in cell
  })

/** Tables as a workbook, one sheet for each. Amounts are numbers with two decimals; what comes from outside is text. */
export const toXlsx = async (tables: ReadonlyArray<ExportTable>): Promise<Uint8Array> => {
  const { writeXlsx } = await import("hucre/xlsx")
  return writeXlsx({
    sheets: tables.map((table) => ({
      name: table.name,
      rows: [
        [...table.head],
        ...[...table.rows, ...(table.total === undefined ? [] : [table.total])].map((row) => row.map(shown)),
      ],
      columns: table.head.map((_, index) => ({
        width: isAmount(table, index) ? 18 : 22,
        ...(isAmount(table, index) ? { numFmt: RUPIAH } : {}),
      })),
      freezePane: { rows: 1 },
    })),
  })
}
