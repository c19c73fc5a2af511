import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Result from "effect/Result"
import { EXIT, type ExitCode, exitCodeOf, failureOf } from "../failure.js"
import { type Desk, openDesk } from "../open/desk.js"
import { inert } from "../text/inert.js"
import { VERBS } from "../verbs/table.js"
import type { Verb, VerbError } from "../verbs/verb.js"
import { agreedTo, NO, ofUser } from "./agree.js"
import { HELP, helpOf } from "./help.js"
import { flagOf } from "./options.js"
import { type Parsed, parseVerb } from "./parse.js"
import { placeOf } from "./place-of.js"
import { printed } from "./print.js"
import type { Terminal } from "./terminal.js"
import { UsageError } from "./usage-error.js"
import { watchLive } from "./watching.js"

/** A verb's own failure, on its way to whoever says it. */
class Failed extends Error {
  override readonly name = "Failed"
  readonly failure: VerbError
  constructor(failure: VerbError) {
    super(failure.message)
    this.failure = failure
  }
}

/** Who sits at a terminal is told what went wrong, and not each warning on the way. */
const quietly = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.provideService(effect, References.MinimumLogLevel, "Error")

const run = async <A>(effect: Effect.Effect<A, VerbError>): Promise<A> => {
  const exit = await Effect.runPromiseExit(quietly(effect))
  if (Exit.isSuccess(exit)) return exit.value
  const failure = Cause.findError(exit.cause)
  throw Result.isSuccess(failure) ? new Failed(failure.success) : Cause.squash(exit.cause)
}

const done = async (verb: Verb, parsed: Parsed, desk: Desk, terminal: Terminal): Promise<ExitCode> => {
  if (parsed.isDryRun) {
    const { lines } = await run(desk.preview(verb, { by: "?", why: "?", ...parsed.input }))
    await terminal.out(parsed.isJson ? [JSON.stringify({ wouldDo: lines })] : lines.map(inert))
    return EXIT.fine
  }
  if (verb.name === "watch") {
    // Checked as every verb's input is, before anything is watched.
    await run(verb.check(parsed.input))
    await run(watchLive(desk, parsed.input, parsed.isJson, terminal))
    return EXIT.fine
  }
  if (!verb.isDangerous)
    return printed(verb, ofUser(verb, parsed.input, terminal), parsed, desk, terminal, run)
  const agreed = await agreedTo(verb, parsed, terminal, desk, run)
  if (agreed.isAgreed) return printed(verb, agreed.input, parsed, desk, terminal, run)
  terminal.complain([agreed.says])
  return NO
}

/** Names of fields as they are written on the command line. */
const asWritten = (verb: Verb, message: string): string =>
  Object.entries(verb.options).reduce(
    (text, [name, { isPositional, value = name }]) =>
      text.replace(
        new RegExp(`(: |; )${name} `),
        `$1${isPositional === true ? value : `--${flagOf(name)}`} `,
      ),
    message,
  )

/** What helps here, and is nothing that payments know of. */
const hintOf = (error: VerbError): string => {
  if (error._tag === "NoSuchPayment") return " qriskit find looks in every account, and by every id."
  return error._tag === "UnusableDatabase" && error.kind === "older_schema"
    ? " Here that is: qriskit migrate --dry-run, then qriskit migrate."
    : ""
}

const complaintOf = (
  error: unknown,
  verb: Verb | undefined,
  isJson: boolean,
): readonly [string, ExitCode] => {
  if (error instanceof Failed) {
    const failure = failureOf(error.failure)
    const message = verb === undefined ? failure.message : asWritten(verb, failure.message)
    return [
      isJson
        ? JSON.stringify({ error: { ...failure, message } })
        : `${inert(message)}${hintOf(error.failure)}`,
      exitCodeOf(error.failure),
    ]
  }
  if (error instanceof UsageError) {
    const help =
      verb === undefined ? "qriskit --help lists the verbs." : `qriskit ${verb.name} --help says more.`
    return [
      isJson
        ? JSON.stringify({ error: { tag: "UsageError", message: error.message, outcome: "not_done" } })
        : `${inert(error.message)}\n${help}`,
      EXIT.misuse,
    ]
  }
  // Whatever it holds is nothing that this tool knows to be free of secrets.
  return [
    `qriskit ended with a fault of its own (${error instanceof Error ? error.name : typeof error}).`,
    EXIT.fault,
  ]
}

const perform = async (verb: Verb, args: ReadonlyArray<string>, terminal: Terminal): Promise<ExitCode> => {
  const parsed = parseVerb(verb, args)
  if (parsed.isHelp) {
    await terminal.out([helpOf(verb)])
    return EXIT.fine
  }
  const desk = openDesk(placeOf(parsed, terminal))
  try {
    return await done(verb, parsed, desk, terminal)
  } finally {
    await desk.close()
  }
}

const general = async (name: string | undefined, rest: ReadonlyArray<string>, terminal: Terminal) => {
  const asked = name === "help" ? VERBS.find((verb) => verb.name === rest[0]) : undefined
  if (name === "--version" || name === "-v") await terminal.out([terminal.version])
  else if (name === "--help" || name === "-h" || name === "help")
    await terminal.out([asked === undefined ? HELP : helpOf(asked)])
  else if (name === undefined) throw new UsageError("A verb is missing.")
  else if (name.startsWith("-")) throw new UsageError("The verb comes first: qriskit find --order-id 1001.")
  else throw new UsageError(`There is no verb "${name}".`)
  return EXIT.fine
}

/** Runs the command line `qriskit <arguments>`. Never rejects: what goes wrong is said, and an exit code. */
export const runCommand = async (
  [name, ...rest]: ReadonlyArray<string>,
  terminal: Terminal,
): Promise<ExitCode> => {
  const verb = VERBS.find((candidate) => candidate.name === name)
  try {
    return await (verb === undefined ? general(name, rest, terminal) : perform(verb, rest, terminal))
  } catch (error) {
    const [complaint, code] = complaintOf(error, verb, rest.includes("--json"))
    terminal.complain([complaint])
    return code
  }
}
