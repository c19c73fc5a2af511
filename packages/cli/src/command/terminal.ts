import { createInterface } from "node:readline/promises"
import type { Paper } from "../text/paper.js"

/** What the command line is given by its surroundings. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  /** Who sits there, as the system calls them. */
  readonly user: string
  readonly paper: Paper
  /** Asks a question; absent where nobody sits there. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  /**
   * Waits where whoever reads along is slow. Gives whether anybody still reads: `qriskit find --all | head -1` stops.
   * Rejects with `OutputFailure`.
   */
  out(lines: ReadonlyArray<string>): Promise<boolean>
  complain(lines: ReadonlyArray<string>): void
  /** Resolves when somebody ends it: Ctrl-C, or SIGTERM. */
  readonly ended: Promise<void>
}

type Environment = Terminal["environment"]

/** Standard output takes nothing more, such as a file on a disk that is full. */
export class OutputFailure extends Error {
  override readonly name = "OutputFailure"
  /** The system's word for it. */
  readonly code: string

  constructor(code: string) {
    super(`standard output cannot be written to (${code})`)
    this.code = code
  }
}

/** Colours are for a screen, and for whoever wants them: https://no-color.org. */
const paperOf = (environment: Environment): Paper => ({
  width: process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
  hasColours:
    process.stdout.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb",
})

const question = async (text: string): Promise<string> => {
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-D, and Ctrl-C, are an answer: no.
  const closed = new Promise<string>((resolve) => reader.once("close", () => resolve("")))
  try {
    return await Promise.race([reader.question(text), closed])
  } finally {
    reader.close()
  }
}

const isNobodyThere = ({ code }: NodeJS.ErrnoException): boolean => code === "EPIPE"

const write = (text: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    if (process.stdout.destroyed) resolve(false)
    else
      process.stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
        if (error === undefined || error === null) resolve(true)
        else if (isNobodyThere(error)) resolve(false)
        else reject(new OutputFailure(error.code ?? error.name))
      })
  })

/** Failures of a stream belong to whoever writes; where nobody reads complaints, they are lost. */
const leaveFailuresToWriters = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
}

/** This process's own terminal. */
export const terminalOf = (environment: Environment, version: string, user: string): Terminal => {
  leaveFailuresToWriters()
  return {
    environment,
    version,
    user,
    paper: paperOf(environment),
    ask: process.stdin.isTTY === true ? question : undefined,
    out: async (lines) => lines.length === 0 || write(`${lines.join("\n")}\n`),
    complain: (lines) => {
      if (lines.length > 0) process.stderr.write(`${lines.join("\n")}\n`)
    },
    // A second one ends the process, as it does by itself.
    ended: new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve())
    }),
  }
}
