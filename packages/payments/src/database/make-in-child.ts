import { spawn } from "node:child_process"
import { once } from "node:events"
import { basename } from "node:path"
import { text } from "node:stream/consumers"

/**
 * What the child does: makes an empty database and ends. It ends early when nobody holds its input any more, because
 * the process that wanted the database is gone.
 */
const SCRIPT = `
process.stdin.on("end", () => process.exit(1)).resume()
const [pglite, nodefs, folder, params] = process.argv.slice(1)
const { PGlite } = await import(pglite)
const { NodeFS } = await import(nodefs)
const database = await PGlite.create({ fs: new NodeFS(folder), startParams: JSON.parse(params) })
await database.close()
process.exit(0)
`

/** Other runtimes, and programs that hold a runtime, start something else under their own name. */
const IS_NODE = /^node(js)?(\.exe)?$/i

/** What a child says last is why it failed; more than this of it helps nobody. */
const LAST_WORDS = 2_000

/** How it ended: undefined where it could not be started. */
const ended = async (
  folder: string,
  startParams: ReadonlyArray<string>,
): Promise<{ readonly code: unknown; readonly said: string } | undefined> => {
  try {
    // A bundle may know of no PGlite but its own copy. Names that a bundler cannot see: it would look for
    // them as it builds.
    const [pglite = "", nodefs = ""] = ["", "/nodefs"].map((entry) =>
      import.meta.resolve(`@electric-sql/pglite${entry}`),
    )
    const child = spawn(
      process.execPath,
      ["--input-type=module", "-e", SCRIPT, pglite, nodefs, folder, JSON.stringify(startParams)],
      { stdio: ["pipe", "ignore", "pipe"], windowsHide: true },
    )
    const said = text(child.stderr)
    const [code, signal] = await once(child, "close")
    return { code: code ?? signal, said: (await said).trim().slice(-LAST_WORDS) }
  } catch {
    return undefined
  }
}

/**
 * Makes an empty database in a folder, in a process of its own, which takes with it what that needed: a gigabyte for a
 * moment, and some 150 MB that an allocator keeps for good. Gives why it failed, and undefined where it did not;
 * nothing was made where a runtime cannot start itself anew.
 */
export const makeInChild = async (
  folder: string,
  startParams: ReadonlyArray<string>,
): Promise<string | undefined> => {
  if (!IS_NODE.test(basename(process.execPath))) return undefined
  const end = await ended(folder, startParams)
  return end === undefined || end.code === 0
    ? undefined
    : `the process that made it ended with ${end.code} (${end.said}).`
}
