import { parseArgs } from "node:util"
import { detectFile } from "../detect/detect.js"
import { StatementReading } from "../engine/reading.js"
import { StatementError } from "../error.js"
import { lineToJson, summaryToJson } from "../json.js"
import type { ReadOptions } from "../options.js"
import { BUILT_IN } from "../profiles/built-in.js"
import { readOptionsOf, UsageError } from "./input.js"
import { OPTIONS, type Options, USAGE } from "./options.js"
import { HEADING, inert, printLine, printSummary } from "./print.js"

/** What the command line is given by its surroundings. */
export interface Terminal {
  readonly version: string
  /** From the environment. */
  readonly password: string | undefined
  /** Asks on a terminal; absent where there is none. */
  readonly ask: (() => Promise<string>) | undefined
  /** Waits where whoever reads along is slow. */
  out(text: string): Promise<void>
  complain(text: string): void
}

/** 0: everything adds up. 1: refused, or something does not add up. 2: wrong use. */
export type ExitCode = 0 | 1 | 2

/** Runs `run` again with a password, if the file wants one and somebody can be asked. */
const withPassword = async <A>(
  options: ReadOptions,
  ask: Terminal["ask"],
  run: (options: ReadOptions) => Promise<A>,
): Promise<A> => {
  try {
    return await run(options)
  } catch (error) {
    const isLocked = error instanceof StatementError && error.reason._tag === "PasswordNeeded"
    if (!isLocked || ask === undefined) throw error
    return run({ ...options, password: await ask() })
  }
}

const readAs = async (
  path: string,
  options: ReadOptions,
  isJson: boolean,
  { out }: Terminal,
): Promise<ExitCode> => {
  const reading = new StatementReading({ path }, options)
  let count = 0
  try {
    for await (const lines of reading) {
      const text = isJson
        ? lines
            .map((line, index) => `${count + index === 0 ? '{"all":[\n' : ",\n"}${lineToJson(line)}`)
            .join("")
        : `${count === 0 ? `${HEADING}\n` : ""}${lines.map(printLine).join("\n")}\n`
      count += lines.length
      await out(text)
    }
  } catch (error) {
    // Lines that were printed already must not be taken for a statement.
    if (isJson && count > 0) await out("\n")
    throw error
  }
  const { summary } = reading
  if (isJson)
    await out(
      `${count === 0 ? '{"all":[' : "\n]"}${count === 0 ? "]" : ""},"summary":${summaryToJson(summary)}}\n`,
    )
  else await out(`${printSummary(summary)}\n`)
  return summary.faults.length === 0 ? 0 : 1
}

const detectAs = async (
  path: string,
  options: ReadOptions,
  isJson: boolean,
  { out }: Terminal,
): Promise<ExitCode> => {
  const detection = await detectFile({ path }, options)
  if (isJson) await out(`${JSON.stringify(detection)}\n`)
  else {
    const fits = detection.fits.map(({ profile, title, why }) => `${profile}: ${title}, ${why}`)
    const others = detection.rejections.map(({ profile, why }) => `not ${profile}: ${why}`)
    await out(`${[...fits, ...others].map(inert).join("\n")}\n`)
  }
  return detection.fits.length === 1 ? 0 : 1
}

const profiles = async ({ out }: Terminal): Promise<ExitCode> => {
  await out(`${BUILT_IN.map(({ id, title }) => `${id.padEnd(24)} ${title}`).join("\n")}\n`)
  return 0
}

const command = async (
  [name, path, ...others]: ReadonlyArray<string>,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> => {
  if (name === "profiles" && path === undefined) return profiles(terminal)
  const run = name === "read" ? readAs : name === "detect" ? detectAs : undefined
  if (run === undefined) throw new UsageError(`There is no command "${name}".`)
  if (path === undefined || others.length > 0) throw new UsageError("One file at a time.")
  const given = await readOptionsOf(options, terminal.password)
  return withPassword(given, terminal.ask, (wanted) => run(path, wanted, options.json === true, terminal))
}

/** Runs the command line `qriskit-statements <arguments>`. Never rejects: what goes wrong is said, and an exit code. */
export const run = async (args: ReadonlyArray<string>, terminal: Terminal): Promise<ExitCode> => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    if (values.help === true) await terminal.out(`${USAGE}\n`)
    else if (values.version === true) await terminal.out(`${terminal.version}\n`)
    else if (positionals.length === 0) throw new UsageError("A command is missing.")
    else return await command(positionals, values, terminal)
    return 0
  } catch (error) {
    if (error instanceof StatementError) {
      // What is wrong is the caller's matter, not the file's.
      const isUse = error.reason._tag === "NoSuchProfile" || error.reason._tag === "InvalidProfile"
      terminal.complain(inert(error.message))
      return isUse ? 2 : 1
    }
    const message = error instanceof Error ? error.message : String(error)
    terminal.complain(`${inert(message)}\nqriskit-statements --help lists the commands.`)
    return 2
  }
}
