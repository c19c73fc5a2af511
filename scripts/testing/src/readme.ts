import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"

/** A package's README: its text, and its programs. */
export interface Readme {
  readonly text: string
  /** In order. */
  readonly examples: ReadonlyArray<string>
  /** Runs a program as a process of its own, against the built package. Its lines of output come one by one. */
  run(code: string, env: Readonly<Record<string, string>>): Program
}

/** A program that runs. */
export interface Program extends AsyncDisposable {
  nextLine(): Promise<string>
  readonly ended: Promise<number | null>
}

/** @param folder of the package */
export const readmeIn = (folder: URL): Readme => {
  const text = readFileSync(new URL("README.md", folder), "utf8")
  return {
    text,
    examples: [...text.matchAll(/^```ts(?: runnable)?\n(.*?)^```$/gms)].map(([, code = ""]) => code),
    run: (code, env) => {
      const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", code], {
        cwd: folder,
        env: { ...env, NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      })
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      return {
        nextLine: async () => {
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
    },
  }
}
