import { InvalidProfile } from "../error.js"
import { indexOf } from "../profile/header.js"
import type { Column, Columns } from "../profile/profile.js"
import { refuse } from "../refuse.js"

/** Finds the columns of a profile in the header of a file. */
export class ColumnFinder {
  readonly names: ReadonlyArray<string>
  constructor(names: ReadonlyArray<string>) {
    this.names = names
  }
  /** From 0. */
  one(column: Column, field: string): number {
    const index = indexOf(column, this.names)
    return typeof index === "number"
      ? index
      : refuse(new InvalidProfile({ issues: [{ path: field, message: `cannot be found: ${index}` }] }))
  }
  /** Whether a column is not there and need not be. */
  isLacking(column: Column, mayLack: ReadonlyArray<string>): boolean {
    return typeof column === "string" && mayLack.includes(column) && !this.names.includes(column)
  }
  all(columns: Columns, field: string): ReadonlyArray<number> {
    return (isMany(columns) ? columns : [columns]).map((column) => this.one(column, field))
  }
  /** For messages. */
  nameAt(index: number): string {
    return this.names[index] || `column ${index + 1}`
  }
}

const isMany = (columns: Columns): columns is readonly [Column, ...Array<Column>] => Array.isArray(columns)
