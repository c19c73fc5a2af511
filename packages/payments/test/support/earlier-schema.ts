import type { Driver } from "../../src/database/connected.js"
import { SCHEMA_VERSION } from "../../src/database/migrate.js"
import { MIGRATIONS } from "../../src/database/migrations.js"

/** Makes a database what a release with this version of the schema left behind, empty. */
export const createVersion = (driver: Driver, version: number): Promise<void> =>
  driver.transact(async (tx) => {
    await tx.query("drop schema if exists qriskit cascade")
    await tx.query("create schema qriskit")
    await tx.query(SCHEMA_VERSION)
    for (const migration of MIGRATIONS.slice(0, version)) {
      await tx.script(migration.sql)
      await tx.query("insert into qriskit.schema_version (version, name) values ($1, $2)", [
        migration.version,
        migration.name,
      ])
    }
  })
