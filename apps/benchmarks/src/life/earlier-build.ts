import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import type { Setup } from "./messages.js"

const run = promisify(execFile)

/** Before payments had an engine of their own. */
export const EARLIER_COMMIT = "98dc801"

const doorsOf = (folder: string): Setup["modules"] => {
  const door = (name: string) => pathToFileURL(join(folder, "packages", name, "dist/promise.js")).href
  return { payments: door("payments"), provider: door("provider-ifortepay") }
}

/** This build's doors. */
export const thisBuild = (): Setup["modules"] => ({
  payments: import.meta.resolve("@qriskit/payments/promise"),
  provider: import.meta.resolve("@qriskit/provider-ifortepay/promise"),
})

/**
 * Builds an earlier commit into a temporary folder, once: with git's history and a package registry. Rejects where one
 * of them is missing.
 */
export const earlierBuild = async (): Promise<Setup["modules"]> => {
  const folder = join(tmpdir(), `qriskit-${EARLIER_COMMIT}`)
  if (existsSync(folder)) return doorsOf(folder)
  const unfinished = `${folder}-${process.pid}`
  await mkdir(unfinished, { recursive: true })
  try {
    const archive = join(unfinished, "commit.tar")
    // Of a folder within the repository git archives that folder alone, whatever path is named.
    const { stdout: root } = await run("git", ["rev-parse", "--show-toplevel"])
    await run("git", ["-C", root.trim(), "archive", "--output", archive, EARLIER_COMMIT])
    await run("tar", ["-xf", archive], { cwd: unfinished })
    const pnpm = (...args: ReadonlyArray<string>) =>
      run("npx", ["--yes", "pnpm@12", ...args], { cwd: unfinished, maxBuffer: 64 * 1_048_576 })
    await pnpm("install", "--frozen-lockfile")
    await pnpm(
      ..."exec turbo run build --filter=@qriskit/payments... --filter=@qriskit/provider-ifortepay...".split(
        " ",
      ),
    )
    await rename(unfinished, folder)
    return doorsOf(folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}
