import type { TransportFailure } from "./transport.js"

/** Codes that a runtime gives only before a request is written: name, route, connection or TLS failed. */
const NOT_SENT_CODES: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ECONNREFUSED",
  "ENETUNREACH",
  "EHOSTUNREACH",
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

const codeWithin = (error: unknown, depth = 0): string | undefined => {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return undefined
  if ("code" in error && typeof error.code === "string") return error.code
  if ("errors" in error && Array.isArray(error.errors)) return codeWithin(error.errors[0], depth + 1)
  if ("cause" in error) return codeWithin(error.cause, depth + 1)
  return "reason" in error ? codeWithin(error.reason, depth + 1) : undefined
}

/**
 * What an error of a runtime that hides its socket tells about a request: `not_sent` for the codes that say so,
 * `unknown` for every other error, and for runtimes that give no code at all.
 */
export const readConnectionError = (
  error: unknown,
): Pick<TransportFailure, "kind" | "outcome" | "description"> & { readonly code?: string } => {
  const code = codeWithin(error)
  if (code === undefined) return { kind: "network", outcome: "unknown", description: "the connection failed" }
  return {
    kind: TIMEOUT_CODES.has(code) ? "timeout" : "network",
    outcome: NOT_SENT_CODES.has(code) ? "not_sent" : "unknown",
    description: NOT_SENT_CODES.has(code) ? "no connection could be made" : "the connection broke",
    code,
  }
}
