import * as Schema from "effect/Schema"
import { FieldIssue, listIssues } from "./field-issue.js"
import { PaymentStatus } from "./payment-status.js"

/**
 * What a failure means for the provider's side.
 *
 * - `not_sent`: the provider surely never saw the request.
 * - `refused`: it saw the request and said no.
 * - `unknown`: it may have acted.
 */
export const Outcome = Schema.Literals(["not_sent", "refused", "unknown"])
export type Outcome = typeof Outcome.Type

/**
 * What the provider itself said, where it said something: kept for people, cleaned of secrets and control characters.
 */
const providerAnswer = {
  httpStatus: Schema.optionalKey(Schema.Int),
  providerCode: Schema.optionalKey(Schema.String),
  providerMessage: Schema.optionalKey(Schema.String),
}

interface ProviderAnswer {
  readonly httpStatus?: number
  readonly providerCode?: string
  readonly providerMessage?: string
}

const said = ({ httpStatus, providerCode, providerMessage }: ProviderAnswer): string => {
  const parts = [
    httpStatus === undefined ? undefined : `HTTP ${httpStatus}`,
    providerCode === undefined ? undefined : `code ${providerCode}`,
    providerMessage === undefined ? undefined : JSON.stringify(providerMessage),
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`
}

/** The request breaks a rule. Lists every bad field at once. `not_sent`: we saw it; `refused`: the provider did. */
export class InvalidRequest extends Schema.TaggedError<InvalidRequest>()("InvalidRequest", {
  issues: Schema.Array(FieldIssue),
  outcome: Schema.Literals(["not_sent", "refused"]),
  ...providerAnswer,
}) {
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    const fields = listIssues(this.issues)
    return this.outcome === "not_sent"
      ? `The request is not valid: ${fields}.`
      : `The provider refused the request as invalid${said(this)}${fields === "" ? "" : `: ${fields}`}.`
  }
}

/** The provider does not accept our credentials or our signature. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>()("Unauthorized", {
  /** There where a token was asked for, and refused: the settings with which it was. The call itself was not sent. */
  login: Schema.optionalKey(Schema.Struct({ settings: Schema.Array(Schema.String) })),
  ...providerAnswer,
}) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return this.login === undefined
      ? `The provider does not accept our credentials or signature${said(this)}. Check the configured credentials and the environment they belong to.`
      : `The provider refused our request for a token${said(this)}. Check ${this.login.settings.join(", ")}, and the environment they belong to.`
  }
}

/** The provider knows no such payment. */
export class PaymentNotFound extends Schema.TaggedError<PaymentNotFound>()(
  "PaymentNotFound",
  providerAnswer,
) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `The provider knows no such payment${said(this)}. Check that the reference belongs to this merchant and environment.`
  }
}

/** The external id was used before. The earlier payment stands; this call made no second one. */
export class DuplicateExternalId extends Schema.TaggedError<DuplicateExternalId>()(
  "DuplicateExternalId",
  providerAnswer,
) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `The external id was used before${said(this)}. The earlier payment under it stands: inquire about that one, or use a new external id for a new attempt.`
  }
}

/** The payment is not in a state that allows this. `status` is what it is instead, where the provider said so. */
export class InvalidState extends Schema.TaggedError<InvalidState>()("InvalidState", {
  status: Schema.optionalKey(PaymentStatus),
  ...providerAnswer,
}) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return this.status === undefined
      ? `The payment's state does not allow this${said(this)}. Inquire to see what it is.`
      : `The payment is already ${this.status}${said(this)}.`
  }
}

/** The provider understood and said no for a reason of its own (limits, inactive merchant, its vendor). */
export class Rejected extends Schema.TaggedError<Rejected>()("Rejected", {
  /** There where the provider refuses the merchant's account, whatever is asked with it: blocked, or deactivated. */
  about: Schema.optionalKey(Schema.Literal("account")),
  ...providerAnswer,
}) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return this.about === undefined
      ? `The provider refused${said(this)}.`
      : `The provider refuses the merchant's account${said(this)}. Ask the provider about that account.`
  }
}

/** Too many requests. `retryAfter` where the provider said how long to wait. */
export class RateLimited extends Schema.TaggedError<RateLimited>()("RateLimited", {
  retryAfter: Schema.optionalKey(Schema.Duration),
  ...providerAnswer,
}) {
  get outcome(): Outcome {
    return "refused"
  }
  get isRetryable(): boolean {
    return true
  }
  override get message(): string {
    return `The provider limits how often we may call${said(this)}. Wait before calling again.`
  }
}

