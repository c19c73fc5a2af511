import { parseArgs } from "node:util"
import type { DeskOptions } from "@qriskit/cli/verbs"

/** The command line cannot be run as it is. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

const OPTIONS = {
  database: { type: "string" },
  schema: { type: "string" },
  providers: { type: "string" },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", short: "v", default: false },
} as const

export const USAGE = `qriskit-mcp [options]

QRIS payments for assistants: a server of the Model Context Protocol on standard input and output. Clients start it.

  --write                     also tools that change things: refresh, cancel, refund, ack and the like. Each asks for
                              by and why, and is recorded. Without it: looking only
  --database <url|folder>     default: QRISKIT_DATABASE_URL, where a password is not seen by others
  --schema <name>             the schema of the tables; default: QRISKIT_SCHEMA, else qriskit
  --providers <module>        default: QRISKIT_PROVIDERS; a module that exports providers, instead of the environment
  -h, --help, -v, --version

Exit codes: 0 the client has gone; 2 wrong use.`

/** What the command line asks for. */
export type Command =
  | { readonly does: "usage" }
  | { readonly does: "version" }
  | { readonly does: "serve"; readonly desk: DeskOptions; readonly mayWrite: boolean }

type Environment = Readonly<Record<string, string | undefined>>

const parsed = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the options cannot be read")
  }
}

/** Reads the command line. Throws `UsageError`. */
export const commandOf = (args: ReadonlyArray<string>, environment: Environment): Command => {
  const values = parsed(args)
  if (values.help) return { does: "usage" }
  if (values.version) return { does: "version" }
  const database = values.database ?? environment["QRISKIT_DATABASE_URL"] ?? ""
  if (database === "")
    throw new UsageError(
      "Which database? Set QRISKIT_DATABASE_URL to a postgres:// URL or a folder, or give --database.",
    )
  const providers = values.providers ?? environment["QRISKIT_PROVIDERS"] ?? ""
  const schema = values.schema ?? environment["QRISKIT_SCHEMA"] ?? ""
  return {
    does: "serve",
    mayWrite: values.write,
    desk: {
      database,
      via: "mcp",
      environment,
      ...(providers === "" ? {} : { providers }),
      ...(schema === "" ? {} : { options: { schema } }),
    },
  }
}
