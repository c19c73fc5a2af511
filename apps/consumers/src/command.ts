import { type ChildProcess, spawn } from "node:child_process"

/** A program that ended badly, with the end of what it wrote. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed"
}

/** How a program is run. */
export interface CommandOptions {
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** Seconds after which it is killed. */
  readonly seconds: number
}

const LINES_OF_A_FAILURE = 30

const running = new Set<ChildProcess>()

/** Ends a program and whatever it started: each runs in a process group of its own. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // It has ended by itself.
  }
}

// However this process ends, nothing that it started goes on.
process.on("exit", () => {
  for (const child of running) killGroup(child)
})

const lastLines = (output: string): string =>
  output.trimEnd().split("\n").slice(-LINES_OF_A_FAILURE).join("\n")

/**
 * Runs a program to its end and answers what it wrote, both streams together.
 *
 * @throws CommandFailed on another exit code than 0, and when its time is up
 */
export const run = (
  program: string,
  args: ReadonlyArray<string>,
  { folder, environment, seconds }: CommandOptions,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const line = [program, ...args].join(" ")
    const child = spawn(program, args, {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    })
    running.add(child)
    let output = ""
    let isLate = false
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on("data", keep)
    child.stderr.on("data", keep)
    const timer = setTimeout(() => {
      isLate = true
      killGroup(child)
    }, seconds * 1_000)

    child.once("error", (cause) => {
      clearTimeout(timer)
      running.delete(child)
      reject(new CommandFailed(`${line}: ${cause.message}`))
    })
    child.once("close", (code, signal) => {
      clearTimeout(timer)
      running.delete(child)
      if (code === 0) return resolve(output)
      const end = isLate ? `was not done after ${seconds} s` : `ended with ${signal ?? `exit code ${code}`}`
      reject(new CommandFailed(`${line} ${end}:\n${lastLines(output)}`))
    })
  })
