import { parseArgs } from "node:util"

/** What the command line asks for. */
export interface Options<Name extends string> {
  readonly only: ReadonlyArray<Name>
  readonly rounds: number
  readonly isQuick: boolean
  readonly wantsHelp: boolean
}

/** The command line cannot be understood. The message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

const ROUNDS = 7
const QUICK_ROUNDS = 3
const MAX_ROUNDS = 100

export const usage = (names: ReadonlyArray<string>): string => `Usage: pnpm bench [options]

Measures every table, writes apps/benchmarks/RESULTS.md and quotes it in README.md.

  --only NAME,NAME   only these tables, printed and not written: ${names.join(", ")}
  --rounds NUMBER    how often each contestant is measured, in turns: 1 to ${MAX_ROUNDS}, ${ROUNDS} if not given
  --quick            a first look: ${QUICK_ROUNDS} rounds, a tenth of the calls, nothing is written
  --help             this text
`

const parsed = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string" },
        quick: { type: "boolean", default: false },
        only: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const roundsOf = (text: string): number => {
  const rounds = Number(text)
  if (!/^\d+$/.test(text) || rounds < 1 || rounds > MAX_ROUNDS)
    throw new UsageError(`--rounds takes a whole number from 1 to ${MAX_ROUNDS}, not "${text}".`)
  return rounds
}

const namesOf = <Name extends string>(text: string, known: ReadonlyArray<Name>): ReadonlyArray<Name> => {
  const wanted = text.split(",").map((name) => name.trim())
  const stranger = wanted.find((name) => !known.some((one) => one === name))
  if (stranger !== undefined)
    throw new UsageError(`There is no table "${stranger}". There are ${known.join(", ")}.`)
  return known.filter((name) => wanted.includes(name))
}

/**
 * Reads the command line.
 *
 * @param names the tables that there are
 * @throws UsageError
 */
export const optionsFrom = <Name extends string>(
  args: ReadonlyArray<string>,
  names: ReadonlyArray<Name>,
): Options<Name> => {
  const { only, rounds, quick, help } = parsed(args)
  return {
    only: only === undefined ? names : namesOf(only, names),
    rounds: rounds === undefined ? (quick ? QUICK_ROUNDS : ROUNDS) : roundsOf(rounds),
    isQuick: quick,
    wantsHelp: help,
  }
}
