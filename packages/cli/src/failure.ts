import type { QrisError } from "@qriskit/core"
import type { VerbError, Verdict } from "./verbs/verb.js"

/** What scripts are told. The table in the README has the same rows. */
export const EXIT = {
  fine: 0,
  /** Something waits for a person: findings, dead letters, health, steps of a migration. */
  wrong: 1,
  /** The command line, its input, or the configuration. */
  misuse: 2,
  notFound: 3,
  /** By payments, by the provider, or by whoever was asked. Nothing was changed. */
  refused: 4,
  database: 5,
  /** The provider was not reached, or not able to answer. Nothing was changed. */
  provider: 6,
  /** Nobody knows whether it was done: ask again, or look. */
  unknown: 7,
  /** A fault of this tool's. */
  fault: 70,
  /** Somebody ended it before there was an answer. Nothing was changed. */
  stopped: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const OF_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  fine: EXIT.fine,
  wrong: EXIT.wrong,
  unknown: EXIT.unknown,
}

/** A failure as JSON: for scripts and tools. */
export interface Failure {
  readonly tag: string
  readonly message: string
  /** The provider's reason, such as `TimedOut`. */
  readonly reason?: string
  /** Whether it may have been done: `not_done`, `not_sent`, `refused`, `unknown`. */
  readonly outcome: "not_done" | "not_sent" | "refused" | "unknown"
}

const ofProvider = ({ _tag, message, outcome, reason }: QrisError): Failure => ({
  tag: _tag,
  message,
  reason: reason._tag,
  outcome,
})

/** What an error says of itself. */
export const failureOf = (error: VerbError): Failure => {
  if (error._tag === "QrisError") return ofProvider(error)
  if (error._tag === "StatementError")
    return { tag: error._tag, message: error.message, reason: error.reason._tag, outcome: "not_done" }
  const outcome = error._tag === "DatabaseFailure" ? error.outcome : "not_done"
  return { tag: error._tag, message: error.message, outcome }
}

const codeOfProvider = ({ outcome, operation, reason }: QrisError): ExitCode => {
  if (reason._tag === "PaymentNotFound") return EXIT.notFound
  // A question that got no answer changed nothing.
  if (outcome === "unknown" && operation !== "inquire") return EXIT.unknown
  return outcome === "refused" ? EXIT.refused : EXIT.provider
}

/** What is wrong with a statement's profile is not the file's. */
const NOT_OF_THE_FILE: ReadonlySet<string> = new Set(["NoSuchProfile", "InvalidProfile", "CannotOpen"])

/** The exit code of an error, or of what an answer means. */
export const exitCodeOf = (result: VerbError | Verdict): ExitCode => {
  if (typeof result === "string") return OF_VERDICT[result]
  switch (result._tag) {
    case "QrisError":
      return codeOfProvider(result)
    case "InvalidConfiguration":
    case "InvalidInput":
    case "NotConfigured":
    case "NoSuchProvider":
      return EXIT.misuse
    case "NoSuchPayment":
    case "NoSuchItem":
    case "NoSuchRefund":
    case "NoSuchEndpoint":
      return EXIT.notFound
    case "StatementError":
      return NOT_OF_THE_FILE.has(result.reason._tag) ? EXIT.misuse : EXIT.refused
    case "EndpointSecretFailure":
    case "WrongState":
    case "WrongRefundState":
    case "NotRefundable":
    case "NotExpected":
    case "NoFreeAmount":
    case "IdempotencyConflict":
      return EXIT.refused
    case "DatabaseFailure":
      return result.outcome === "unknown" ? EXIT.unknown : EXIT.database
    case "UnusableDatabase":
      return EXIT.database
  }
}
