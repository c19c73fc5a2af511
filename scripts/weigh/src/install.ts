import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { pnpm } from "./workspace.ts"

/** What is installed, and from where. */
export interface Installation {
  /** What a consumer names: `{ "@qriskit/core": "file:/…/core.tgz" }`, `{ stripe: "23.1.0" }`. */
  readonly dependencies: Readonly<Record<string, string>>
  /** What everything below is forced to: tarballs of packages that no registry has yet, exact versions. */
  readonly overrides?: Readonly<Record<string, string>>
}

/**
 * Installs for production into a new folder, as an application would, in the flat layout that npm makes too. Peers that
 * are not optional are installed; no install script runs.
 *
 * @param folder made if absent; must be outside the workspace
 */
export const install = async (
  folder: string,
  { dependencies, overrides = {} }: Installation,
): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const manifest = { name: "weighed", version: "0.0.0", private: true, type: "module", dependencies }
  const settings = {
    packages: [],
    overrides,
    nodeLinker: "hoisted",
    autoInstallPeers: true,
    ignoreScripts: true,
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2))
  writeFileSync(join(folder, "pnpm-workspace.yaml"), stringify(settings))
  await pnpm(folder, "install", "--prod", "--prefer-offline", "--no-frozen-lockfile")
}
