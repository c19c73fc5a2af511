// Runs a worker in workerd, the runtime of Cloudflare Workers.
import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { build } from "esbuild"

const text = (value) => JSON.stringify(value)

/** workerd's configuration, in Cap'n Proto's text. */
const configuration = (variables) => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "shop", worker = .shop),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "shop")],
);

const shop :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [${Object.entries(variables)
    .map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
    .join(", ")}],
);
`

const bundle = (entry, outfile) =>
  build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker"],
    external: ["node:crypto"],
    target: "es2022",
    logLevel: "error",
  })

const portOf = async (stream) => {
  for await (const line of createInterface({ input: stream })) {
    const { event, port } = JSON.parse(line)
    if (event === "listen") return port
  }
  throw new Error("workerd does not listen")
}

/**
 * Bundles a worker and serves it in workerd, on a free port. `printed` gives what its console was
 * told. `close` ends it.
 *
 * @param variables the worker's `env`
 */
export const startWorkerd = async (workerd, entry, variables = {}) => {
  const folder = path.join("dist", path.dirname(entry))
  await bundle(entry, path.join(folder, "worker.mjs"))
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, "workerd.capnp"), configuration(variables))
  const child = spawn(workerd, ["serve", path.join(folder, "workerd.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  })
  let printed = ""
  let complaints = ""
  child.stdout.on("data", (more) => {
    printed += more
  })
  child.stderr.on("data", (more) => {
    complaints = `${complaints}${more}`.slice(-4_000)
  })
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  const ended = new Promise((_, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`workerd ended with exit code ${code}:\n${complaints}`)))
  })
  ended.catch(() => {})
  const port = await Promise.race([portOf(child.stdio[3]), ended])
  return {
    url: `http://127.0.0.1:${port}`,
    printed: () => printed,
    complaints: () => complaints,
    close: () => {
      process.off("exit", kill)
      kill()
    },
  }
}

/** Bundles the shop, runs it in workerd once, and gives what it saw. */
export const runInWorkerd = async (workerd, order) => {
  const { url, close } = await startWorkerd(workerd, "worker.mjs")
  try {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(order) })
    const told = await answer.text()
    if (!answer.ok) throw new Error(told)
    return JSON.parse(told)
  } finally {
    close()
  }
}
