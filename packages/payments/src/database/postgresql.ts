import { drizzle } from "drizzle-orm/node-postgres"
import pg from "pg"
import { HandlerTimeout } from "../failure.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import type { PreparedStatement, Row } from "./database.js"
import { within } from "./within.js"

/** How a server is reached. */
export interface PostgresqlOptions {
  readonly url: string
  /** Connections of this process. */
  readonly connections: number
  readonly connectMillis: number
  /** No statement of this package takes longer; a lock that is not given in this time is given up. */
  readonly statementMillis: number
}

const ignore = (): void => {}

/** What node-postgres takes; with a name it prepares the statement once for each connection. */
const asConfig = (statement: string | PreparedStatement, values: ReadonlyArray<unknown>): pg.QueryConfig => ({
  ...(typeof statement === "string" ? { text: statement } : statement),
  values: [...values],
})

const transactionOn = (client: pg.PoolClient): ScriptTransaction => ({
  drizzle: drizzle({ client }),
  query: async (statement, values = []) => (await client.query<Row>(asConfig(statement, values))).rows,
  script: async (text) => {
    await client.query(text)
  },
})

/** node-postgres over one pool. `close` waits for what is under way. */
export const openPostgresql = (options: PostgresqlOptions): Driver & { close(): Promise<void> } => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: options.connectMillis,
    statement_timeout: options.statementMillis,
    application_name: "qriskit-payments",
    keepAlive: true,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", ignore)

  const transact = async <A>(
    work: (tx: ScriptTransaction) => Promise<A>,
    milliseconds?: number,
  ): Promise<A> => {
    const client = await pool.connect()
    // A connection that breaks between two statements is noticed by the next one.
    client.on("error", ignore)
    let isSpoiled = false
    try {
      await client.query("begin isolation level read committed")
      const working = work(transactionOn(client))
      const result = await (milliseconds === undefined ? working : within(milliseconds, working))
      await client.query("commit")
      return result
    } catch (error) {
      // Code that ran out of time may still send statements: its connection is never used again.
      isSpoiled = error instanceof HandlerTimeout
      if (!isSpoiled) await client.query("rollback").catch(() => (isSpoiled = true))
      throw error
    } finally {
      client.off("error", ignore)
      client.release(isSpoiled)
    }
  }

  return {
    kind: "postgresql",
    drizzle: drizzle({ client: pool }),
    query: async (statement, values) => (await pool.query<Row>(asConfig(statement, values))).rows,
    transact,
    executor: {
      executeSql: async (text, values) => {
        const result: unknown = await pool.query(text, values)
        // Several statements give several results.
        const results = (Array.isArray(result) ? result : [result]) as ReadonlyArray<pg.QueryResult>
        return { rows: results.flatMap(({ rows }) => rows ?? []) }
      },
    },
    close: () => pool.end(),
  }
}
