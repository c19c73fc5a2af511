import type { Row } from "./database.js"
import { columnName, type RowOf, type Table } from "./table.js"

/** A table's columns for a statement, and the way back from what the driver gives. */
export interface Selection<A> {
  /** What to select: `a.id as "a.id", …` */
  readonly columns: string
  readonly read: (row: Row) => A
}

/** Selects columns of a table that the statement calls `alias`: all of them, or those named. */
export const selection = <
  T extends Table,
  K extends keyof T["columns"] & string = keyof T["columns"] & string,
>(
  { columns }: T,
  alias: string,
  keys?: ReadonlyArray<K>,
): Selection<Pick<RowOf<T>, K>> => {
  const selected = Object.entries(columns)
    .filter(([key]) => keys?.some((k) => k === key) ?? true)
    .map(([key, { read }]) => ({ key, name: columnName(key), label: `${alias}.${columnName(key)}`, read }))
  return {
    columns: selected.map(({ name, label }) => `${alias}.${name} as "${label}"`).join(", "),
    read: (row) => {
      const record: Record<string, unknown> = {}
      for (const { key, label, read } of selected) record[key] = read(row[label])
      // Each column's own reader made it.
      return record as Pick<RowOf<T>, K>
    },
  }
}
