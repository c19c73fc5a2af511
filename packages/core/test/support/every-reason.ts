import * as Duration from "effect/Duration"
import {
  AccountUnavailable,
  DuplicateExternalId,
  InvalidNotification,
  InvalidRequest,
  InvalidState,
  MalformedResponse,
  NetworkFailure,
  NoSuchAccount,
  type Outcome,
  PaymentNotFound,
  ProviderUnavailable,
  RateLimited,
  type Reason,
  Rejected,
  TimedOut,
  Unauthorized,
  Unsupported,
  UntrustedResponse,
} from "../../src/reason.js"

const said = { httpStatus: 400, providerCode: "E-17", providerMessage: 'It said "no"' }
const retryAfter = Duration.seconds(7)

interface Case {
  readonly reason: Reason
  readonly outcome: Outcome
  readonly isRetryable: boolean
  /** Whether a read that fails for it is worth another try. */
  readonly mayPass: boolean
  readonly message: string
}

const refused = { outcome: "refused", isRetryable: false, mayPass: false } as const

/** Every reason there is, with and without what is optional in it, and what it must say of itself. */
export const EVERY_REASON: ReadonlyArray<Case> = [
  {
    reason: new InvalidRequest({
      outcome: "not_sent",
      issues: [
        { path: "amount", message: "is required" },
        { path: "", message: "the clock is wrong" },
      ],
    }),
    outcome: "not_sent",
    isRetryable: false,
    mayPass: false,
    message: "The request is not valid: amount is required; the clock is wrong.",
  },
  {
    reason: new InvalidRequest({ outcome: "refused", issues: [], ...said }),
    ...refused,
    message: 'The provider refused the request as invalid (HTTP 400, code E-17, "It said \\"no\\"").',
  },
  {
    reason: new InvalidRequest({ outcome: "refused", issues: [{ path: "amount", message: "is too low" }] }),
    ...refused,
    message: "The provider refused the request as invalid: amount is too low.",
  },
  {
    reason: new Unauthorized({ httpStatus: 401 }),
    ...refused,
    message:
      "The provider does not accept our credentials or signature (HTTP 401). Check the configured credentials and the environment they belong to.",
  },
  {
    reason: new Unauthorized({ login: { settings: ["user", "password"] }, providerCode: "4017300" }),
    ...refused,
    message:
      "The provider refused our request for a token (code 4017300). Check user, password, and the environment they belong to.",
  },
  {
    reason: new PaymentNotFound({ providerCode: "404" }),
    ...refused,
    message:
      "The provider knows no such payment (code 404). Check that the reference belongs to this merchant and environment.",
  },
  {
    reason: new DuplicateExternalId({}),
    ...refused,
    message:
      "The external id was used before. The earlier payment under it stands: inquire about that one, or use a new external id for a new attempt.",
  },
  {
    reason: new InvalidState({ status: "paid", httpStatus: 409 }),
    ...refused,
    message: "The payment is already paid (HTTP 409).",
  },
  {
    reason: new InvalidState({}),
    ...refused,
    message: "The payment's state does not allow this. Inquire to see what it is.",
  },
  { reason: new Rejected({}), ...refused, message: "The provider refused." },
  {
    reason: new Rejected({ about: "account" }),
    ...refused,
    message: "The provider refuses the merchant's account. Ask the provider about that account.",
  },
  {
    reason: new RateLimited({ retryAfter, httpStatus: 429 }),
    outcome: "refused",
    isRetryable: true,
    mayPass: true,
    message: "The provider limits how often we may call (HTTP 429). Wait before calling again.",
  },
  {
    reason: new RateLimited({}),
    outcome: "refused",
    isRetryable: true,
    mayPass: true,
    message: "The provider limits how often we may call. Wait before calling again.",
  },
  {
    reason: new ProviderUnavailable({ outcome: "unknown", retryAfter, httpStatus: 503 }),
    outcome: "unknown",
    isRetryable: false,
    mayPass: true,
    message: "The provider is unavailable or failed on its side (HTTP 503).",
  },
  {
    reason: new ProviderUnavailable({ outcome: "refused" }),
    outcome: "refused",
    isRetryable: true,
    mayPass: true,
    message: "The provider is unavailable or failed on its side.",
  },
  {
    reason: new NetworkFailure({
      outcome: "not_sent",
      description: "no connection could be made",
      code: "ECONNREFUSED",
    }),
    outcome: "not_sent",
    isRetryable: true,
    mayPass: true,
    message: "The network failed: no connection could be made (ECONNREFUSED).",
  },
  {
    reason: new NetworkFailure({ outcome: "unknown", description: "the connection broke before an answer" }),
    outcome: "unknown",
    isRetryable: false,
    mayPass: true,
    message: "The network failed: the connection broke before an answer.",
  },
  {
    reason: new TimedOut({ outcome: "not_sent", description: "no connection in time" }),
    outcome: "not_sent",
    isRetryable: true,
    mayPass: true,
    message: "Time ran out: no connection in time.",
  },
  {
    reason: new TimedOut({ outcome: "unknown", description: "no answer in time" }),
    outcome: "unknown",
    isRetryable: false,
    mayPass: true,
    message: "Time ran out: no answer in time.",
  },
  {
    reason: new MalformedResponse({
      outcome: "unknown",
      description: "the body is not JSON",
      httpStatus: 200,
    }),
    outcome: "unknown",
    isRetryable: false,
    mayPass: false,
    message: "The provider's answer cannot be read (HTTP 200): the body is not JSON.",
  },
  {
    reason: new UntrustedResponse({
      contradictions: ["its QR asks for Rp 1, not Rp 2", "its external id is another"],
    }),
    outcome: "unknown",
    isRetryable: false,
    mayPass: false,
    message:
      "The provider's answer contradicts what was asked: its QR asks for Rp 1, not Rp 2; its external id is another.",
  },
  {
    reason: new Unsupported({ why: "its API has no refund" }),
    outcome: "not_sent",
    isRetryable: false,
    mayPass: false,
    message: "Not supported: its API has no refund.",
  },
  {
    reason: new InvalidNotification({ kind: "mismatch", description: "it is about another payment" }),
    outcome: "not_sent",
    isRetryable: false,
    mayPass: false,
    message: "The notification is not acceptable: it is about another payment.",
  },
  {
    reason: new NoSuchAccount({}),
    outcome: "not_sent",
    isRetryable: false,
    mayPass: false,
    message: "There is no such account, or it was removed.",
  },
  {
    reason: new AccountUnavailable({ kind: "timeout", description: "load took longer than 5000 ms" }),
    outcome: "not_sent",
    isRetryable: true,
    mayPass: false,
    message: "The account cannot be used: load took longer than 5000 ms.",
  },
  {
    reason: new AccountUnavailable({
      kind: "misconfigured",
      description: "its configuration is wrong: password is required",
    }),
    outcome: "not_sent",
    isRetryable: false,
    mayPass: false,
    message: "The account cannot be used: its configuration is wrong: password is required.",
  },
]
