import { present } from "@qriskit/core/provider-kit"
import pg from "pg"
import { HandlerTimeout } from "../failure.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import { beginning, Connection, introduce, type Limits } from "./connection.js"
import type { PreparedStatement, Row } from "./database.js"
import { answered, NoAnswer } from "./deadline.js"
import { needsNewSession, RolledBack } from "./driver-error.js"
import { listenTo } from "./listening.js"
import { asTypes, PARSERS, PARSERS_OF_BUILDERS } from "./parsers.js"
import { ServerClock } from "./server-clock.js"
import { checkServerUrl } from "./server-url.js"
import { within } from "./within.js"

/** How a server is reached. */
export interface PostgresqlOptions {
  readonly url: string
  /** Connections of this process. */
  readonly connections: number
  readonly connectMillis: number
  /** No statement of this package takes longer; a lock that is not given in this time is given up. */
  readonly statementMillis: number
  /** Where wake-ups are heard, past a pooler. */
  readonly listenUrl?: string | undefined
}

const ignore = (): void => {}

/** What still holds a connection after so long, when all are closed, loses it, in milliseconds. */
const CLOSE_WITHIN = 2_000

/** The server has so long to say itself that a statement took too long, before we go, in milliseconds. */
const GRACE = 1_000

/** Nothing of ours pauses within a transaction, but for a process that is frozen, in milliseconds. */
const IDLE_IN_TRANSACTION = 15_000

const TYPES = asTypes(PARSERS)
const TYPES_OF_BUILDERS = asTypes(PARSERS_OF_BUILDERS)

/** A statement for node-postgres. A name has it prepared once for each session, so only in a session of our own. */
const asConfig = (
  statement: string | PreparedStatement,
  values: ReadonlyArray<unknown>,
  isDirect: boolean,
): pg.QueryConfig => {
  if (typeof statement === "string") return { text: statement, values: [...values], types: TYPES }
  const { name, text } = statement
  return { text, values: [...values], types: TYPES, ...(isDirect ? { name } : {}) }
}

type Client = Connection & pg.PoolClient

/**
 * node-postgres over one pool. `close` waits for what is under way. Throws `UnusableDatabase` for a URL that is none.
 */
