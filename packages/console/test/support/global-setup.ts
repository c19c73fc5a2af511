import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import { createPayments } from "@qriskit/payments/promise"
import type { TestProject } from "vitest/node"

/** One migrated database for all test files, each of which opens copies of it: that takes a quarter of the time. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), "qriskit-console-"))
  const file = join(folder, "migrated.tar")
  const client = await PGlite.create("memory://")
  const payments = await createPayments({ database: client, providers: [], work: false })
  await payments.close()
  await writeFile(file, await (await client.dumpDataDir("none")).bytes())
  await client.close()
  project.provide("migratedDatabase", file)
  return () => rm(folder, { recursive: true, force: true })
}

declare module "vitest" {
  interface ProvidedContext {
    /** The file with a migrated database's data. */
    migratedDatabase: string
  }
}
