import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { UnusableDatabase } from "../failure.js"
import { addressOf } from "./address.js"
import { connected, type Driver } from "./connected.js"
import { Database } from "./database.js"
import { databaseFailure } from "./driver-error.js"
import { checkSchema, migrate, type SchemaState, schemaStateOf } from "./migrate.js"
import type { EmbeddedClient } from "./pglite.js"
import { checkedSchemaName, inSchema } from "./schema-name.js"

/** How a database is opened. */
export interface DatabaseOptions {
  /** Connections of this process to a server, 2 to 100. Default 10. */
  readonly connections?: number
  /** Milliseconds until a connection to a server must stand. Default 10,000. */
  readonly connectMillis?: number
  /** No statement takes longer, in milliseconds. Default 60,000. */
  readonly statementMillis?: number
  /**
   * A second URL, past a pooler (PgBouncer, Supavisor, RDS Proxy), over which wake-ups between processes are heard.
   * Without it a process behind a pooler looks for due work every `sweepMillis`.
   */
  readonly listenUrl?: string
  /**
   * What the schema is called that holds payments' tables: 1 to 32 small letters, digits and _. Default `qriskit`.
   * Every process on the same payments names the same one; payments in different schemas of one database know
   * nothing of each other.
   */
  readonly schema?: string
  /**
   * Whether the schema is brought up to date at start. Default true. With false it must be already (`migrate`), and the
   * user needs no right to change it.
   */
  readonly migrate?: boolean
  /**
   * How long a start waits for another process that migrates, and a migration may take, in
   * milliseconds. Default 600,000.
   */
  readonly migrateMillis?: number
}

/** A `postgres://` URL, a folder, `memory://`, or a PGlite of the caller's. */
export type DatabasePlace = string | EmbeddedClient

type Opened = Driver & { close(): Promise<void>; readonly madeFolder?: string }

/** A migration may hold tables for long, and others wait for it, in milliseconds. */
const MIGRATE_WITHIN = 600_000

/** SQLSTATE or system code of a failed start, and what to do about it. */
const EXPLANATION: Readonly<Partial<Record<string, readonly [UnusableDatabase["kind"], string]>>> = {
  ECONNREFUSED: [
    "unreachable",
    "nothing listens at its address; check host and port, and that the server runs",
  ],
  ENOENT: ["unreachable", "there is no socket at its path; check host in the URL, and that the server runs"],
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
    "the user lacks a right. It needs CREATE on the database, or a schema of its own: qriskit, or what `schema` names",
  ],
  "08P01": [
    "address",
    "the pooler in between refuses a parameter of the start; take `options` and the like out of the URL, or set ignore_startup_parameters there",
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

// A process needs one of these: what the others load is left where it is.
const openServer = async (url: string, options: DatabaseOptions): Promise<Opened> => {
  const { openPostgresql } = await import("./postgresql.js")
  return openPostgresql({
    url,
    connections: options.connections ?? 10,
    connectMillis: options.connectMillis ?? 10_000,
    statementMillis: options.statementMillis ?? 60_000,
    listenUrl: options.listenUrl,
  })
}

// A PGlite of the caller's is closed by the caller.
const openGiven = async (client: EmbeddedClient): Promise<Opened> => ({
  ...(await import("./pglite.js")).overPglite(client),
  close: async () => {},
})

const openDriver = async (database: DatabasePlace, options: DatabaseOptions): Promise<Opened> => {
  const schema = checkedSchemaName(options.schema)
  return inSchema(await openPlace(database, options), schema)
}

const openPlace = async (database: DatabasePlace, options: DatabaseOptions): Promise<Opened> => {
  if (typeof database !== "string") return openGiven(database)
  const address = addressOf(database)
  if (address.kind === "server") return openServer(address.url, options)
  const { openFolder, openMemory } = await import("./embedded.js")
  return address.kind === "memory"
    ? openMemory()
    : openFolder(address.folder, { mayBeNew: options.migrate !== false })
}

export type { SchemaState }

const open = async (database: DatabasePlace, options: DatabaseOptions): Promise<Opened> => {
  const driver = await openDriver(database, options)
  try {
    await driver.meet?.()
    const migrating = { waitMillis: options.migrateMillis ?? MIGRATE_WITHIN }
    await (options.migrate === false ? checkSchema(driver) : migrate(driver, migrating))
    return driver
  } catch (error) {
    await driver.close().catch(() => undefined)
    throw error
  }
}

/**
 * Opens a database and brings its schema up to date. `database` is a `postgres://` URL, a folder for the embedded
 * PGlite, or `memory://` for one that is forgotten. Fails with `UnusableDatabase`, which says in one
 * sentence what to do.
 */
export const layerDatabase = (
  database: DatabasePlace,
  options: DatabaseOptions = {},
): Layer.Layer<Database, UnusableDatabase> =>
  Layer.effect(
    Database,
    Effect.acquireRelease(
      Effect.tryPromise({ try: () => open(database, options), catch: explain }),
      (driver) => Effect.promise(() => driver.close().catch(() => undefined)),
    ).pipe(
      Effect.tap(({ madeFolder }) =>
        madeFolder === undefined
          ? Effect.void
          : Effect.logInfo(`payments: made a new, empty database in the folder ${madeFolder}`),
      ),
      Effect.map(connected),
    ),
  )

/**
 * Brings a database's schema up to date and closes it again: for deployments that migrate apart from starting
 * (`migrate: false`), with a user who has the rights for it. Rejects with `UnusableDatabase`.
 *
 * @example
 * ```ts no-check: needs a server
 * import { migrateDatabase } from "@qriskit/payments/promise"
 *
 * await migrateDatabase("postgres://owner:…@db/shop")
 * ```
 */
export const migrateDatabase = async (database: string, options: DatabaseOptions = {}): Promise<void> => {
  try {
    const driver = await open(database, { ...options, migrate: true })
    await driver.close()
  } catch (error) {
    throw explain(error)
  }
}

/**
 * Says what a database's schema is and which steps `migrateDatabase` would take. Changes nothing, and makes no folder.
 * Rejects with `UnusableDatabase`.
 *
 * @example
 * ```ts no-check: needs a server
 * import { inspectSchema } from "@qriskit/payments/promise"
 *
 * const { version, needed, pending } = await inspectSchema("postgres://owner:…@db/shop")
 * ```
 */
export const inspectSchema = async (
  database: string,
  options: DatabaseOptions = {},
): Promise<SchemaState> => {
  try {
    const driver = await openDriver(database, { ...options, migrate: false })
    try {
      await driver.meet?.()
      return await schemaStateOf(driver)
    } finally {
      await driver.close()
    }
  } catch (error) {
    throw explain(error)
  }
}
