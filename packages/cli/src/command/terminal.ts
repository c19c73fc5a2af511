import { once } from "node:events"
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
  /** Waits where whoever reads along is slow. */
  out(lines: ReadonlyArray<string>): Promise<void>
  complain(lines: ReadonlyArray<string>): void
  /** Resolves when somebody ends it: Ctrl-C, or SIGTERM. */
  readonly ended: Promise<void>
}

type Environment = Terminal["environment"]

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

/** This process's own terminal. */
export const terminalOf = (environment: Environment, version: string, user: string): Terminal => ({
  environment,
  version,
  user,
  paper: paperOf(environment),
  ask: process.stdin.isTTY === true ? question : undefined,
  out: async (lines) => {
    if (lines.length > 0 && !process.stdout.write(`${lines.join("\n")}\n`))
      await once(process.stdout, "drain")
  },
  complain: (lines) => {
    if (lines.length > 0) process.stderr.write(`${lines.join("\n")}\n`)
  },
  ended: new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve())
  }),
})
