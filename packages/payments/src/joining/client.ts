import type { Transaction } from "../database/database.js"
import type { NodePostgresQuery, NodePostgresResult } from "./node-postgres.js"
import { Savepoints } from "./savepoints.js"

type Done = (error: unknown, result?: NodePostgresResult) => void

/**
 * A client of node-postgres, as far as libraries use one, that speaks within a handler's transaction. What a library
 * begins, commits and rolls back is a savepoint there.
 */
export interface JoinedClient {
  /** One statement; its answer also goes to `done` where that is given. Rejects as the database does. */
  query(
    statement: string | NodePostgresQuery,
    values?: ReadonlyArray<unknown> | Done,
    done?: Done,
  ): Promise<NodePostgresResult>
  /** Gives nothing back: the connection is the handler's. */
  release(): void
  /** Nothing is emitted. */
  on(): JoinedClient
  /** Nothing is emitted. */
  once(): JoinedClient
  /** Nothing is emitted. */
  off(): JoinedClient
  /** Nothing is emitted. */
  removeListener(): JoinedClient
}

const CURSOR =
  "a cursor or a stream needs a connection of its own, and cannot read within the transaction of a handler: read in pages"

const asQuery = (statement: unknown, values: ReadonlyArray<unknown> | undefined): NodePostgresQuery => {
  if (typeof statement === "string") return { text: statement, values }
  if (typeof statement !== "object" || statement === null || "submit" in statement) throw new Error(CURSOR)
  const { text, values: own, rowMode, types } = statement as NodePostgresQuery
  return { text, values: values ?? own, rowMode, types }
}

/** What libraries read after a commit or a rollback of their own. */
const commandOf = (text: string): string => (/^\s*(\w+)/.exec(text)?.[1] ?? "").toUpperCase()

/** A client over a transaction: see `JoinedClient`. */
export const clientOver = (tx: Pick<Transaction, "answer">): JoinedClient => {
  const savepoints = new Savepoints()

  const ask = async (query: NodePostgresQuery): Promise<NodePostgresResult> => {
    const statements = savepoints.instead(query.text)
    if (statements.length === 1 && statements[0] === query.text) return await tx.answer(query)
    for (const text of statements) await tx.answer({ text })
    return { command: commandOf(query.text), rowCount: null, fields: [], rows: [] }
  }

  const client: JoinedClient = {
    query: (statement, values, done) => {
      const callback = typeof values === "function" ? values : done
      const asked = Promise.resolve().then(() =>
        ask(asQuery(statement, typeof values === "function" ? undefined : values)),
      )
      if (callback !== undefined) asked.then((result) => callback(undefined, result), callback)
      return asked
    },
    release: () => {},
    on: () => client,
    once: () => client,
    off: () => client,
    removeListener: () => client,
  }
  return client
}
