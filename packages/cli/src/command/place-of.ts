import type { DeskOptions } from "../open/desk.js"
import type { Parsed } from "./parse.js"
import type { Terminal } from "./terminal.js"
import { UsageError } from "./usage-error.js"

/** What the command line and the environment say of where payments are. Throws `UsageError`. */
export const placeOf = (parsed: Parsed, { environment }: Pick<Terminal, "environment">): DeskOptions => {
  const database = parsed.database ?? environment["QRISKIT_DATABASE_URL"] ?? ""
  if (database === "")
    throw new UsageError(
      "Which database? Set QRISKIT_DATABASE_URL to a postgres:// URL or a folder, or give --database.",
    )
  const providers = parsed.providers ?? environment["QRISKIT_PROVIDERS"] ?? ""
  const schema = parsed.schema ?? environment["QRISKIT_SCHEMA"] ?? ""
  return {
    database,
    via: "cli",
    environment,
    ...(providers === "" ? {} : { providers }),
    ...(schema === "" ? {} : { options: { schema } }),
  }
}
