import { type CellValue, writeXlsx } from "hucre/xlsx"

interface SheetOf {
  readonly name: string
  readonly rows: ReadonlyArray<ReadonlyArray<CellValue>>
  readonly cells?: ReadonlyArray<readonly [place: string, cell: object]>
  readonly merges?: ReadonlyArray<readonly [row: number, column: number, endRow: number, endColumn: number]>
  readonly hidden?: boolean
}

/** A workbook's bytes. Cells are placed as "row,column", from 0. */
export const workbook = (sheets: ReadonlyArray<SheetOf>, password?: string): Promise<Uint8Array> =>
  writeXlsx({
    sheets: sheets.map(({ name, rows, cells = [], merges = [], hidden }) => ({
      name,
      rows: rows.map((row) => [...row]),
      cells: new Map(cells.map(([place, cell]) => [place, cell])),
      merges: merges.map(([startRow, startCol, endRow, endCol]) => ({ startRow, startCol, endRow, endCol })),
      ...(hidden === undefined ? {} : { hidden }),
    })),
    ...(password === undefined ? {} : { encryption: { password, spinCount: 1_000 } }),
  })
