import type { TestProject } from "vitest/node"
import { startPostgres } from "./postgres.js"

/** One PostgreSQL server for all test files, each of which makes its own database on it. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await startPostgres()
  project.provide("postgresUrl", server.url)
  return server.stop
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests make their databases. */
    postgresUrl: string
  }
}
