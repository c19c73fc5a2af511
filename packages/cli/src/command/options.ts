import type { ParseArgsConfig } from "node:util"
import type { Verb } from "../verbs/verb.js"

/** `orderId` is `--order-id`. */
export const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** What every verb takes. */
const COMMON = {
  database: { type: "string" },
  schema: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const satisfies ParseArgsConfig["options"]

/** What verbs take that ask first. */
const DANGEROUS = {
  yes: { type: "boolean", short: "y" },
  "dry-run": { type: "boolean" },
} as const satisfies ParseArgsConfig["options"]

/** What verbs take that ask a provider. */
const ASKING = { providers: { type: "string" } } as const satisfies ParseArgsConfig["options"]

/** What lists take beside a page. */
const LISTING = { all: { type: "boolean" } } as const satisfies ParseArgsConfig["options"]

/** Whether a list goes on behind what its `next` names. */
export const isPaged = ({ isList, options }: Verb): boolean =>
  isList && ("after" in options || "before" in options)

/** What a verb takes, as `parseArgs` wants it. */
export const parseOptions = (verb: Verb): NonNullable<ParseArgsConfig["options"]> => ({
  ...COMMON,
  ...(verb.isDangerous ? DANGEROUS : {}),
  ...(verb.providerOf === undefined ? {} : ASKING),
  ...(isPaged(verb) ? LISTING : {}),
  ...Object.fromEntries(
    Object.entries(verb.options)
      .filter(([, { isPositional }]) => isPositional !== true)
      .map(([name, { form }]) => [flagOf(name), { type: form === "flag" ? "boolean" : "string" } as const]),
  ),
})
