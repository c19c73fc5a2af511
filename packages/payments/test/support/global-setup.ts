import type { TestProject } from "vitest/node"
import { migratedTemplate } from "./migrated.js"
import { PGBOUNCER } from "./pgbouncer.js"
import { migratedPglite } from "./pglite-copy.js"
import { startPostgres } from "./postgres-server.js"

/** One PostgreSQL server for all test files, each of which makes its own databases on it, and one PGlite to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [server, pgliteDump] = await Promise.all([startPostgres(), migratedPglite()])
  project.provide("postgresUrl", server.url)
  project.provide("directUrl", server.url)
  project.provide("template", await migratedTemplate(server.url))
  project.provide("isPooled", false)
  project.provide("pgliteDump", pgliteDump)
  return async () => {
    await server.stop()
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
