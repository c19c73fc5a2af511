import type { NodePostgresQuery, NodePostgresResult, NodePostgresTypes } from "./node-postgres.js"

type AsText = (text: string) => string

/** A statement on PGlite, rows as lists. */
interface ListAsking {
  query(
    text: string,
    values: Array<unknown>,
    options: { readonly parsers: Record<number, AsText>; readonly rowMode: "array" },
  ): Promise<{
    readonly rows: ReadonlyArray<ReadonlyArray<string | null>>
    readonly fields: ReadonlyArray<{ readonly name: string; readonly dataTypeID: number }>
    readonly command?: string
    readonly rowCount?: number
    readonly affectedRows?: number
  }>
}

/** What a process has set there is what its libraries expect. */
const typesOfNodePostgres = async (): Promise<NodePostgresTypes> => (await import("pg")).default.types

const asText: AsText = (text) => text

/** Answers as node-postgres would: PGlite hands over texts for the types in `known`, which the asker's parsers read. */
export const pgliteAnswer =
  (on: ListAsking, known: ReadonlyArray<string>) =>
  async ({ text, values = [], rowMode, types }: NodePostgresQuery): Promise<NodePostgresResult> => {
    const parsers = Object.fromEntries(known.map((oid) => [oid, asText]))
    const { rows, fields, ...done } = await on.query(text, [...values], { parsers, rowMode: "array" })
    const { getTypeParser } = types ?? (await typesOfNodePostgres())
    const readers = fields.map(({ dataTypeID }) => getTypeParser(dataTypeID, "text"))
    const lists = rows.map((row) => row.map((cell, at) => (cell === null ? null : readers[at]?.(cell))))
    return {
      command: done.command ?? "",
      rowCount: done.rowCount ?? done.affectedRows ?? null,
      fields,
      rows:
        rowMode === "array"
          ? lists
          : lists.map((list) => Object.fromEntries(fields.map(({ name }, at) => [name, list[at]]))),
    }
  }
