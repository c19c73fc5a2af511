import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { machineRegistry } from "./environment.ts"
import { startRegistry } from "./registry.ts"

const MINUTES = 15

/** Where a command works. */
export interface Place {
  /** Temporary and empty. */
  readonly folder: string
  /** Address of a registry on loopback that holds nothing yet. */
  readonly registry: string
}

/** A signal ends this process as it would have, but with what is done at its exit. */
const exitOnSignals = (): void => {
  process.once("SIGINT", () => process.exit(130))
  process.once("SIGTERM", () => process.exit(143))
}

/**
 * Runs a command in a temporary folder with a registry of its own. However it ends, by itself, by a signal or after
 * fifteen minutes, the folder is removed, and registry and programs end with this process.
 *
 * @param keep leaves the folder and says where it is
 * @param work throws where the command fails; its message is what is printed, and the exit code is 1
 */
export const withRegistry = async (keep: boolean, work: (place: Place) => Promise<void>): Promise<void> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "qriskit-"))
  exitOnSignals()
  process.once("exit", () => {
    if (keep) console.log(`What was made is in ${folder}`)
    else fs.rmSync(folder, { recursive: true, force: true })
  })
  const tooLate = setTimeout(() => {
    console.error(`Not done after ${MINUTES} minutes.`)
    process.exit(1)
  }, MINUTES * 60_000)
  try {
    const registry = await startRegistry(path.join(folder, "registry"), machineRegistry())
    await work({ folder, registry: registry.url }).finally(registry.close)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    clearTimeout(tooLate)
  }
}