/** The provider answered with a server error: it may have acted before it failed. */
export class ProviderUnavailable extends Schema.TaggedError<ProviderUnavailable>()("ProviderUnavailable", {
  outcome: Outcome,
  retryAfter: Schema.optionalKey(Schema.Duration),
  ...providerAnswer,
}) {
  get isRetryable(): boolean {
    return this.outcome !== "unknown"
  }
  override get message(): string {
    return `The provider is unavailable or failed on its side${said(this)}.`
  }
}

/** The connection failed. `code` is the system's word for it (`ECONNREFUSED`). */
export class NetworkFailure extends Schema.TaggedError<NetworkFailure>()("NetworkFailure", {
  outcome: Outcome,
  description: Schema.String,
  code: Schema.optionalKey(Schema.String),
}) {
  get isRetryable(): boolean {
    return this.outcome === "not_sent"
  }
  override get message(): string {
    return `The network failed: ${this.description}${this.code === undefined ? "" : ` (${this.code})`}.`
  }
}

/** No answer in time. */
export class TimedOut extends Schema.TaggedError<TimedOut>()("TimedOut", {
  outcome: Outcome,
  description: Schema.String,
}) {
  get isRetryable(): boolean {
    return this.outcome === "not_sent"
  }
  override get message(): string {
    return `Time ran out: ${this.description}.`
  }
}

/** An answer came, but not one that can be read: not JSON, or not the documented shape. */
export class MalformedResponse extends Schema.TaggedError<MalformedResponse>()("MalformedResponse", {
  outcome: Outcome,
  description: Schema.String,
  httpStatus: Schema.optionalKey(Schema.Int),
}) {
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `The provider's answer cannot be read${said(this)}: ${this.description}.`
  }
}

/** The answer decoded, but contradicts what was asked. Its QR is withheld. */
export class UntrustedResponse extends Schema.TaggedError<UntrustedResponse>()("UntrustedResponse", {
  contradictions: Schema.Array(Schema.String),
}) {
  get outcome(): Outcome {
    return "unknown"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `The provider's answer contradicts what was asked: ${this.contradictions.join("; ")}.`
  }
}

/** The provider's API has no such thing. */
export class Unsupported extends Schema.TaggedError<Unsupported>()("Unsupported", { why: Schema.String }) {
  get outcome(): Outcome {
    return "not_sent"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return `Not supported: ${this.why}.`
  }
}

/** A callback that is not one: unreadable, unsigned where a signature is due, or about another payment. */
export class InvalidNotification extends Schema.TaggedError<InvalidNotification>()("InvalidNotification", {
  /**
   * `malformed`: nonsense, answer 400. `unauthentic`: not proven, answer 401. `mismatch`: about another payment.
   * `oversized`: too long to be one, answer 413. `misuse`: our own code handed over something else than what was
   * received, or a stored reference that is none, so nothing is known about the sender: answer 500, so that it comes
   * again, and correct the code.
   */
  kind: Schema.Literals(["malformed", "unauthentic", "mismatch", "oversized", "misuse"]),
  description: Schema.String,
}) {
  get outcome(): Outcome {
    return "not_sent"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return this.kind === "misuse"
      ? `The notification was not handed over as it was received: ${this.description}.`
      : `The notification is not acceptable: ${this.description}.`
  }
}

/** The platform has no such account. */
export class NoSuchAccount extends Schema.TaggedError<NoSuchAccount>()("NoSuchAccount", {}) {
  get outcome(): Outcome {
    return "not_sent"
  }
  get isRetryable(): boolean {
    return false
  }
  override get message(): string {
    return "There is no such account, or it was removed."
  }
}

/** The account's credentials could not be had, which is our own failure and not the customer's. */
export class AccountUnavailable extends Schema.TaggedError<AccountUnavailable>()("AccountUnavailable", {
  /**
   * `failed`, `timeout`: `load` did. `misconfigured`: what it gave cannot be used. `busy`: not looked
   * up for a stranger.
   */
  kind: Schema.Literals(["failed", "timeout", "misconfigured", "busy"]),
  description: Schema.String,
}) {
  get outcome(): Outcome {
    return "not_sent"
  }
  get isRetryable(): boolean {
    return this.kind !== "misconfigured"
  }
  override get message(): string {
    return `The account cannot be used: ${this.description}.`
  }
}

/** Every reason a `QrisError` can have. */
export const Reason = Schema.Union([
  InvalidRequest,
  Unauthorized,
  PaymentNotFound,
  DuplicateExternalId,
  InvalidState,
  Rejected,
  RateLimited,
  ProviderUnavailable,
  NetworkFailure,
  TimedOut,
  MalformedResponse,
  UntrustedResponse,
  Unsupported,
  InvalidNotification,
  NoSuchAccount,
  AccountUnavailable,
])
export type Reason = typeof Reason.Type
