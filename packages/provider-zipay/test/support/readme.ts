import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"

const FOLDER = new URL("../../", import.meta.url)

export const readme = readFileSync(new URL("README.md", FOLDER), "utf8")

/** The README's programs, in order. */
export const examples: ReadonlyArray<string> = [
  ...readme.matchAll(/^```ts(?: runnable)?\n(.*?)^```$/gms),
].map(([, code = ""]) => code)

/** Runs a program as a process of its own, against the built package. Its lines of output come one by one. */
export const runProgram = (code: string, env: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", code], {
    cwd: FOLDER,
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    nextLine: async (): Promise<string> => {
      const { value = "", done } = await lines.next()
      if (done) throw new Error("the program ended before it said any more")
      return value
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await ended
    },
  }
}
