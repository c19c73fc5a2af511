import type { TransportFailure } from "./transport.js"

/**
 * System calls that end before a request is written. A code alone proves nothing: EHOSTUNREACH and its like also end a
 * connection that stood and carried the request.
 */
const SYSCALLS_BEFORE_SENDING: ReadonlySet<string> = new Set(["getaddrinfo", "connect"])

/** Codes that a runtime gives only before a request is written: connect time-out, and certificates it did not trust. */
const CODES_BEFORE_SENDING: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
])

/** How deep a runtime nests the real error: fetch wraps it once, Effect's HttpClient once more. */
const MAX_DEPTH = 5

interface SystemError {
  readonly code: string
  readonly syscall?: string
}

const systemErrorWithin = (error: unknown, depth = 0): SystemError | undefined => {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined
  // Several addresses were tried: an AggregateError, whose own code lacks the system call.
  if ("errors" in error && Array.isArray(error.errors)) return systemErrorWithin(error.errors[0], depth + 1)
  if ("code" in error && typeof error.code === "string") {
    const { code } = error
    return "syscall" in error && typeof error.syscall === "string"
      ? { code, syscall: error.syscall }
      : { code }
  }
  return "cause" in error ? systemErrorWithin(error.cause, depth + 1) : undefined
}

const wasSent = ({ code, syscall }: SystemError): boolean =>
  !CODES_BEFORE_SENDING.has(code) && (syscall === undefined || !SYSCALLS_BEFORE_SENDING.has(syscall))

/**
 * What an error of a runtime that hides its socket tells about a request: `not_sent` where the system call or the code
 * says so, `unknown` for every other error, and for runtimes that give no code at all.
 */
export const readConnectionError = (
  error: unknown,
): Pick<TransportFailure, "kind" | "outcome" | "description"> & { readonly code?: string } => {
  const found = systemErrorWithin(error)
  if (found === undefined)
    return { kind: "network", outcome: "unknown", description: "the connection failed" }
  const kind = TIMEOUT_CODES.has(found.code) ? "timeout" : "network"
  return wasSent(found)
    ? { kind, outcome: "unknown", description: "the connection broke", code: found.code }
    : { kind, outcome: "not_sent", description: "no connection could be made", code: found.code }
}
