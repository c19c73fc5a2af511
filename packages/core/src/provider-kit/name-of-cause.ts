import * as Cause from "effect/Cause"

/** Looks like the name of an error or a system's code, so it holds nothing else. */
const WORD = /^\w{1,40}$/

const wordOf = (value: unknown): string | undefined =>
  typeof value === "string" && WORD.test(value) ? value : undefined

/**
 * An error of somebody else's own may hold anything, its database's password too: its name and code are told, `Error
 * ECONNREFUSED`, and nothing where it has neither.
 */
export const nameOfCause = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (typeof error !== "object" || error === null) return ""
  const name = "name" in error ? wordOf(error.name) : undefined
  const code = "code" in error ? wordOf(error.code) : undefined
  return [name, code].filter((word) => word !== undefined).join(" ")
}
