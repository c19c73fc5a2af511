import type { Outcome, Reason } from "@qriskit/core"

/** What a caller of our own API is told about one reason. */
export interface ProblemRow {
  /** The HTTP status; by outcome where it makes a difference for who asks again. */
  readonly status: number | Readonly<Record<Outcome, number>>
  readonly title: string
}

/** A gateway's failure: 502 where the provider may have acted, 503 where it surely did not. */
const GATEWAY = { not_sent: 503, refused: 503, unknown: 502 } as const

/** Reason → HTTP status. A notification has one for each kind, below. */
export const PROBLEM: Readonly<Record<Reason["_tag"], ProblemRow>> = {
  InvalidRequest: {
    status: { not_sent: 400, refused: 422, unknown: 422 },
    title: "The payment request is not valid",
  },
  // Our credentials, not the caller's: 401 would blame the wrong one.
  Unauthorized: { status: 500, title: "This server is not set up for the payment provider" },
  PaymentNotFound: { status: 404, title: "No such payment" },
  DuplicateExternalId: { status: 409, title: "The external id was used before" },
  InvalidState: { status: 409, title: "The payment's state does not allow this" },
  Rejected: { status: 422, title: "The payment provider refused" },
  RateLimited: { status: 503, title: "The payment provider takes no more requests for now" },
  ProviderUnavailable: { status: GATEWAY, title: "The payment provider is unavailable" },
  NetworkFailure: { status: GATEWAY, title: "The payment provider cannot be reached" },
  TimedOut: {
    status: { not_sent: 503, refused: 503, unknown: 504 },
    title: "The payment provider did not answer in time",
  },
  MalformedResponse: { status: 502, title: "The payment provider's answer cannot be read" },
  UntrustedResponse: { status: 502, title: "The payment provider's answer contradicts what was asked" },
  Unsupported: { status: 501, title: "The payment provider offers no such thing" },
  NoSuchAccount: { status: 404, title: "No such account" },
  AccountUnavailable: { status: 503, title: "The account cannot be used for now" },
  InvalidNotification: { status: 400, title: "The notification is not acceptable" },
}
