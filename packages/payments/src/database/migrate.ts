import { UnusableDatabase } from "../failure.js"
import type { Driver, ScriptTransaction } from "./connected.js"
import { MIGRATIONS } from "./migrations.js"
import { LOCK_OFFSET } from "./schema-name.js"

/** Any number, as long as no other program on the database uses it for an advisory lock. */
const LOCK = 7_164_912_033

/** PostgreSQL 14: the oldest that PostgreSQL's own project still repairs. */
const OLDEST_SERVER = 140_000

/** Which steps a database has been through. */
export const SCHEMA_VERSION = `
create table if not exists qriskit.schema_version (
  version integer primary key,
  name text not null,
  applied_at timestamptz not null default now()
)`

/**
 * How far a database is: the last step that it has been through, and the oldest release's last step that runs on that.
 */
interface State {
  readonly version: number
  readonly compatibleWith: number
  /** Whether it says what is compatible with it; databases of release 0.1 do not. */
  readonly saysCompatible: boolean
}

const NOTHING: State = { version: 0, compatibleWith: 0, saysCompatible: false }

const stateOf = async ({ query }: Pick<ScriptTransaction, "query">): Promise<State> => {
  const [there] = await query(
    `select to_regclass('qriskit.schema_version') is not null as is_there, exists (
       select from pg_catalog.pg_attribute
       where attrelid = to_regclass('qriskit.schema_version') and attname = 'compatible_with' and not attisdropped
     ) as says`,
  )
  if (there?.["is_there"] !== true) return NOTHING
  const saysCompatible = there["says"] === true
  const [last] = await query(
    `select version, ${saysCompatible ? "coalesce(compatible_with, version)" : "version"} as compatible_with
     from qriskit.schema_version order by version desc limit 1`,
  )
  const version = Number(last?.["version"] ?? 0)
  return { version, compatibleWith: Number(last?.["compatible_with"] ?? 0), saysCompatible }
}

/** The schema may be newer than this code, as long as whoever made it says that this code still runs on it. */
const refuseNewer = ({ version, compatibleWith }: State): void => {
  if (version <= MIGRATIONS.length || compatibleWith <= MIGRATIONS.length) return
  throw new UnusableDatabase({
    kind: "newer_schema",
    description: `its schema has version ${version}, this release knows ${MIGRATIONS.length}: a newer release of @qriskit/payments has been here, and this one does not run on what it made. Run that release or a newer one`,
  })
}

const refuseOldServer = async ({ query }: Pick<ScriptTransaction, "query">): Promise<void> => {
  const [server] = await query("select current_setting('server_version_num')::int as version")
  if (Number(server?.["version"]) >= OLDEST_SERVER) return
  throw new UnusableDatabase({
    kind: "version",
    description: `the server is PostgreSQL ${Math.floor(Number(server?.["version"]) / 10_000)}; 14 or newer is needed`,
  })
}

const bringUpToDate = async (tx: ScriptTransaction): Promise<void> => {
  // Of the transaction, not of the session, so that it holds behind a pooler, too.
  await tx.query(`select pg_advisory_xact_lock($1::bigint + ${LOCK_OFFSET})`, [LOCK])
  // "create schema if not exists" wants the right to create even where nothing is to be created.
  const [existing] = await tx.query("select to_regnamespace('qriskit') is not null as is_there")
  if (existing?.["is_there"] !== true) await tx.query("create schema qriskit")
  await tx.query(SCHEMA_VERSION)
  const state = await stateOf(tx)
  refuseNewer(state)
  if (!state.saysCompatible)
    await tx.query("alter table qriskit.schema_version add column compatible_with integer")
  for (const { version, name, compatibleWith, sql } of MIGRATIONS.slice(state.version)) {
    await tx.script(sql)
    await tx.query(
      "insert into qriskit.schema_version (version, name, compatible_with) values ($1, $2, $3)",
      [version, name, compatibleWith ?? version],
    )
  }
}

/** How long one that migrates waits for another, and a statement of it may take, in milliseconds. */
export interface Migrating {
  readonly waitMillis: number
}

const TOO_LONG: ReadonlySet<unknown> = new Set(["55P03", "57014"])

/**
 * Brings the schema up to date, one process at a time: the others wait for its lock and find nothing left to do.
 * All or nothing. Rejects with `UnusableDatabase` where the server is too old, the schema newer than this code and not
 * compatible with it, or another one's migration takes longer than `waitMillis`.
 */
export const migrate = async (
  driver: Driver,
  { waitMillis }: Migrating = { waitMillis: 600_000 },
): Promise<void> => {
  const query: ScriptTransaction["query"] = (statement, values = []) => driver.query(statement, values)
  await refuseOldServer({ query })
  const { version, saysCompatible } = await stateOf({ query })
  if (version === MIGRATIONS.length && saysCompatible) return
  try {
    await driver.transact(
      async (tx) => {
        await tx.query(
          "select set_config('lock_timeout', $1, true), set_config('statement_timeout', $1, true)",
          [String(waitMillis)],
        )
        await bringUpToDate(tx)
      },
      undefined,
      waitMillis,
    )
  } catch (error) {
    if (!(error instanceof Error && "code" in error && TOO_LONG.has(error.code))) throw error
    throw new UnusableDatabase({
      kind: "busy",
      description: `its schema could not be brought up to date within ${waitMillis} ms: another process is still migrating it, or something holds its tables. Start again, or raise migrateMillis`,
    })
  }
}

/** Looks whether the schema is up to date, and changes nothing. Rejects with `UnusableDatabase` where it is not. */
export const checkSchema = async (driver: Driver): Promise<void> => {
  const query: ScriptTransaction["query"] = (statement, values = []) => driver.query(statement, values)
  await refuseOldServer({ query })
  const state = await stateOf({ query })
  refuseNewer(state)
  if (state.version < MIGRATIONS.length)
    throw new UnusableDatabase({
      kind: "older_schema",
      description: `its schema has version ${state.version}, this release needs ${MIGRATIONS.length}. Run migrateDatabase first, or leave out migrate: false`,
    })
}

/** What a database's schema is, and what bringing it up to date would do. */
export interface SchemaState {
  /** The last step that it has been through; 0 where there is no schema yet. */
  readonly version: number
  /** The version that this release needs. */
  readonly needed: number
  /** The steps that `migrateDatabase` would take, in order. */
  readonly pending: ReadonlyArray<{ readonly version: number; readonly name: string }>
}

/**
 * Says what the schema is, and changes nothing. Rejects with `UnusableDatabase` where this release cannot run on it.
 */
export const schemaStateOf = async (driver: Driver): Promise<SchemaState> => {
  const query: ScriptTransaction["query"] = (statement, values = []) => driver.query(statement, values)
  await refuseOldServer({ query })
  const state = await stateOf({ query })
  refuseNewer(state)
  return {
    version: state.version,
    needed: MIGRATIONS.length,
    pending: MIGRATIONS.slice(state.version).map(({ version, name }) => ({ version, name })),
  }
}
