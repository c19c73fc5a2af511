import { EXIT, type ExitCode, exitCodeOf, type Failure, failureOf } from "../failure.js"
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
import { carryingOut, Failed, looking, Stopped } from "./running.js"
import { OutputFailure, type Terminal } from "./terminal.js"
import { UsageError } from "./usage-error.js"
import { watch } from "./watching.js"

const done = async (verb: Verb, parsed: Parsed, desk: Desk, terminal: Terminal): Promise<ExitCode> => {
  const look = looking(terminal)
  if (parsed.isDryRun) {
    const { lines } = await look(desk.preview(verb, { by: "?", why: "?", ...parsed.input }))
    await terminal.out(parsed.isJson ? [JSON.stringify({ wouldDo: lines })] : lines.map(inert))
    return EXIT.fine
  }
  if (verb.name === "watch") {
    // Checked as every verb's input is, before anything is watched.
    await look(verb.check(parsed.input))
    await watch(desk, parsed.input, parsed.isJson, terminal)
    return EXIT.fine
  }
  const run = verb.access === "look" ? look : carryingOut(terminal)
  if (!verb.isDangerous)
    return printed(verb, ofUser(verb, parsed.input, terminal), parsed, desk, terminal, run)
  const agreed = await agreedTo(verb, parsed, terminal, desk, look)
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

/** What went wrong, for people and for scripts. */
interface Complaint {
  readonly error: Pick<Failure, "tag" | "message" | "outcome">
  /** What helps whoever sits there. */
  readonly hint?: string
  readonly code: ExitCode
}

/** What was answered is lost; what was done is done. */
const outputLost = ({ name, message }: OutputFailure, verb: Verb | undefined): Complaint =>
  verb?.access === "write"
    ? {
        error: {
          tag: name,
          message: `It may have been done, and ${message}: look with qriskit show.`,
          outcome: "unknown",
        },
        code: EXIT.unknown,
      }
    : {
        error: { tag: name, message: `The answer is not whole: ${message}.`, outcome: "not_done" },
        code: EXIT.fault,
      }

const complaintOf = (error: unknown, verb: Verb | undefined): Complaint => {
  if (error instanceof Failed) {
    const failure = failureOf(error.failure)
    const message = verb === undefined ? failure.message : asWritten(verb, failure.message)
    return {
      error: { ...failure, message },
      hint: hintOf(error.failure),
      code: exitCodeOf(error.failure),
    }
  }
  if (error instanceof UsageError) {
    const help =
      verb === undefined ? "qriskit --help lists the verbs." : `qriskit ${verb.name} --help says more.`
    return {
      error: { tag: "UsageError", message: error.message, outcome: "not_done" },
      hint: `\n${help}`,
      code: EXIT.misuse,
    }
  }
  if (error instanceof Stopped) {
    const message = "Stopped before there was an answer. Nothing was changed."
    return { error: { tag: error.name, message, outcome: "not_done" }, code: EXIT.stopped }
  }
  if (error instanceof OutputFailure) return outputLost(error, verb)
  // Whatever it holds is nothing that this tool knows to be free of secrets.
  const message = `qriskit ended with a fault of its own (${error instanceof Error ? error.name : typeof error}).`
  return {
    error: { tag: "Fault", message, outcome: verb?.access === "write" ? "unknown" : "not_done" },
    code: EXIT.fault,
  }
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
    const { error: failure, hint = "", code } = complaintOf(error, verb)
    terminal.complain([
      rest.includes("--json") ? JSON.stringify({ error: failure }) : `${inert(failure.message)}${hint}`,
    ])
    return code
  }
}
