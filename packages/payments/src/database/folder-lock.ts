import { mkdir, open, readFile, realpath } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { UnusableDatabase } from "../failure.js"

/** In the folder itself: whatever path leads to it, the lock is the same one. */
const LOCK = "qriskit.lock"

/** Who holds it, for the sentence that says so. Proves nothing. */
const HOLDER = "qriskit.holder"

/** What this leaves in a folder beside the database's own files. */
export const OWN_FILES: ReadonlyArray<string> = [LOCK, `${LOCK}-journal`, HOLDER]

const inUse = (folder: string, holder: string): UnusableDatabase =>
  new UnusableDatabase({
    kind: "in_use",
    description: `the folder ${folder} is open in ${holder}. An embedded database belongs to one process; for several, use a PostgreSQL server. The lock goes with the process that holds it: there is nothing to delete`,
  })

const CANNOT: Readonly<Partial<Record<string, string>>> = {
  EACCES: "this user may not write there; make the folder and give it to the user that this process runs as",
  EPERM: "this user may not write there; make the folder and give it to the user that this process runs as",
  EROFS: "it is on a file system that is read-only; mount a volume there that can be written",
  ENOTDIR: "a part of it is a file, not a folder",
  EEXIST: "there is a file of this name; name a folder",
  ENOSPC: "no space is left there",
}

/** What is wrong with a folder, naming it and what to allow. */
export const unusableFolder = (folder: string, error: unknown): unknown => {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const advice = CANNOT[code]
  return advice === undefined
    ? error
    : new UnusableDatabase({
        kind: "rights",
        description: `the folder ${folder} cannot be used: ${advice} (${code})`,
      })
}

/** Only the folder itself need be writable, so nothing beside it is touched where it exists. */
const ready = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true })
  return realpath(folder)
}

const sqlite = async () => {
  try {
    return await import("node:sqlite")
  } catch {
    throw new UnusableDatabase({
      kind: "missing",
      description:
        "an embedded database in a folder needs a runtime with node:sqlite, for its lock: Node 22.19 or later, Bun 1.4 or Deno 2.9. This one has none",
    })
  }
}

interface Held {
  close(): void
}

/** SQLITE_BUSY. Deno 2.9 gives SQLite's words and leaves out its number. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  ("errcode" in error ? error.errcode === 5 : error.message === "database is locked")

/**
 * A lock of the operating system on a file, through SQLite, which comes with the runtime: whoever gets it has it alone,
 * also where several ask at the same moment, and it ends with the process, however that ends. No process id, host name
 * or age of a file has to be believed. Undefined where another one has it.
 */
const take = async (path: string): Promise<Held | undefined> => {
  const { DatabaseSync } = await sqlite()
  const lock = new DatabaseSync(path)
  try {
    lock.exec("pragma busy_timeout = 0; begin exclusive")
    return lock
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

/** Keeps two processes from opening one folder, which would destroy it: PGlite itself does not notice. */
export const lockFolder = async (given: string): Promise<{ readonly folder: string; release(): void }> => {
  try {
    const folder = await ready(given)
    // SQLite names no reason where it cannot write; the system does. Never try that with the lock's own file: closing
    // it once would let go of every lock that this process has on it.
    const holder = join(folder, HOLDER)
    await (await open(holder, "a")).close()
    const held = await take(join(folder, LOCK))
    if (held === undefined)
      throw inUse(given, (await readFile(holder, "utf8").catch(() => "")) || "another process")
    try {
      const note = await open(holder, "w")
      await note.writeFile(`process ${process.pid} on ${hostname()}`)
      await note.close()
    } catch (error) {
      held.close()
      throw error
    }
    return { folder, release: () => held.close() }
  } catch (error) {
    throw unusableFolder(given, error)
  }
}
