import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"

/** The workspace's root. */
export const ROOT = path.resolve(import.meta.dirname, "../../..")

/** What the package manager that started us set is not for those that we start. */
const isOurs = (name: string): boolean => !/^p?npm_/i.test(name)

/** The environment of a user's terminal, with this very Node, and the workspace's pnpm, first in PATH. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => isOurs(name))),
  PATH: [path.dirname(process.execPath), path.join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(
    path.delimiter,
  ),
  TURBO_TELEMETRY_DISABLED: "1",
})

/** The registry that this machine uses for everything else. */
export const machineRegistry = (): string =>
  execFileSync("npm", ["config", "get", "registry"], { env: cleanEnvironment(), encoding: "utf8" }).trim()

/**
 * What every .npmrc here says. The token is a formality: the local registry lets everybody in, and npm does not publish
 * without one.
 */
const settingsFor = (registry: string): ReadonlyArray<string> => [
  `//${new URL(registry).host}/:_authToken=nobody`,
  "fetch-retries=1",
  "audit=false",
  "fund=false",
  "",
]

const writeSettings = (folder: string, lines: ReadonlyArray<string>): void =>
  fs.writeFileSync(path.join(folder, ".npmrc"), lines.join("\n"))

/** Makes a folder's package managers use a registry for everything. */
export const useRegistry = (folder: string, registry: string): void =>
  writeSettings(folder, [`registry=${registry}`, ...settingsFor(registry)])

/**
 * Makes a folder's package managers use a registry for our own packages, which are then never asked of another one.
 * Everything else comes from where this machine gets it, and out of the package manager's cache.
 */
export const useRegistryForOurs = (folder: string, registry: string): void =>
  writeSettings(folder, [`@qriskit:registry=${registry}`, ...settingsFor(registry)])
