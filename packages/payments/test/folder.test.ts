import { spawn } from "node:child_process"
import { once } from "node:events"
import fs, { mkdtempSync } from "node:fs"
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { syncBuiltinESMExports } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { openFolder } from "../src/database/embedded.js"
import { lockFolder } from "../src/database/folder-lock.js"

/** A process of its own that takes the lock of a folder when it is told to, and then does nothing. */
const taker = async (folder: string) => {
  const script = `
    const { DatabaseSync } = await import("node:sqlite")
    const lock = new DatabaseSync(process.argv[1] + "/qriskit.lock")
    try { lock.exec("pragma busy_timeout = 0; begin exclusive"); console.log("mine") } catch { console.log("taken") }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [said] = await once(child.stdout, "data")
  return { said: String(said).trim(), kill: () => child.kill("SIGKILL"), ended: once(child, "exit") }
}

describe("one opener of a folder, always", () => {
  const root = mkdtempSync(join(tmpdir(), "qriskit-folder-"))
  afterAll(() => rm(root, { recursive: true, force: true }))
  const fresh = async (name: string): Promise<string> => {
    const folder = join(root, name)
    await mkdir(folder)
    return folder
  }

  test("a lock that is held is refused, also in the same process, and is free when it is let go", async () => {
    const folder = await fresh("twice")
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toMatchObject({
      kind: "in_use",
      description: expect.stringContaining(`process ${process.pid}`),
    })
    // The refusal let go of nothing.
    const other = await taker(folder)
    other.kill()
    expect(other.said).toBe("taken")
    lock.release()
    ;(await lockFolder(folder)).release()
  })

  test("one volume under two paths has one lock", async () => {
    const folder = await fresh("volume")
    await symlink(folder, join(root, "other-name"))
    const lock = await lockFolder(folder)
    await expect(lockFolder(join(root, "other-name"))).rejects.toMatchObject({ kind: "in_use" })
    lock.release()
  })

  test("nothing is written beside the folder", async () => {
    const own = await fresh("alone")
    const folder = join(own, "data")
    await mkdir(folder)
    ;(await lockFolder(folder)).release()
    expect(await readdir(own)).toEqual(["data"])
  })

  test("whatever a killed process left, its pid included, stands in nobody's way", async () => {
    const folder = await fresh("crashed")
    const killed = await taker(folder)
    expect(killed.said).toBe("mine")
    await expect(lockFolder(folder)).rejects.toMatchObject({ kind: "in_use" })
    killed.kill()
    await killed.ended
    await writeFile(join(folder, "qriskit.holder"), `process ${process.pid} on elsewhere`)
    await writeFile(`${folder}.lock`, "")
    ;(await lockFolder(folder)).release()
  })

  test("of several that start at the same moment after a crash, one gets it", async () => {
    for (let round = 0; round < 3; round++) {
      const folder = await fresh(`race-${round}`)
      const first = await taker(folder)
      first.kill()
      await first.ended
      const all = await Promise.all([taker(folder), taker(folder), taker(folder), taker(folder)])
      expect(all.filter(({ said }) => said === "mine")).toHaveLength(1)
      for (const { kill } of all) kill()
    }
  })

  test.runIf(process.getuid?.() !== 0)(
    "a folder that may not be written is named, and what to allow",
    async () => {
      const folder = await fresh("closed")
      const { chmod } = await import("node:fs/promises")
      await chmod(folder, 0o500)
      await expect(lockFolder(folder)).rejects.toMatchObject({
        kind: "rights",
        description: expect.stringContaining(folder),
      })
    },
  )

  test("a file where a folder should be is named", async () => {
    const file = join(root, "file")
    await writeFile(file, "")
    await expect(lockFolder(file)).rejects.toMatchObject({ kind: "rights" })
    await expect(lockFolder(join(file, "below"))).rejects.toMatchObject({ kind: "rights" })
  })

  test("an unfinished first start, a folder with other things and another version are named as what they are", async () => {
    const unfinished = await fresh("unfinished")
    await writeFile(join(unfinished, "qriskit.unfinished"), "")
    await expect(openFolder(unfinished)).rejects.toMatchObject({ kind: "unfinished" })
    const sources = await fresh("sources")
    await writeFile(join(sources, "main.ts"), "")
    await expect(openFolder(sources)).rejects.toMatchObject({
      kind: "address",
      description: expect.stringContaining("main.ts"),
    })
    expect(await stat(join(sources, "main.ts"))).toBeDefined()
  })

  describe("where a new database is made", () => {
    const node = process.execPath
    const folder = join(root, "made", "below")
    const note = join(root, "note")
    let first: Awaited<ReturnType<typeof openFolder>>

    /** Stands in Node's place for the process that makes a database. */
    const inPlaceOfNode = async (name: string, script: string) => {
      const path = join(await fresh(name), "node")
      await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
      process.execPath = path
    }

    beforeAll(async () => {
      await inPlaceOfNode(
        "noting",
        `"${node}" "$@"; code=$?; ls "${folder}" > "${note}"; echo "ended with $code" >> "${note}"; exit $code`,
      )
      first = await openFolder(folder)
    })
    afterEach(() => {
      process.execPath = node
    })

    test("in a process of its own, whose memory goes with it", async () => {
      expect(await first.query("select 1 as one", [])).toEqual([{ one: 1 }])
      // It was there when that process ended, and nobody else had opened it.
      const found = (await readFile(note, "utf8")).split("\n")
      expect(found).toEqual(expect.arrayContaining(["PG_VERSION", "base", "ended with 0"]))
      expect(found).not.toContain("postmaster.pid")
    })

    test("a new folder is said to be one; its commits reach the disk; another version's is named", async () => {
      expect(first.madeFolder).toBeDefined()
      const [durable] = await first.query("select current_setting('fsync') as fsync", [])
      expect(durable).toEqual({ fsync: "on" })
      const flush = fs.fdatasyncSync
      let flushed = 0
      fs.fdatasyncSync = (file) => {
        flushed += 1
        flush(file)
      }
      syncBuiltinESMExports()
      await first.query("create table kept (id integer)", [])
      const before = flushed
      for (let id = 0; id < 5; id += 1) await first.query("insert into kept values ($1)", [id])
      expect(flushed - before).toBeGreaterThanOrEqual(5)
      fs.fdatasyncSync = flush
      syncBuiltinESMExports()
      await first.close()
      const again = await openFolder(folder)
      expect(again.madeFolder).toBeUndefined()
      await again.close()
      await writeFile(join(folder, "PG_VERSION"), "16\n")
      await expect(openFolder(folder)).rejects.toMatchObject({
        kind: "version",
        description: expect.stringContaining("PostgreSQL 16"),
      })
    })

    test("in this one where no other can be started", async () => {
      process.execPath = join(root, "nowhere", "node")
      const opened = await openFolder(await fresh("here"))
      expect(await opened.query("select 1 as one", [])).toEqual([{ one: 1 }])
      await opened.close()
    })

    test("what breaks off is told of, and is never taken for a database", async () => {
      const folder = await fresh("broken-off")
      await inPlaceOfNode("breaking", `touch "${folder}/base"; echo "the disk is gone" >&2; exit 3`)
      await expect(openFolder(folder)).rejects.toMatchObject({
        kind: "unfinished",
        description: expect.stringContaining("the process that made it ended with 3 (the disk is gone)"),
      })
      process.execPath = node
      await expect(openFolder(folder)).rejects.toMatchObject({ kind: "unfinished" })
    })
  })
})
