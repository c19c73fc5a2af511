/** A statement as node-postgres's client takes it. */
export interface NodePostgresQuery {
  readonly text: string
  readonly values?: ReadonlyArray<unknown> | undefined
  /** Rows as lists, in the order of their columns, and not as objects. */
  readonly rowMode?: string | undefined
  /** How texts become values. Default: node-postgres's own, with what your application set there. */
  readonly types?: NodePostgresTypes | undefined
}

/** Whose parsers read what the database writes. */
export interface NodePostgresTypes {
  /** The parser of a type, by its number in PostgreSQL. */
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown
}

/** What node-postgres's client answers to a statement. */
export interface NodePostgresResult {
  /** The first word of what was done: `SELECT`, `UPDATE`, `ROLLBACK`. */
  readonly command: string
  readonly rowCount: number | null
  readonly fields: ReadonlyArray<{ readonly name: string; readonly dataTypeID: number }>
  readonly rows: ReadonlyArray<unknown>
}
