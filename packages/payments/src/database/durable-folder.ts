import { closeSync, fdatasyncSync, fsyncSync, openSync } from "node:fs"
import { open, readdir } from "node:fs/promises"
import { join } from "node:path"
import type { PGlite } from "@electric-sql/pglite"

/** Emscripten's number for an error of the disk. */
const EIO = 29

interface Stream {
  readonly node: unknown
  /** The system's file; absent for a folder. */
  readonly nfd?: number
}

/** What PGlite's module has of Emscripten's file system over Node's, which knows no fsync. */
interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: Stream) => number }
  realPath(node: unknown): string
}

const syncFolder = (path: string): void => {
  const folder = openSync(path, "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Makes PostgreSQL's fsync reach the disk: PGlite's own file system answers it without doing anything. */
const reachTheDisk = (files: NodeFiles): void => {
  files.stream_ops.fsync = (stream) => {
    try {
      if (stream.nfd === undefined) syncFolder(files.realPath(stream.node))
      else fdatasyncSync(stream.nfd)
      return 0
    } catch {
      // PostgreSQL ends rather than go on with a disk that does not keep what it wrote.
      return EIO
    }
  }
}

/** A PGlite file system over a folder whose commits are on the disk when they are acknowledged. */
export const durableFolder = async (folder: string) => {
  const { NodeFS } = await import("@electric-sql/pglite/nodefs")
  return new (class extends NodeFS {
    override async init(
      pglite: PGlite,
      options: Parameters<InstanceType<typeof NodeFS>["init"]>[1],
    ): ReturnType<InstanceType<typeof NodeFS>["init"]> {
      const { emscriptenOpts } = await super.init(pglite, options)
      const preRun = emscriptenOpts.preRun ?? []
      // The module is Emscripten's; its types do not name what it has of Node's files.
      const hook = (module: unknown) => reachTheDisk((module as { NODEFS: NodeFiles }).NODEFS)
      return {
        emscriptenOpts: { ...emscriptenOpts, preRun: [...(Array.isArray(preRun) ? preRun : [preRun]), hook] },
      }
    }
  })(folder)
}

/** Files that are flushed at the same time. */
const AT_ONCE = 32

const flushFile = async (path: string): Promise<void> => {
  const file = await open(path, "r")
  await file.sync().finally(() => file.close())
}

/** Flushes everything below a folder, which the first start wrote without. */
export const flushTree = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (let at = 0; at < files.length; at += AT_ONCE)
    await Promise.all(files.slice(at, at + AT_ONCE).map(flushFile))
  for (const entry of entries) if (entry.isDirectory()) syncFolder(join(entry.parentPath, entry.name))
  syncFolder(folder)
}
