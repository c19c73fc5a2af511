import { readFile } from "node:fs/promises"
import type { ReadOptions } from "../options.js"
import type { StatementProfileInput } from "../profile/profile.js"
import type { Options } from "./options.js"

/** The command cannot run as it was called. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

const periodOf = (text: string) => {
  const match = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text)
  if (match === null) throw new UsageError("--period is two days: 2026-12-01..2026-12-31.")
  const [, from = "", until = ""] = match
  return { from, until }
}

const oneOf = <const A extends string>(name: string, text: string, known: ReadonlyArray<A>): A => {
  const found = known.find((candidate) => candidate === text)
  if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(", ")}.`)
  return found
}

const profileIn = async (file: string): Promise<StatementProfileInput> => {
  try {
    // What is in it is checked where it is used, field by field.
    return JSON.parse(await readFile(file, "utf8")) as StatementProfileInput
  } catch (error) {
    const why = error instanceof SyntaxError ? "is no JSON" : "cannot be read"
    throw new UsageError(`The profile ${file} ${why}.`)
  }
}

/** What was asked for, checked as far as it can be before the file is opened. */
export const readOptionsOf = async (options: Options, password: string | undefined): Promise<ReadOptions> => {
  if (options.profile !== undefined && options["profile-file"] !== undefined) {
    throw new UsageError("--profile and --profile-file exclude each other.")
  }
  const own = options["profile-file"]
  const profile = own === undefined ? options.profile : await profileIn(own)
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(password === undefined || password === "" ? {} : { password }),
    ...(options.entry === undefined ? {} : { entry: options.entry }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.dialect === undefined ? {} : { dialect: oneOf("dialect", options.dialect, ["excel-id"]) }),
    ...(options.encoding === undefined
      ? {}
      : { encoding: oneOf("encoding", options.encoding, ["utf-8", "windows-1252"]) }),
    ...(options.period === undefined ? {} : { period: periodOf(options.period) }),
    ...(options.keep === true ? { faults: "keep" as const } : {}),
  }
}
