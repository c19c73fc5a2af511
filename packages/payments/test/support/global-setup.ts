import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { migratedTemplate } from "./migrated.js"
import { PGBOUNCER } from "./pgbouncer.js"
import { migratedPglite } from "./pglite-copy.js"
import { startPostgres } from "./postgres-server.js"

/** Writes what `copyOfPglite` takes into a file. */
export const dumpPglite = async (file: string): Promise<void> =>
  writeFile(file, await (await migratedPglite()).bytes())

/** One PostgreSQL server for all test files, each of which makes its own databases on it, and one PGlite to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "qriskit-payments-"))
  const pgliteDump = join(folder, "pglite.tar")
  const [server] = await Promise.all([startPostgres(), dumpPglite(pgliteDump)])
  project.provide("postgresUrl", server.url)
  project.provide("directUrl", server.url)
  project.provide("template", await migratedTemplate(server.url))
  project.provide("isPooled", false)
  project.provide("pgliteDump", pgliteDump)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    if (PGBOUNCER === undefined)
      process.stdout.write(
        "\nNothing was tried behind a pooler: pgbouncer is not installed (apt-get install pgbouncer).\n",
      )
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests make their databases: a server's address, or a pooler's in front of it. */
    postgresUrl: string
    /** The same server, past the pooler. */
    directUrl: string
    /** A database there whose schema is up to date, to make copies of. */
    template: string
    isPooled: boolean
    /** The file with a migrated PGlite's data. */
    pgliteDump: string
  }
}
