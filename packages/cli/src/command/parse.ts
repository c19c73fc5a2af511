import { parseArgs } from "node:util"
import type { Form } from "../verbs/option.js"
import type { Verb } from "../verbs/verb.js"
import { flagOf, parseOptions } from "./options.js"
import { UsageError } from "./usage-error.js"

/** What stands behind a verb on the command line. */
export interface Parsed {
  /** What the verb is told, as JSON. Its schema decides whether that is right. */
  readonly input: Readonly<Record<string, unknown>>
  readonly isJson: boolean
  readonly isHelp: boolean
  readonly isAgreed: boolean
  readonly isDryRun: boolean
  readonly isAll: boolean
  readonly database?: string
  readonly schema?: string
  readonly providers?: string
}

const WHOLE = /^\d{1,15}$/

/** As JSON has it. What is no whole number is none at all, which its schema refuses in its own words. */
const asJson = (form: Form, written: string | boolean): unknown => {
  if (typeof written === "boolean") return written
  if (form === "whole") return WHOLE.test(written) ? Number(written) : Number.NaN
  return form === "words" ? written.split(",").map((word) => word.trim()) : written
}

const parsed = (verb: Verb, args: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...args],
      options: parseOptions(verb),
      strict: true,
      allowPositionals: true,
      tokens: true,
    })
  } catch (error) {
    // What parseArgs says of an option that it does not know ends with advice about positionals, and
    // some of it has lines.
    const said = error instanceof Error ? error.message.replaceAll("\n", " ") : ""
    const message = said.split(". To specify a positional")[0] ?? ""
    throw new UsageError(`qriskit ${verb.name}: ${message}${message.endsWith(".") ? "" : "."}`)
  }
}

const textAt = (values: Readonly<Record<string, unknown>>, name: string) => {
  const value = values[name]
  return typeof value === "string" ? { [name]: value } : {}
}

/** Reads what stands behind a verb. Throws `UsageError`. */
export const parseVerb = (verb: Verb, args: ReadonlyArray<string>): Parsed => {
  const { values, positionals, tokens } = parsed(verb, args)
  const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []))
  // Which of two amounts counts is not for us to guess.
  const repeated = names.find((name, at) => names.indexOf(name) !== at)
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given more than once.`)
  const places = Object.entries(verb.options).filter(([, { isPositional }]) => isPositional === true)
  if (positionals.length > places.length)
    throw new UsageError(
      `qriskit ${verb.name} takes ${places.length === 0 ? "nothing" : "one thing"} behind it, not "${positionals.at(-1)}".`,
    )
  const placed = places.flatMap(([name, { form }], at) => {
    const written = positionals[at]
    return written === undefined ? [] : [[name, asJson(form, written)] as const]
  })
  const named = Object.entries(verb.options).flatMap(([name, { form }]) => {
    const written = values[flagOf(name)]
    return typeof written === "string" || typeof written === "boolean"
      ? [[name, asJson(form, written)] as const]
      : []
  })
  return {
    input: Object.fromEntries([...placed, ...named]),
    isJson: values["json"] === true,
    isHelp: values["help"] === true,
    isAgreed: values["yes"] === true,
    isDryRun: values["dry-run"] === true,
    isAll: values["all"] === true,
    ...textAt(values, "database"),
    ...textAt(values, "schema"),
    ...textAt(values, "providers"),
  }
}
