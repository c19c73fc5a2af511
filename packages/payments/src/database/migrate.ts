import { UnusableDatabase } from "../failure.js"
import type { Driver } from "./connected.js"
import { MIGRATIONS } from "./migrations.js"

/** Any number, as long as no other program on the database uses it for an advisory lock. */
const LOCK = 7_164_912_033

/** PostgreSQL 14: the oldest that PostgreSQL's own project still repairs. */
const OLDEST_SERVER = 140_000

const SCHEMA = "qriskit"

/** Which steps a database has been through. */
export const SCHEMA_VERSION = `
create table if not exists qriskit.schema_version (
  version integer primary key,
  name text not null,
  applied_at timestamptz not null default now()
)`

/**
 * Brings the schema up to date, one process at a time: the others wait for its lock and find nothing left to do.
 * All or nothing. Rejects with `UnusableDatabase` where the server is too old or the schema newer than this code.
 */
export const migrate = (driver: Driver): Promise<void> =>
  driver.transact(async (tx) => {
    const [server] = await tx.query("select current_setting('server_version_num')::int as version")
    if (Number(server?.["version"]) < OLDEST_SERVER) {
      throw new UnusableDatabase({
        kind: "version",
        description: `the server is PostgreSQL ${Math.floor(Number(server?.["version"]) / 10_000)}; 14 or newer is needed`,
      })
    }
    await tx.query("select pg_advisory_xact_lock($1)", [LOCK])
    // "create schema if not exists" wants the right to create even where nothing is to be created.
    const [existing] = await tx.query("select to_regnamespace($1) is not null as is_there", [SCHEMA])
    if (existing?.["is_there"] !== true) await tx.query(`create schema ${SCHEMA}`)
    await tx.query(SCHEMA_VERSION)
    const [latest] = await tx.query(
      "select coalesce(max(version), 0)::int as version from qriskit.schema_version",
    )
    const version = Number(latest?.["version"])
    if (version > MIGRATIONS.length) {
      throw new UnusableDatabase({
        kind: "newer_schema",
        description: `its schema has version ${version}, this release knows ${MIGRATIONS.length}: a newer release of @qriskit/payments has been here. Run that release or a newer one`,
      })
    }
    for (const migration of MIGRATIONS.slice(version)) {
      await tx.script(migration.sql)
      await tx.query("insert into qriskit.schema_version (version, name) values ($1, $2)", [
        migration.version,
        migration.name,
      ])
    }
  })
