// Runs the worker in workerd, the runtime of Cloudflare Workers.
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { build } from "esbuild"

const CONFIGURATION = `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "shop", worker = .shop),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "shop")],
);

const shop :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "dist/worker.mjs")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
);
`

const bundle = () =>
  build({
    entryPoints: ["worker.mjs"],
    outfile: "dist/worker.mjs",
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

/** Bundles the shop, runs it in workerd once, and gives what it saw. */
export const runInWorkerd = async (workerd, order) => {
  await bundle()
  writeFileSync("workerd.capnp", CONFIGURATION)
  const child = spawn(workerd, ["serve", "workerd.capnp", "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  })
  let complaints = ""
  child.stderr.on("data", (text) => {
    complaints = `${complaints}${text}`.slice(-4_000)
  })
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  const ended = new Promise((_, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => reject(new Error(`workerd ended with exit code ${code}:\n${complaints}`)))
  })
  ended.catch(() => {})
  try {
    const port = await Promise.race([portOf(child.stdio[3]), ended])
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(order) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return JSON.parse(text)
  } finally {
    process.off("exit", kill)
    kill()
  }
}
