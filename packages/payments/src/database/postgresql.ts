import { drizzle } from "drizzle-orm/node-postgres"
import pg from "pg"
import { HandlerTimeout } from "../failure.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import type { PreparedStatement, Row } from "./database.js"
import { listenTo } from "./listening.js"
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

/** What still holds a connection after so long, when all are closed, loses it, in milliseconds. */
const CLOSE_WITHIN = 2_000

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
  const connection = {
    connectionString: options.url,
    connectionTimeoutMillis: options.connectMillis,
    statement_timeout: options.statementMillis,
    application_name: "qriskit-payments",
    keepAlive: true,
  }
  const pool = new pg.Pool({ ...connection, max: options.connections })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", ignore)
  const clients = new Set<pg.PoolClient>()
  pool.on("connect", (client) => clients.add(client))
  pool.on("remove", (client) => clients.delete(client))

  /** Waits for statements under way; foreign code that still holds a connection after that loses it. */
  const close = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    const cutOff = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        // The pool's clients are the driver's own; the pool adds a way to give them back.
        for (const client of clients) void (client as unknown as pg.Client).end().catch(ignore)
        resolve()
      }, CLOSE_WITHIN)
    })
    await Promise.race([pool.end(), cutOff])
    clearTimeout(timer)
  }

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
    connections: options.connections,
    listen: (channel, heard) => listenTo(connection, channel, heard),
    close,
  }
}
