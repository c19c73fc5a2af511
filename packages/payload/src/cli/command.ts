import type { OptionName, Options } from "./options.js"
import { type Outcome, UsageError } from "./outcome.js"

/** One of the commands of `qris`. */
export interface Command {
  /** What it knows beside the options of all commands; any other is refused. */
  readonly options: ReadonlyArray<OptionName>
  readonly run: (argument: string | undefined, options: Options) => Promise<Outcome>
}

/** What every command knows. */
const COMMON: ReadonlyArray<OptionName> = ["json", "lang", "help"]

/** Refuses options that a command would not look at: whoever gives one expects something of it. */
export const refuseUnknown = (name: string, { options }: Command, given: ReadonlyArray<string>): void => {
  const known: ReadonlyArray<string> = [...options, ...COMMON]
  const unknown = given.find((option) => !known.includes(option))
  if (unknown === undefined) return
  const listed = known.map((option) => `--${option}`).join(", ")
  throw new UsageError(`qris ${name} has no option --${unknown}; it has ${listed}.`)
}

/** Refuses an option that is given twice: which of two amounts counts is not for us to guess. */
export const refuseRepeated = (given: ReadonlyArray<string>): void => {
  const repeated = given.find((option, at) => given.indexOf(option) !== at)
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given more than once.`)
}
