import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** The folder of the whole workspace. */
export const WORKSPACE = fileURLToPath(new URL("../../../", import.meta.url))

const PNPM = fileURLToPath(new URL("node_modules/.bin/pnpm", `file://${WORKSPACE}`))

/**
 * The pnpm that this workspace brings. Rejects with what pnpm printed.
 *
 * @param folder where it runs
 */
export const pnpm = async (folder: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout } = await promisify(execFile)(PNPM, args, { cwd: folder, maxBuffer: 64 * 2 ** 20 }).catch(
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(
        `pnpm ${args.join(" ")} failed in ${folder}:\n${error.stdout ?? ""}${error.stderr ?? error.message}`,
        {
          cause: error,
        },
      )
    },
  )
  return stdout
}
