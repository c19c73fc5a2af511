import { createInterface } from "node:readline/promises"
import { parseArgs } from "node:util"
import { ACQUIRERS } from "./acquirers.js"
import type { DoctorOptions } from "./doctor.js"
import { NoSuchAcquirer } from "./doctor.js"

/** A mistake in the command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

const OPTIONS = {
  amount: { type: "string", default: "1000" },
  "callback-port": { type: "string" },
  "callback-url": { type: "string" },
  wait: { type: "string", default: "180" },
  out: { type: "string" },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", short: "y", default: false },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", short: "v", default: false },
} as const

export const USAGE = `Usage: npx @qriskit/doctor <acquirer> [options]

Examines your account at an acquirer with your own credentials, and says in one sentence each what differs from how
qriskit reads it. It makes one REAL QR, and cancels it where that is possible.

Acquirers: ${Object.entries(ACQUIRERS)
  .map(([word, { prefix }]) => `${word} (${prefix}*)`)
  .join(", ")}
Credentials come from the environment variables in brackets, as in the provider's README.

  --amount <rupiah>        of the QR; default 1000
  --callback-port <port>   waits on this port for one callback, while you pay the QR
  --callback-url <url>     where this port is reached from outside; sent with the create
  --wait <seconds>         how long a callback is waited for; default 180
  --out <file>             where the evidence goes; default doctor-<acquirer>-<time>.json
  --json                   prints the evidence, and nothing else, on standard output
  --yes                    does not ask before it begins
  --help, --version

Exit code 0: as we read it. 1: something differs. 2: nothing was examined.`

const whole = (name: string, text: string, minimum: number, maximum: number): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= minimum && value <= maximum) return value
  throw new UsageError(`--${name} takes a whole number, ${minimum} to ${maximum}.`)
}

/** What the command line asks for. Throws `UsageError`. */
export interface Command {
  readonly show?: "usage" | "version"
  readonly doctor: Pick<
    DoctorOptions,
    "acquirer" | "amount" | "callbackPort" | "callbackMillis" | "notificationUrl"
  >
  readonly out?: string
  readonly isJson: boolean
  readonly isAgreed: boolean
}

/** Reads the command line. */
export const commandOf = (args: ReadonlyArray<string>): Command => {
  const { values, positionals } = parsed(args)
  const [acquirer = "", ...more] = positionals
  const rest = { isJson: values.json, isAgreed: values.yes }
  if (values.help) return { ...rest, show: "usage", doctor: { acquirer } }
  if (values.version) return { ...rest, show: "version", doctor: { acquirer } }
  if (acquirer === "") throw new UsageError("Which acquirer? npx @qriskit/doctor --help says more.")
  if (more.length > 0) throw new UsageError("One acquirer at a time.")
  if (ACQUIRERS[acquirer] === undefined) throw new UsageError(new NoSuchAcquirer(acquirer).message)
  const { "callback-port": port, "callback-url": url } = values
  if (url !== undefined && !URL.canParse(url)) throw new UsageError("--callback-url takes an address.")
  return {
    ...rest,
    ...(values.out === undefined ? {} : { out: values.out }),
    doctor: {
      acquirer,
      amount: whole("amount", values.amount, 1, 10_000_000),
      callbackMillis: whole("wait", values.wait, 1, 3_600) * 1_000,
      ...(port === undefined ? {} : { callbackPort: whole("callback-port", port, 0, 65_535) }),
      ...(url === undefined ? {} : { notificationUrl: url }),
    },
  }
}

const parsed = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message)
    throw error
  }
}

/** What is asked before anything real is made. */
export const warningOf = ({ acquirer, amount = 0 }: Command["doctor"]): string => {
  const { title = acquirer, callbackAddress = "" } = ACQUIRERS[acquirer] ?? {}
  return [
    "",
    `!!! This uses YOUR account at ${title}, and makes a REAL QR of Rp ${amount.toLocaleString("id-ID")}.`,
    "!!! Whoever pays that QR pays real money. Use a test account where you have one.",
    `    The callback address ${callbackAddress}.`,
    "    The evidence file holds the form of answers, and no secret, id, name or amount.",
    "",
  ].join("\n")
}

/** Asks on the terminal. Without a terminal the answer is no. */
export const isAgreedTo = async (question: string): Promise<boolean> => {
  if (process.stdin.isTTY !== true) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(y|yes|ya)$/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}
