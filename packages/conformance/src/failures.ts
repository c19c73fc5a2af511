import type { Outcome, Reason } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"
import * as Duration from "effect/Duration"

/** A fault of the acquirer or of the way there, and what it has to be read as. */
export interface Failure {
  readonly title: string
  readonly fault: Fault
  readonly reason: Reason["_tag"]
  readonly outcome: Outcome
  /** Whether a create that failed so may be repeated. */
  readonly createIsRetryable: boolean
  /** Whether an inquiry that failed so may be repeated. */
  readonly inquireIsRetryable: boolean
  /** How long the provider asked us to wait. */
  readonly retryAfter?: Duration.Duration
  /** The fault holds the answer back: only a hasty provider ends soon. */
  readonly takesTime?: true
}

const JSON_TYPE = "application/json"
const HTML_TYPE = "text/html"
const HTML = "<html><head><title>Error</title></head><body><h1>Error</h1></body></html>"

/** Longer than a hasty provider waits, in milliseconds. */
const TOO_SLOW = 10_000

/** It may have acted; only reads are worth another try. */
const inDoubt = { outcome: "unknown", createIsRetryable: false, inquireIsRetryable: true } as const

/** Nobody knows what the answer means; asking again brings the same. */
const unreadable = {
  reason: "MalformedResponse",
  outcome: "unknown",
  createIsRetryable: false,
  inquireIsRetryable: false,
} as const

const unauthorized = {
  reason: "Unauthorized",
  outcome: "refused",
  createIsRetryable: false,
  inquireIsRetryable: false,
} as const

const page = (status: number): Fault => ({ kind: "status", status, contentType: HTML_TYPE, body: HTML })
const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: "status",
  status,
  contentType: JSON_TYPE,
  body: JSON.stringify(body),
  headers,
})

/** Every way in which a call fails that has nothing to do with the payment itself. */
export const FAILURES: Readonly<Record<string, Failure>> = {
  silence: {
    title: "no answer at all",
    fault: { kind: "silence" },
    reason: "TimedOut",
    ...inDoubt,
    takesTime: true,
  },
  "silence-after-acting": {
    title: "no answer after the work was done",
    fault: { kind: "silence", acting: true },
    reason: "TimedOut",
    ...inDoubt,
    takesTime: true,
  },
  "slow-headers": {
    title: "headers that come too late",
    fault: { kind: "slow-headers", ms: TOO_SLOW },
    reason: "TimedOut",
    ...inDoubt,
    takesTime: true,
  },
  "slow-body": {
    title: "a body that stops half way for too long",
    fault: { kind: "slow-body", ms: TOO_SLOW },
    reason: "TimedOut",
    ...inDoubt,
    takesTime: true,
  },
  cut: {
    title: "a connection cut before the answer",
    fault: { kind: "cut" },
    reason: "NetworkFailure",
    ...inDoubt,
  },
  "cut-after-acting": {
    title: "a connection cut after the work was done",
    fault: { kind: "cut", acting: true },
    reason: "NetworkFailure",
    ...inDoubt,
  },
  "half-body": {
    title: "a connection cut within the body",
    fault: { kind: "half-body" },
    reason: "NetworkFailure",
    ...inDoubt,
  },
  "bad-gateway": {
    title: "a gateway's 502 page",
    fault: page(502),
    reason: "ProviderUnavailable",
    ...inDoubt,
  },
  "server-error": {
    title: "a 500 in JSON",
    fault: json(500, { message: "Internal Server Error" }),
    reason: "ProviderUnavailable",
    ...inDoubt,
  },
  unavailable: {
    title: "a 503 with Retry-After",
    fault: json(503, { message: "Service Unavailable" }, { "retry-after": "20" }),
    reason: "ProviderUnavailable",
    ...inDoubt,
    retryAfter: Duration.seconds(20),
  },
  "gateway-timeout": {
    title: "a gateway's 504 page",
    fault: page(504),
    reason: "ProviderUnavailable",
    ...inDoubt,
  },
  "too-many-requests": {
    title: "a 429 with Retry-After",
    fault: json(429, { message: "Too Many Attempts." }, { "retry-after": "30" }),
    reason: "RateLimited",
    outcome: "refused",
    createIsRetryable: true,
    inquireIsRetryable: true,
    retryAfter: Duration.seconds(30),
  },
  unauthenticated: {
    title: "a 401 in JSON",
    fault: json(401, { message: "Unauthenticated." }),
    ...unauthorized,
  },
  forbidden: { title: "a gateway's 403 page", fault: page(403), ...unauthorized },
  "not-found-page": {
    title: "a gateway's 404 page, which proves nothing about a payment",
    fault: page(404),
    ...unreadable,
  },
  "bad-request-page": { title: "a gateway's 400 page", fault: page(400), ...unreadable },
  "welcome-page": { title: "a 200 with an HTML page", fault: page(200), ...unreadable },
  "empty-answer": { title: "a 200 without a body", fault: { kind: "status", status: 200 }, ...unreadable },
  "empty-object": { title: "a 200 with an empty object", fault: json(200, {}), ...unreadable },
  "other-object": {
    title: "a 200 with JSON of another shape",
    fault: json(200, { hello: "world" }),
    ...unreadable,
  },
  "json-null": { title: "a 200 with null", fault: json(200, null), ...unreadable },
  "json-array": { title: "a 200 with a list", fault: json(200, [1, 2, 3]), ...unreadable },
  "json-text": { title: "a 200 with a text", fault: json(200, "PAID"), ...unreadable },
  "deep-json": {
    title: "a 200 with JSON ten thousand levels deep",
    fault: {
      kind: "status",
      status: 200,
      contentType: JSON_TYPE,
      body: `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    },
    ...unreadable,
  },
  oversized: { title: "an answer of more than a megabyte", fault: { kind: "oversized" }, ...unreadable },
}
