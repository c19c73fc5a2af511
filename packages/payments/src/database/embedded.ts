import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { PGlite, PGliteOptions } from "@electric-sql/pglite"
import { UnusableDatabase } from "../failure.js"
import type { Driver } from "./connected.js"
import { durableFolder, flushTree } from "./durable-folder.js"
import { lockFolder, OWN_FILES, unusableFolder } from "./folder-lock.js"
import { makeInChild } from "./make-in-child.js"
import { overPglite } from "./pglite.js"

/**
 * Making a database in this process leaves some 300 MB of garbage outside of JavaScript's heap, which V8 is in no hurry
 * to collect: a till would hold it all day. Where a runtime has no such switch it stays.
 */
const collectGarbage = (): void => {
  try {
    setFlagsFromString("--expose-gc")
    runInNewContext("gc()")
    setFlagsFromString("--no-expose-gc")
  } catch {}
}

export type Embedded = Driver & { close(): Promise<void> }

/** There until the first start has come to its end. */
const UNFINISHED = "qriskit.unfinished"

/** A till needs no 128 MB of buffers: the system keeps the same pages. */
const BUFFERS = ["-c", "shared_buffers=16MB", "-c", "wal_buffers=1MB"]

/** PGlite answers an fdatasync without handing it on to its file system; an fsync it hands on. */
const DURABLE = ["-c", "wal_sync_method=fsync"]

/** PostgreSQL's option for `fsync=off`. */
const WITHOUT_FSYNC = "-F"

const INSTALL =
  "an embedded database (a folder, or memory://) needs PGlite, which is not installed: npm install @electric-sql/pglite. A PostgreSQL server needs nothing else: postgres://…"

const pgliteModule = async () => {
  try {
    return await import("@electric-sql/pglite")
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error
    throw new UnusableDatabase({ kind: "missing", description: INSTALL })
  }
}

/** Starts PGlite with little memory; what it says as it fails is what is wrong. */
const start = async (options: PGliteOptions, isDurable: boolean): Promise<PGlite> => {
  const { PGlite } = await pgliteModule()
  const said: Array<string> = []
  const usual = PGlite.defaultStartParams
  try {
    return await PGlite.create({
      ...options,
      startParams: isDurable
        ? [...usual.filter((param) => param !== WITHOUT_FSYNC), ...BUFFERS, ...DURABLE]
        : [...usual, ...BUFFERS],
      onStderr: (line) => {
        said.push(line)
        return true
      },
    })
  } catch (error) {
    throw new Error([...said.slice(-20), error instanceof Error ? error.message : String(error)].join(" "), {
      cause: error,
    })
  }
}

export const openMemory = async (): Promise<Embedded> => {
  const client = await start({ dataDir: "memory://" }, false)
  return { ...overPglite(client), isTemporary: true, close: () => client.close() }
}

/** What stands in the root of a volume without meaning anything. */
const HARMLESS: ReadonlySet<string> = new Set([
  "lost+found",
  ".gitkeep",
  ".DS_Store",
  UNFINISHED,
  ...OWN_FILES,
])

/** What stands in a folder and is somebody's. */
const othersIn = async (folder: string): Promise<ReadonlyArray<string>> =>
  (await readdir(folder)).filter((name) => !HARMLESS.has(name))

/** Whether the folder has no database yet. Refuses one that holds other things, or a first start that was cut off. */
const isNew = async (folder: string): Promise<boolean> => {
  const names = await readdir(folder)
  if (names.includes(UNFINISHED))
    throw new UnusableDatabase({
      kind: "unfinished",
      description: `the folder ${folder} is one of an unfinished first start: the process ended while the database was being made. Nothing was stored in it; delete what is in it and start again`,
    })
  if (names.includes("PG_VERSION")) return false
  const others = await othersIn(folder)
  if (others.length > 0)
    throw new UnusableDatabase({
      kind: "address",
      description: `the folder ${folder} is no database and holds other things (${others.slice(0, 3).join(", ")}); name a new or an empty one`,
    })
  return true
}

const anotherVersion = async (folder: string, error: unknown): Promise<unknown> => {
  const message = error instanceof Error ? error.message : ""
  if (!/incompatible with server|not compatible with this version/.test(message)) return error
  const made = (await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => "another")).trim()
  const own = /this version (\d+)/.exec(message)?.[1]
  return new UnusableDatabase({
    kind: "version",
    description: `the folder ${folder} was made by another PGlite: it holds PostgreSQL ${made}${own === undefined ? "" : `, the PGlite that is installed is PostgreSQL ${own}`}. Install the PGlite release that made it, or take a dump with that and restore it into a new folder`,
  })
}

const openLocked = async (folder: string): Promise<Embedded & { readonly madeFolder?: string }> => {
  const first = await isNew(folder)
  const unfinished = join(folder, UNFINISHED)
  // PGlite is there before anything is written.
  const { PGlite } = await pgliteModule()
  if (first) {
    await writeFile(unfinished, "")
    const failure = await makeInChild(folder, [...PGlite.defaultStartParams, ...BUFFERS])
    // Where it has not begun, it is made here.
    if (failure !== undefined && (await othersIn(folder)).length > 0)
      throw new UnusableDatabase({
        kind: "unfinished",
        description: `the database in the folder ${folder} could not be made: ${failure} Nothing was stored in it; delete what is in it and start again`,
      })
  }
  const client = await start({ fs: await durableFolder(folder) }, true).catch(async (error: unknown) => {
    throw await anotherVersion(folder, error)
  })
  if (first) {
    await flushTree(folder)
    await rm(unfinished)
    collectGarbage()
  }
  return { ...overPglite(client), close: () => client.close(), ...(first ? { madeFolder: folder } : {}) }
}

/** Refuses a folder without a database, before anything is made there. A link leads to where it leads. */
const refuseNew = async (folder: string): Promise<void> => {
  if (
    await stat(join(folder, "PG_VERSION")).then(
      (file) => file.isFile(),
      () => false,
    )
  )
    return
  throw new UnusableDatabase({
    kind: "address",
    description: `there is no database in the folder ${folder}, and none is made where the schema is not to be changed. Check the path, or migrate it first`,
  })
}

/**
 * Opens a folder for this process alone. `madeFolder` is there where it was new.
 *
 * @param how whether a database is made where there is none
 */
export const openFolder = async (
  given: string,
  { mayBeNew }: { readonly mayBeNew: boolean } = { mayBeNew: true },
): Promise<Embedded & { readonly madeFolder?: string }> => {
  if (!mayBeNew) await refuseNew(given)
  const { folder, release } = await lockFolder(given)
  try {
    const opened = await openLocked(folder)
    return {
      ...opened,
      close: async () => {
        try {
          await opened.close()
        } finally {
          release()
        }
      },
    }
  } catch (error) {
    release()
    throw unusableFolder(given, error)
  }
}
