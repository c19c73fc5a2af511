import { EXIT } from "../failure.js"
import type { Desk } from "../open/desk.js"
import { inert } from "../text/inert.js"
import { toned } from "../text/paper.js"
import type { Verb } from "../verbs/verb.js"
import type { Parsed } from "./parse.js"
import type { Run } from "./running.js"
import type { Terminal } from "./terminal.js"
import { UsageError } from "./usage-error.js"

const YES = /^(y|yes|ya)$/i

/** Who sits at the terminal, as a default. */
const userOf = ({ environment, user }: Terminal): string => environment["QRISKIT_BY"] || user

/** What is written where nobody has to be asked. */
export const ofUser = (verb: Verb, input: Parsed["input"], terminal: Terminal): Parsed["input"] =>
  verb.access === "look" || verb.isDangerous
    ? input
    : { by: userOf(terminal), why: "asked on the command line", ...input }

const missing = (input: Parsed["input"]): ReadonlyArray<string> =>
  ["by", "why"].filter((name) => input[name] === undefined).map((name) => `--${name}`)

const answered = async (
  ask: NonNullable<Terminal["ask"]>,
  name: string,
  otherwise: string,
): Promise<string> => {
  const answer = (await ask(otherwise === "" ? `${name}: ` : `${name} [${otherwise}]: `)).trim()
  return answer === "" ? otherwise : answer
}

/** What somebody agreed to, or that they did not. */
export type Agreed =
  | { readonly isAgreed: true; readonly input: Parsed["input"] }
  | { readonly isAgreed: false; readonly says: string }

/**
 * Shows what a dangerous verb would do, and asks for who, why and a yes. What is agreed to is what is done. Throws
 * `UsageError` where nobody can be asked.
 */
export const agreedTo = async (
  verb: Verb,
  parsed: Parsed,
  terminal: Terminal,
  desk: Desk,
  run: Run,
): Promise<Agreed> => {
  const { input } = parsed
  if (parsed.isAgreed) {
    const lacking = missing(input)
    if (lacking.length > 0) throw new UsageError(`--yes needs ${lacking.join(" and ")}: it is recorded.`)
    return { isAgreed: true, input }
  }
  const { ask } = terminal
  if (ask === undefined)
    throw new UsageError(
      `qriskit ${verb.name} asks before it does anything, and nobody can be asked here: give --yes --by <name> --why <text>, or look with --dry-run.`,
    )
  // Who and why are asked for below: what it would do does not depend on them.
  const preview = await run(desk.preview(verb, { by: "?", why: "?", ...input }))
  terminal.complain(preview.lines.map((line) => toned(terminal.paper, "title", inert(line))))
  const by = String(input["by"] ?? (await answered(ask, "By", userOf(terminal))))
  const why = String(input["why"] ?? (await answered(ask, "Why", "")))
  if (why === "") return { isAgreed: false, says: "Nothing was done: there is no reason." }
  return YES.test((await ask("Do it? [y/N] ")).trim())
    ? { isAgreed: true, input: { ...preview.input, by, why } }
    : { isAgreed: false, says: "Nothing was done." }
}

/** The exit code of a no. */
export const NO = EXIT.refused
