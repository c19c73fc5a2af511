import * as fs from "node:fs"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import * as path from "node:path"
import { runServer } from "verdaccio"

/** A registry on loopback. */
export interface Registry {
  /** With a slash at its end. */
  readonly url: string
  close(): Promise<void>
}

/** Everybody, also without a log-in: it is reachable from this machine alone. */
const EVERYBODY = ["$all"]

const settings = (folder: string, upstream: string) => ({
  self_path: folder,
  configPath: path.join(folder, "config.yaml"),
  storage: path.join(folder, "storage"),
  uplinks: { upstream: { url: upstream } },
  packages: {
    // Never asked of the upstream: a package of this name that somebody else published must not slip in.
    "@qriskit/*": { access: EVERYBODY, publish: EVERYBODY, unpublish: EVERYBODY },
    "**": { access: EVERYBODY, proxy: ["upstream"] },
  },
  max_body_size: "50mb",
  log: {
    type: "file",
    path: path.join(folder, "registry.log"),
    level: "warn",
    format: "json",
    colors: false,
  },
  web: { enable: false },
})

/**
 * Starts a registry in this process, on any free port of loopback. It holds what is published to it, and passes on
 * requests for everything else.
 *
 * @param folder where it keeps its packages and its log
 * @param upstream the registry for packages of other people
 */
export const startRegistry = async (folder: string, upstream: string): Promise<Registry> => {
  fs.mkdirSync(folder, { recursive: true })
  // Verdaccio's type of its settings asks for every default.
  const server: Server = await runServer(settings(folder, upstream) as never)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
