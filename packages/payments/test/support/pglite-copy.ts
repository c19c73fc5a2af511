import { PGlite } from "@electric-sql/pglite"
import { migrate } from "../../src/database/migrate.js"
import { overPglite } from "../../src/database/pglite.js"

/** A migrated PGlite's data: to load it takes a quarter of the time that a new one takes. */
export const migratedPglite = async (): Promise<Blob> => {
  const client = await PGlite.create("memory://")
  await migrate(overPglite(client))
  const dump = await client.dumpDataDir("none")
  await client.close()
  return dump
}

/** A database of a test's own, in memory. Whoever takes it closes it. */
export const copyOfPglite = (migrated: Blob): Promise<PGlite> =>
  PGlite.create("memory://", { loadDataDir: migrated })
