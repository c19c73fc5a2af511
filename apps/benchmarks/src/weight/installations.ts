import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { install, lockedVersions, pack } from "@qriskit/weigh"
import { versionOf } from "../machine.js"
import type { Subject } from "./subjects.js"

export const PROGRAM = "program.mjs"

/** Packs ours, and installs every subject from there or from the registry into a folder of its own. */
export const installAll = async (
  subjects: ReadonlyArray<Subject>,
  folder: string,
  progress: (line: string) => void,
): Promise<ReadonlyMap<Subject, string>> => {
  const tarballs = Object.fromEntries(
    Object.entries(await pack(folder)).map(([name, path]) => [name, `file:${path}`]),
  )
  const overrides = { ...lockedVersions(), ...tarballs }
  const folders = new Map<Subject, string>()
  for (const [index, subject] of subjects.entries()) {
    const { name, installs, code } = subject
    progress(`installing ${name}`)
    const own = join(folder, String(index))
    await install(own, {
      dependencies: { [installs]: tarballs[installs] ?? versionOf(installs) },
      overrides,
    })
    await writeFile(join(own, PROGRAM), code)
    folders.set(subject, own)
  }
  return folders
}

/** A folder with a program that imports nothing. */
export const emptyProgram = async (folder: string): Promise<string> => {
  const own = join(folder, "empty")
  await mkdir(own)
  await writeFile(join(own, PROGRAM), "export {}")
  return own
}
