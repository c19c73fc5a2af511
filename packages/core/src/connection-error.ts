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

/**
 * Bun and Deno name no system call, but have words of their own for a connection that could not be made. Whatever ends
 * a connection that stood, and whatever the system said then, they say in others. Neither has a space
 * within an address.
 */
const WORDS_BEFORE_SENDING: ReadonlyArray<RegExp> = [
  // Bun: "ECONNREFUSED: Unable to connect. Is the computer able to access the url?"
  /^E[A-Z]+: Unable to connect\. /,
  // Deno: "error sending request for url (https://…): client error (Connect): tcp connect error: Connection refused"
  /^error sending request for url \(\S+\): client error \(Connect\): /,
]

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
])

/** How deep a runtime nests the real error: fetch wraps it once, Effect's HttpClient once more. */
const MAX_DEPTH = 5

interface ConnectionError {
  readonly code?: string
  readonly syscall?: string
  readonly message: string
}

const textOf = (error: object, field: string): string | undefined => {
  const value = field in error ? (error as Readonly<Record<string, unknown>>)[field] : undefined
  return typeof value === "string" ? value : undefined
}

const namesItsConnection = ({ code, message }: ConnectionError): boolean =>
  code !== undefined || WORDS_BEFORE_SENDING.some((words) => words.test(message))

const connectionErrorWithin = (error: unknown, depth = 0): ConnectionError | undefined => {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined
  // Several addresses were tried: an AggregateError, whose own code lacks the system call.
  if ("errors" in error && Array.isArray(error.errors))
    return connectionErrorWithin(error.errors[0], depth + 1)
  const code = textOf(error, "code")
  const syscall = textOf(error, "syscall")
  const found: ConnectionError = {
    message: textOf(error, "message") ?? "",
    ...(code !== undefined && { code }),
    ...(syscall !== undefined && { syscall }),
  }
  if (namesItsConnection(found)) return found
  return "cause" in error ? connectionErrorWithin(error.cause, depth + 1) : undefined
}

const wasSent = ({ code, syscall, message }: ConnectionError): boolean => {
  if (code !== undefined && CODES_BEFORE_SENDING.has(code)) return false
  if (syscall !== undefined) return !SYSCALLS_BEFORE_SENDING.has(syscall)
  return !WORDS_BEFORE_SENDING.some((words) => words.test(message))
}

/**
 * What an error of a runtime that hides its socket tells about a request: `not_sent` where the system call, the code or
 * the runtime's own words say so, `unknown` for every other error.
 */
export const readConnectionError = (
  error: unknown,
): Pick<TransportFailure, "kind" | "outcome" | "description"> & { readonly code?: string } => {
  const found = connectionErrorWithin(error)
  if (found === undefined)
    return { kind: "network", outcome: "unknown", description: "the connection failed" }
  const { code } = found
  return {
    kind: code !== undefined && TIMEOUT_CODES.has(code) ? "timeout" : "network",
    ...(wasSent(found)
      ? { outcome: "unknown", description: "the connection broke" }
      : { outcome: "not_sent", description: "no connection could be made" }),
    ...(code !== undefined && { code }),
  }
}
