import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { freePort } from "@qriskit/testing/free-port"

/** Debian's pgbouncer, where it is installed. */
export const PGBOUNCER: string | undefined = ["pgbouncer", "/usr/sbin/pgbouncer"].find(
  (path) => spawnSync(path, ["--version"]).status === 0,
)

/** A pooler in transaction mode in front of a server, with its own defaults. */
export const startPgbouncer = async (serverUrl: string, more: ReadonlyArray<string> = []) => {
  if (PGBOUNCER === undefined) throw new Error("pgbouncer is not installed: apt-get install pgbouncer")
  const server = new URL(serverUrl)
  const folder = await mkdtemp(join(tmpdir(), "qriskit-pgbouncer-"))
  await chmod(folder, 0o755)
  const port = await freePort()
  await writeFile(join(folder, "users.txt"), `"${server.username}" "${server.password}"\n`)
  await writeFile(
    join(folder, "pgbouncer.ini"),
    [
      "[databases]",
      `* = host=127.0.0.1 port=${server.port}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = plain",
      `auth_file = ${join(folder, "users.txt")}`,
      "pool_mode = transaction",
      "default_pool_size = 8",
      ...more,
    ].join("\n"),
  )
  // It refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ["-u", "nobody"] : []
  const child = spawn(PGBOUNCER, ["-q", ...asRoot, join(folder, "pgbouncer.ini")], { stdio: "ignore" })
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  const stands = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1")
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false))
      socket.once("connect", () => socket.destroy())
    })
  for (const end = Date.now() + 10_000; !(await stands()); await setTimeout(50))
    if (Date.now() > end) throw new Error("pgbouncer does not listen")
  const url = new URL(serverUrl)
  url.port = String(port)
  return {
    url: url.href,
    stop: async () => {
      process.off("exit", kill)
      kill()
      await once(child, "exit")
      await rm(folder, { recursive: true, force: true })
    },
  }
}
