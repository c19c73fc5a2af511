import { Socket } from "node:net"
import pg from "pg"
import { UnusableDatabase } from "../failure.js"

const ignore = (): void => {}

/** How long no statement of ours takes, and no transaction idles, in milliseconds. */
export interface Limits {
  readonly statement: number
  readonly idleInTransaction: number
}

/** What this code reads and writes relies on, whatever is set for the database, the role or the server. */
const RELIED_ON: Readonly<Record<string, string>> = {
  DateStyle: "'ISO, MDY'",
  TimeZone: "'UTC'",
  standard_conforming_strings: "'on'",
  client_encoding: "'UTF8'",
}

/** Likewise, where it lasts: a pooler hands the session to somebody else after each transaction. */
const RELIED_ON_IN_SESSION = ({
  statement,
  idleInTransaction,
}: Limits): Readonly<Record<string, string>> => ({
  IntervalStyle: "'postgres'",
  bytea_output: "'hex'",
  extra_float_digits: "'1'",
  default_transaction_isolation: "'read committed'",
  default_transaction_read_only: "'off'",
  default_transaction_deferrable: "'off'",
  statement_timeout: `'${statement}'`,
  lock_timeout: `'${statement}'`,
  idle_in_transaction_session_timeout: `'${idleInTransaction}'`,
  // What we acknowledge is on the disk, unless something stricter, or a choice of replicas, is set.
  synchronous_commit:
    "case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end",
  // Every name of ours has its schema; operators and functions are the system's, whatever stands in front of them: what
  // is not named is searched first.
  search_path:
    "regexp_replace(regexp_replace(current_setting('search_path'), '\"?pg_catalog\"?[[:space:]]*,?[[:space:]]*', '', 'g'), ',[[:space:]]*$', '')",
})

const settings = (all: Readonly<Record<string, string>>, isLocal: boolean): ReadonlyArray<string> =>
  Object.entries(all).map(([name, value]) => `set_config('${name}', ${value}, ${isLocal})`)

/** Begins a transaction that states what it needs, in one message and without relying on the session. */
export const beginning = (isDirect: boolean, limits: Limits, mayIdle?: number): string => {
  const begin = "begin isolation level read committed read write not deferrable"
  const own = mayIdle === undefined ? limits : { ...limits, idleInTransaction: mayIdle }
  if (!isDirect)
    return `${begin}; select ${settings({ ...RELIED_ON, ...RELIED_ON_IN_SESSION(own) }, true).join(", ")}`
  return mayIdle === undefined
    ? begin
    : `${begin}; set local idle_in_transaction_session_timeout = ${mayIdle}`
}

/** What a connection turned out to be. */
export interface Introduction {
  /** Whether this is the server's own session, for us alone, or a pooler's. */
  readonly isDirect: boolean
  /** The server's clock, in milliseconds. */
  readonly time: number
}

/**
 * A socket on which bytes that are no protocol (an answer that was cut and joined to another) break this connection:
 * node-postgres throws as it reads them, out of the event, and that would end the process.
 */
class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...rest: Array<unknown>): boolean {
    try {
      return super.emit(event, ...rest)
    } catch (error) {
      if (event !== "data") throw error
      this.destroy(new Error("the server's answer could not be read", { cause: error }))
      return true
    }
  }
}

/**
 * One connection of ours. It has a listener for its errors from its first moment to its last: the end of a session may
 * come in one packet with the last answer, when nobody holds it.
 */
export class Connection extends pg.Client {
  isDirect = false
  /** What the other end said at the start: a pooler says one of its own. In node-postgres, and missing in its types. */
  declare readonly processID: number | null
  readonly #socket: Socket

  constructor(config: pg.ClientConfig = {}) {
    const socket = new GuardedSocket()
    super({ ...config, stream: () => socket })
    this.#socket = socket
    this.on("error", ignore)
  }

  /** Ends without a farewell: what is at the other end may never answer. */
  cut(): void {
    this.#socket.destroy()
  }
}

/** Whether the session at the other end is a server's own, for this connection alone. */
export const isOwnSession = async (connection: Connection): Promise<boolean> => {
  const { rows } = await connection.query("select pg_backend_pid() as pid")
  return rows[0]?.pid === connection.processID
}

/**
 * Says what this connection relies on, and finds out whether it is a server's own session: a pooler answers for the
 * server with a process id of its own. Rejects with `UnusableDatabase` where the database is not in UTF-8.
 */
export const introduce = async (connection: Connection, limits: Limits): Promise<Introduction> => {
  const own = `pg_backend_pid() = ${connection.processID ?? 0}`
  const inSession = settings(RELIED_ON_IN_SESSION(limits), false).map(
    (setting) => `case when ${own} then ${setting} end`,
  )
  const { rows } = await connection.query({
    text: `select ${own}, current_setting('server_encoding'), extract(epoch from clock_timestamp()) * 1000,
      ${[...settings(RELIED_ON, false), ...inSession].join(", ")}`,
    rowMode: "array",
  })
  const [isDirect, encoding, time] = (rows[0] ?? []) as ReadonlyArray<unknown>
  if (encoding !== "UTF8")
    throw new UnusableDatabase({
      kind: "encoding",
      description: `the database's encoding is ${encoding}; create it with UTF8, in which every name can be written`,
    })
  connection.isDirect = isDirect === true
  return { isDirect: connection.isDirect, time: Number(time) }
}
