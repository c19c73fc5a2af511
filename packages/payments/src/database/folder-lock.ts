import { mkdir, open, readFile, rm } from "node:fs/promises"
import { hostname } from "node:os"
import { UnusableDatabase } from "../failure.js"

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and is somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

const inUse = (folder: string, holder: string): UnusableDatabase =>
  new UnusableDatabase({
    kind: "in_use",
    description: `the folder ${folder} is open in ${holder}. An embedded database belongs to one process; for several, use a PostgreSQL server. If nothing runs there any more, delete ${folder}.lock`,
  })

/**
 * Keeps two processes from opening one folder, which would destroy it: PGlite itself does not notice. The lock of a
 * process of this host that no longer runs is taken over.
 */
export const lockFolder = async (folder: string): Promise<{ release(): Promise<void> }> => {
  const path = `${folder.replace(/\/+$/, "")}.lock`
  const owner = `${process.pid} ${hostname()}`
  const release = (): Promise<void> => rm(path, { force: true })

  const take = async (isLast: boolean): Promise<void> => {
    try {
      const file = await open(path, "wx")
      await file.writeFile(owner)
      await file.close()
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
      const [pid = "", host = ""] = (await readFile(path, "utf8").catch(() => "")).split(" ")
      const isStale = host === hostname() && Number(pid) !== process.pid && !isRunning(Number(pid))
      if (isLast || !isStale)
        throw inUse(folder, host === hostname() ? `process ${pid}` : `${host || "another host"}`)
      await release()
      await take(true)
    }
  }

  await mkdir(folder, { recursive: true })
  await take(false)
  return { release }
}
