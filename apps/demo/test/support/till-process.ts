import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const PROGRAM = fileURLToPath(new URL("../../dist/web.js", import.meta.url))

/** The built till, in a process of its own. */
export interface TillProcess {
  /** Everything that it has printed. */
  printed(): string
  /** As `kill -9` does: nothing is finished, nothing is closed. */
  kill(): Promise<void>
  /** As Ctrl-C does. */
  stop(): Promise<void>
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, "exit")
  child.kill(signal)
  await exit
}

/** Starts it and waits until it says that it is ready. Rejects with what it printed where it ends instead. */
export const startTill = async (environment: Readonly<Record<string, string>>): Promise<TillProcess> => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let printed = ""
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString()
      if (printed.includes("Ready.")) resolve()
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    child.on("exit", (code) => reject(new Error(`the till ended with ${code}:\n${printed}`)))
  })
  return {
    printed: () => printed,
    kill: () => ended(child, "SIGKILL"),
    stop: () => ended(child, "SIGTERM"),
  }
}
