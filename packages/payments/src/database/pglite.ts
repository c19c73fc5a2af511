import { pgliteAnswer } from "../joining/pglite-answer.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import type { PreparedStatement, Row } from "./database.js"
import { asPgliteParsers, PARSERS, PARSERS_OF_BUILDERS, type Parser } from "./parsers.js"
import { within } from "./within.js"

interface Asking {
  /** One statement with its values, and its rows. */
  query<A>(
    text: string,
    values?: Array<unknown>,
    options?: { readonly parsers?: Record<number, Parser>; readonly rowMode?: "array" | "object" },
  ): Promise<{
    readonly rows: Array<A>
    readonly fields: ReadonlyArray<{ readonly name: string; readonly dataTypeID: number }>
    readonly command?: string
    readonly rowCount?: number
    readonly affectedRows?: number
  }>
  /** Statements without values. */
  exec(text: string): Promise<unknown>
}

/** A PGlite, as much of it as is needed here. */
export interface EmbeddedClient extends Asking {
  /** The types that it reads by itself where it is not told otherwise. */
  readonly parsers: Readonly<Record<number, Parser>>
  /** Runs statements in one transaction: all of them are stored, or none. */
  transaction<A>(work: (tx: Asking) => Promise<A>): Promise<A>
}

const FOR_ROWS = { parsers: asPgliteParsers(PARSERS) }
const FOR_LISTS = { parsers: asPgliteParsers(PARSERS_OF_BUILDERS), rowMode: "array" as const }

const textOf = (statement: string | PreparedStatement): string =>
  typeof statement === "string" ? statement : statement.text

const statementsOn = (on: Asking, known: ReadonlyArray<string>) => {
  const query = async (statement: string | PreparedStatement, values: ReadonlyArray<unknown> = []) =>
    (await on.query<Row>(textOf(statement), [...values], FOR_ROWS)).rows
  const lists = async (text: string, values: ReadonlyArray<unknown>) =>
    (await on.query<ReadonlyArray<unknown>>(text, [...values], FOR_LISTS)).rows
  return { query, lists, answer: pgliteAnswer(on, known) }
}

/** PGlite in this process: one connection, so that a transaction keeps every other statement waiting. */
export const overPglite = (client: EmbeddedClient): Driver => ({
  kind: "pglite",
  ...statementsOn(client, Object.keys(client.parsers)),
  transact: (work, milliseconds) =>
    client.transaction((inner) => {
      const tx: ScriptTransaction = {
        ...statementsOn(inner, Object.keys(client.parsers)),
        script: async (text) => {
          await inner.exec(text)
        },
      }
      const working = work(tx)
      return milliseconds === undefined ? working : within(milliseconds, working)
    }),
  connections: 1,
})
