import type { TestProject } from "vitest/node"
import { migratedTemplate } from "./migrated.js"
import { startPgbouncer } from "./pgbouncer.js"
import { migratedPglite } from "./pglite-copy.js"
import { startPostgres } from "./postgres-server.js"

/** Connections that nobody uses go back after a second: every test has a database of its own, and a pool for it. */
const FOR_MANY_DATABASES = ["max_client_conn = 1000", "server_idle_timeout = 1"]

/** One PostgreSQL server for all test files, which they reach through a pooler in transaction mode. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  const pooler = await startPgbouncer(server.url, FOR_MANY_DATABASES)
  project.provide("postgresUrl", pooler.url)
  project.provide("directUrl", server.url)
  project.provide("template", await migratedTemplate(server.url))
  project.provide("isPooled", true)
  // For a file that is about PGlite and not yet left out.
  project.provide("pgliteDump", await migratedPglite())
  return async () => {
    await pooler.stop()
    await server.stop()
  }
}
