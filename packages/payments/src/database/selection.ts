import { getTableColumns } from "drizzle-orm"
import type { PgTable } from "drizzle-orm/pg-core"
import type { Row } from "./database.js"

/** A table's columns for a statement in plain SQL, and the way back from what the driver gives. */
export interface Selection<A> {
  /** What to select: `a.id as "a.id", …` */
  readonly columns: string
  readonly read: (row: Row) => A
}

/** Selects columns of a table that the statement calls `alias`: all of them, or those named. */
export const selection = <T extends PgTable, K extends keyof T["$inferSelect"] & string>(
  table: T,
  alias: string,
  keys?: ReadonlyArray<K>,
): Selection<Pick<T["$inferSelect"], K>> => {
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key]) => keys?.some((k) => k === key) ?? true,
  )
  return {
    columns: columns.map(([, { name }]) => `${alias}."${name}" as "${alias}.${name}"`).join(", "),
    // Each column's own decoder: the same as Drizzle's query builder applies.
    read: (row) =>
      Object.fromEntries(
        columns.map(([key, column]) => {
          const value = row[`${alias}.${column.name}`]
          return [key, value === null || value === undefined ? null : column.mapFromDriverValue(value)]
        }),
      ) as Pick<T["$inferSelect"], K>,
  }
}
