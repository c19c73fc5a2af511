import { PGlite } from "@electric-sql/pglite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { UnusableDatabase } from "../failure.js"
import { connected, type Driver } from "./connected.js"
import { Database } from "./database.js"
import { databaseFailure } from "./driver-error.js"
import { lockFolder } from "./folder-lock.js"
import { migrate } from "./migrate.js"
import { overPglite } from "./pglite.js"
import { openPostgresql } from "./postgresql.js"

/** How a database is opened. */
export interface DatabaseOptions {
  /** Connections of this process to a server, 2 to 100. Default 10. */
  readonly connections?: number
  /** Milliseconds until a connection to a server must stand. Default 10,000. */
  readonly connectMillis?: number
  /** No statement takes longer, in milliseconds. Default 60,000. */
  readonly statementMillis?: number
}

type Opened = Driver & { close(): Promise<void> }

const SERVER = /^postgres(ql)?:\/\//i
const IN_MEMORY = "memory://"
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]+:\/\//i

const address = (description: string): UnusableDatabase =>
  new UnusableDatabase({ kind: "address", description })

/** SQLSTATE or system code of a failed start, and what to do about it. */
const EXPLANATION: Readonly<Partial<Record<string, readonly [UnusableDatabase["kind"], string]>>> = {
  ECONNREFUSED: [
    "unreachable",
    "nothing listens at its address; check host and port, and that the server runs",
  ],
  ENOTFOUND: ["unreachable", "its host name is not known; check the URL"],
  EAI_AGAIN: ["unreachable", "its host name cannot be looked up now"],
  ETIMEDOUT: ["unreachable", "its host does not answer; check host, port and firewall"],
  "57P03": ["unreachable", "the server is starting up or shutting down; try again in a moment"],
  "53300": ["unreachable", "the server has no connection left; lower `connections` or raise max_connections"],
  "28P01": ["credentials", "the server refuses user or password"],
  "28000": ["credentials", "the server refuses this user from this host (pg_hba.conf)"],
  "3D000": ["address", "the server has no database of this name; create it first"],
  "42501": [
    "rights",
    "the user lacks a right. It needs CREATE on the database, or a schema of its own: qriskit",
  ],
  "25006": ["rights", "the server is read-only: this is a standby; use the primary's address"],
}

/** node-postgres gives no code when a connection does not come about in time, or is closed before it stands. */
const SAYS_UNREACHABLE = /timeout|connection terminated/i

const explain = (error: unknown): UnusableDatabase => {
  if (error instanceof UnusableDatabase) return error
  const { code = "", description } = databaseFailure(error)
  const cause = code === "" && SAYS_UNREACHABLE.test(description) ? "ETIMEDOUT" : code
  const known = Object.hasOwn(EXPLANATION, cause) ? EXPLANATION[cause] : undefined
  if (known === undefined) {
    const said = code === "" ? description : `${description} (${code})`
    return new UnusableDatabase({ kind: "other", description: said })
  }
  const [kind, advice] = known
  return new UnusableDatabase({ kind, description: code === "" ? advice : `${advice} (${code})` })
}

const openServer = (url: string, options: DatabaseOptions): Opened => {
  if (!URL.canParse(url))
    throw address("the PostgreSQL URL cannot be read; it looks like postgres://user:password@host:5432/name")
  return openPostgresql({
    url,
    connections: options.connections ?? 10,
    connectMillis: options.connectMillis ?? 10_000,
    statementMillis: options.statementMillis ?? 60_000,
  })
}

const openMemory = async (): Promise<Opened> => {
  const client = await PGlite.create(IN_MEMORY)
  return { ...overPglite(client), close: () => client.close() }
}

const openFolder = async (folder: string): Promise<Opened> => {
  const lock = await lockFolder(folder)
  try {
    const client = await PGlite.create(folder)
    return {
      ...overPglite(client),
      close: async () => {
        await client.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

const openDriver = async (database: string, options: DatabaseOptions): Promise<Opened> => {
  if (SERVER.test(database)) return openServer(database, options)
  if (database === IN_MEMORY) return openMemory()
  if (OTHER_SCHEME.test(database)) throw address("it must be a postgres:// URL, a folder, or memory://")
  if (database.trim() === "") throw address("its address is empty")
  return openFolder(database)
}

const open = async (database: string, options: DatabaseOptions): Promise<Opened> => {
  const driver = await openDriver(database, options)
  try {
    await migrate(driver)
    return driver
  } catch (error) {
    await driver.close().catch(() => undefined)
    throw error
  }
}

/**
 * Opens a database and brings its schema up to date. `database` is a `postgres://` URL, a folder for the embedded
 * PGlite, or `memory://` for one that is forgotten. Fails with `UnusableDatabase`, which says in one sentence what to do.
 */
export const layerDatabase = (
  database: string,
  options: DatabaseOptions = {},
): Layer.Layer<Database, UnusableDatabase> =>
  Layer.effect(
    Database,
    Effect.acquireRelease(
      Effect.tryPromise({ try: () => open(database, options), catch: explain }),
      (driver) => Effect.promise(() => driver.close().catch(() => undefined)),
    ).pipe(Effect.map(connected)),
  )