export const openPostgresql = (options: PostgresqlOptions): Driver & { close(): Promise<void> } => {
  checkServerUrl(options.url)
  if (options.listenUrl !== undefined) checkServerUrl(options.listenUrl, "listenUrl")
  const limits: Limits = { statement: options.statementMillis, idleInTransaction: IDLE_IN_TRANSACTION }
  const clock = new ServerClock()
  const clients = new Set<Client>()

  const greet = async (client: Connection): Promise<void> => {
    const askedAt = clock.ticks()
    const { time } = await answered(introduce(client, limits), options.connectMillis, () => client.cut())
    clock.note(time, askedAt, clock.ticks())
  }
  const pool = new pg.Pool({
    connectionString: options.url,
    connectionTimeoutMillis: options.connectMillis,
    application_name: "qriskit-payments",
    keepAlive: true,
    max: options.connections,
    Client: Connection,
    // The pool's own class is ours.
    onConnect: (client) => greet(client as unknown as Connection),
  })
  // An idle connection that breaks is replaced by the pool.
  pool.on("error", ignore)
  pool.on("connect", (client) => clients.add(client as unknown as Client))
  pool.on("remove", (client) => clients.delete(client as unknown as Client))

  const ask = (client: Client, config: pg.QueryConfig, millis = options.statementMillis) =>
    answered(client.query<Row>(config), millis + GRACE, () => client.cut())

  /** A connection of the pool, and back: one that gave no answer, or lost what it had prepared, is not used again. */
  const using = async <A>(work: (client: Client) => Promise<A>): Promise<A> => {
    const client = (await pool.connect()) as unknown as Client
    let isSpoiled = false
    try {
      return await work(client)
    } catch (error) {
      isSpoiled = error instanceof NoAnswer || error instanceof HandlerTimeout || needsNewSession(error)
      throw error
    } finally {
      client.release(isSpoiled)
    }
  }

  const transactionOn = (client: Client, millis?: number): ScriptTransaction => {
    const lists = async (text: string, values: ReadonlyArray<unknown>) => {
      const config = { text, values: [...values], types: TYPES_OF_BUILDERS, rowMode: "array" }
      return (await ask(client, config, millis)).rows as unknown as ReadonlyArray<ReadonlyArray<unknown>>
    }
    const query = async (statement: string | PreparedStatement, values: ReadonlyArray<unknown> = []) =>
      (await ask(client, asConfig(statement, values, client.isDirect), millis)).rows
    return {
      lists,
      query,
      answer: ({ text, values = [], rowMode, types }) =>
        ask(client, { text, values: [...values], ...present({ rowMode, types }) }, millis),
      script: async (text) => {
        await ask(client, { text }, millis)
      },
    }
  }

  /**
   * A commit that ended otherwise than it should: rolled back, or stored here and perhaps not where it must be, too.
   */
  const commit = async (client: Client): Promise<void> => {
    let warning: string | undefined
    // Class 01: what a trigger of somebody's merely notes is none.
    const warned = ({
      code = "",
      message = "",
    }: {
      code?: string | undefined
      message?: string | undefined
    }) => {
      if (code.startsWith("01")) warning = message
    }
    client.on("notice", warned)
    try {
      const { command } = await ask(client, { text: "commit" })
      if (command === "ROLLBACK") throw new RolledBack()
      if (warning !== undefined) throw new Error(`the commit was answered with a warning: ${warning}`)
    } finally {
      client.off("notice", warned)
    }
  }

  const transact = <A>(
    work: (tx: ScriptTransaction) => Promise<A>,
    milliseconds?: number,
    statementMillis?: number,
  ): Promise<A> =>
    using(async (client) => {
      const mayIdle = milliseconds === undefined ? undefined : milliseconds + IDLE_IN_TRANSACTION
      try {
        await ask(client, { text: beginning(client.isDirect, limits, mayIdle) })
        const working = work(transactionOn(client, statementMillis))
        const result = await (milliseconds === undefined ? working : within(milliseconds, working))
        await commit(client)
        return result
      } catch (error) {
        // Code that ran out of time may still send statements: its connection is never used again.
        if (!(error instanceof HandlerTimeout || error instanceof NoAnswer))
          await ask(client, { text: "rollback" }).catch(() => client.cut())
        throw error
      }
    })

  const query = (statement: string | PreparedStatement, values: ReadonlyArray<unknown>) =>
    using(async (client) => (await ask(client, asConfig(statement, values, client.isDirect))).rows)

  /** The clock is read anew beside what it was asked for, and what goes wrong with that is heard elsewhere. */
  const sampleClock = (): void => {
    const askedAt = clock.ticks()
    clock.postpone()
    query("select extract(epoch from clock_timestamp()) * 1000 as millis", []).then(
      ([row]) => clock.note(Number(row?.["millis"]), askedAt, clock.ticks()),
      ignore,
    )
  }

  let isDirect = false
  /** Waits for statements under way; foreign code that still holds a connection after that loses it. */
  const close = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    const cutOff = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const client of clients) client.cut()
        resolve()
      }, CLOSE_WITHIN)
    })
    await Promise.race([pool.end(), cutOff])
    clearTimeout(timer)
  }
  const listenUrl = (): string | undefined => options.listenUrl ?? (isDirect ? options.url : undefined)

  return {
    kind: "postgresql",
    query,
    transact,
    connections: options.connections,
    waiting: () => pool.waitingCount,
    now: () => {
      if (clock.isStale) sampleClock()
      return clock.read()
    },
    meet: () =>
      using(async (client) => {
        isDirect = client.isDirect
      }),
    listener: () => {
      const url = listenUrl()
      if (url === undefined) return undefined
      const connection = {
        connectionString: url,
        connectionTimeoutMillis: options.connectMillis,
        application_name: "qriskit-payments",
        keepAlive: true,
      }
      return (channel, heard, broke) => listenTo(connection, channel, heard, broke)
    },
    close,
  }
}
