import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { PROGRAM } from "./installations.js"

/** Milliseconds from the start of a Node process to its end, when all it does is to import what a program imports. */
export const startingTime = async (folder: string): Promise<number> => {
  const from = performance.now()
  const child = spawn(process.execPath, [join(folder, PROGRAM)], { stdio: ["ignore", "ignore", "inherit"] })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`a program in ${folder} ended with exit code ${code}`)
  return performance.now() - from
}
