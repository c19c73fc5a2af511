import { printable } from "@qriskit/core/provider-kit"
import { DatabaseFailure } from "../failure.js"
import { told as described } from "../told.js"

/** SQLSTATE (PostgreSQL, appendix A): five characters. System errors have longer codes (ECONNREFUSED). */
const SQLSTATE = /^[0-9A-Z]{5}$/

/** Classes in which the connection, and with it the answer to a commit, may be lost: 08, 57P01 to 57P05, 58. */
const LOSES_ANSWER = /^(08|57P0|58)/

/** What a session had prepared is gone, or no longer fits a schema that was changed: another session has it anew. */
const WANTS_NEW_SESSION: ReadonlySet<string> = new Set(["26000", "42P05"])

/** The place in the server that says so of a plan. Its SQLSTATE (0A000) says many other things, too. */
const REVALIDATES_PLAN = "RevalidateCachedQuery"

/** The transaction was rolled back, mostly for another's sake; the same one again may succeed. */
const WORTH_REPEATING: ReadonlySet<string> = new Set(["40001", "40P01"])

/** A transaction that was to be committed had been given up: a statement in it failed, and that was not passed on. */
export class RolledBack extends Error {
  readonly code = "25P02"
  constructor() {
    super("a statement of the transaction had failed, so that nothing of it was stored")
  }
}

/** Mistakes in code, not failures of a database. */
const isDefect = (error: Error): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError

/** The driver's own error within a query builder's, whose message would quote the statement's values. */
const rootOf = (error: unknown, depth = 0): unknown =>
  error instanceof Error && error.cause instanceof Error && depth < 5 ? rootOf(error.cause, depth + 1) : error

/** SQLSTATE of a driver's error, or a system's code. */
const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined

/** Whether the connection on which this happened is better not used again. */
export const needsNewSession = (error: unknown): boolean => {
  const root = rootOf(error)
  const isStalePlan = root instanceof Error && "routine" in root && root.routine === REVALIDATES_PLAN
  return isStalePlan || WANTS_NEW_SESSION.has(codeOf(root) ?? "")
}

/** Whether a transaction that failed so was rolled back by the server and may be repeated. */
export const isWorthRepeating = (error: unknown): boolean =>
  needsNewSession(error) || WORTH_REPEATING.has(codeOf(rootOf(error)) ?? "")

/** Class 22, data exceptions: the server quotes the value at the end of what it says. */
const QUOTES_VALUE = /^22/

/** What a driver says, on one line and without a value that a caller handed over. */
const told = (message: string, code: string | undefined): string =>
  printable(QUOTES_VALUE.test(code ?? "") ? message.replace(/: .*$/s, "") : message)

/** What a driver's error means; throws it on where it is a mistake in code. */
export const databaseFailure = (error: unknown): DatabaseFailure => {
  const root = rootOf(error)
  if (root instanceof Error && isDefect(root)) throw root
  const code = codeOf(root)
  const [line = ""] = (root instanceof Error ? root.message : described(root)).split("\n", 1)
  const description = told(line, code)
  const isRefusal = code !== undefined && SQLSTATE.test(code) && !LOSES_ANSWER.test(code)
  return new DatabaseFailure({
    outcome: isRefusal ? "not_done" : "unknown",
    description: description === "" ? "the connection failed" : description,
    ...(code === undefined ? {} : { code }),
  })
}
