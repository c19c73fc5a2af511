import type { TestProject } from "vitest/node"
import { migratedTemplate } from "../../../payments/test/support/migrated.js"
import { startPostgres } from "../../../payments/test/support/postgres-server.js"

/** One PostgreSQL server for all test files, each of which makes its own databases on it. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await startPostgres()
  project.provide("postgresUrl", server.url)
  project.provide("template", await migratedTemplate(server.url))
  return server.stop
}
