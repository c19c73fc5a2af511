// Runs a worker in workerd, the runtime of Cloudflare Workers.
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import workerd from "workerd"

const text = (value) => JSON.stringify(value)

/** workerd's configuration, in Cap'n Proto's text. */
const configuration = (script, env) => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "shop", worker = .shop),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "shop")],
);

const shop :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed ${text(script)})],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [${Object.entries(env)
    .map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
    .join(", ")}],
);
`

/** Starts workerd on a free port. `close` ends it. */
export const startWorkerd = async (script, env) => {
  writeFileSync("workerd.capnp", configuration(script, env))
  const child = spawn(workerd.default, ["serve", "workerd.capnp", "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  })
  process.once("exit", () => child.kill("SIGKILL"))
  const ended = new Promise((_, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`workerd ended with exit code ${code}`)))
  })
  ended.catch(() => {})
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdio[3] })) {
      const { event, port } = JSON.parse(line)
      if (event === "listen") return port
    }
    throw new Error("workerd does not listen")
  })()
  const port = await Promise.race([listening, ended])
  return { url: `http://127.0.0.1:${port}`, close: () => child.kill() }
}
