import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { PGlite } from "@electric-sql/pglite"
import { migrate } from "../../src/database/migrate.js"
import { overPglite } from "../../src/database/pglite.js"

const SOURCES = fileURLToPath(new URL("../../src/database/", import.meta.url))

/** Where made databases are kept for tests of all packages. */
const KEPT = fileURLToPath(new URL("../../node_modules/.cache/qriskit-tests/", import.meta.url))

/** What tells one migrated database from another: all that makes the schema, and PGlite. */
const stamp = async (): Promise<string> => {
  const names = await readdir(SOURCES, { recursive: true })
  const sources = names.filter((name) => name.endsWith(".ts")).sort()
  const hash = createHash("sha256").update(createRequire(import.meta.url).resolve("@electric-sql/pglite"))
  for (const name of sources) hash.update(name).update(await readFile(join(SOURCES, name)))
  return hash.digest("hex").slice(0, 20)
}

/** A migrated PGlite's data: to load it takes a seventh of the time that a new one takes. */
const make = async (): Promise<Uint8Array> => {
  const client = await PGlite.create("memory://")
  await migrate(overPglite(client))
  const dump = await client.dumpDataDir("none")
  await client.close()
  return new Uint8Array(await dump.arrayBuffer())
}

/** The file with a migrated PGlite's data, which is made where no tests have made it yet. */
export const migratedPglite = async (): Promise<string> => {
  await mkdir(KEPT, { recursive: true })
  const name = `migrated-${await stamp()}.tar`
  const kept = await readdir(KEPT)
  if (!kept.includes(name)) {
    // Whole or not at all, also where several make it at the same time.
    const written = join(KEPT, `${process.pid}.tmp`)
    await writeFile(written, await make())
    await rename(written, join(KEPT, name))
    for (const other of kept.filter((each) => each.endsWith(".tar")))
      await rm(join(KEPT, other), { force: true })
  }
  return join(KEPT, name)
}

/** A database of a test's own, in memory, from the file of a migrated one. Whoever takes it closes it. */
export const copyOfPglite = async (migrated: string): Promise<PGlite> =>
  PGlite.create("memory://", { loadDataDir: new Blob([await readFile(migrated)]) })
