// Where the shop is run: one row a runtime. Their packages are those of Linux on x64.
import * as path from "node:path"

const at = (file) => path.resolve("binaries/node_modules", file)

/** What each is called, what starts a program on it, and what is expected of it. */
export const RUNTIMES = [
  {
    name: "Node 22.19",
    command: [at("node-22/bin/node")],
    transport: "undici",
    notConnected: "not_sent",
  },
  {
    name: "Node 24",
    command: [at("node-24/bin/node")],
    transport: "undici",
    notConnected: "not_sent",
  },
  {
    name: "Node 26",
    command: [at("node-26/bin/node")],
    transport: "undici",
    notConnected: "not_sent",
  },
  {
    name: "Bun 1.4",
    command: [at("@oven/bun-linux-x64/bin/bun")],
    transport: "fetch",
    notConnected: "not_sent",
  },
  {
    name: "Deno 2.9",
    command: [at("@deno/linux-x64-glibc/deno"), "run", "--quiet", "--allow-all"],
    transport: "undici",
    notConnected: "not_sent",
  },
  {
    name: "workerd",
    worker: at("@cloudflare/workerd-linux-64/bin/workerd"),
    transport: "fetch",
    // Its errors have no code, and its words for a connection that was not made are those for one that broke.
    notConnected: "unknown",
  },
]

/** The newest Node that is too old, and what it is told. */
export const TOO_OLD = {
  name: "Node 20",
  command: [at("node-20/bin/node")],
  told: [
    /^TransportUnavailable: .*needs Node 22\.19 or later, and this is Node 20\./m,
    /^UnusableDatabase: .*needs a runtime with node:sqlite, for its lock: Node 22\.19 or later/m,
  ],
}
