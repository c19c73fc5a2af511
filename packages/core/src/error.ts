import type * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { PaymentRef } from "./payment.js"
import { printedWhole } from "./provider-kit/printed-whole.js"
import { type Outcome, Reason } from "./reason.js"

/** The verbs of a provider, as errors and spans name them; `account` is looking up whose credentials to use. */
export const Operation = Schema.Literals(["create", "inquire", "cancel", "refund", "notification", "account"])
export type Operation = typeof Operation.Type

/** What a failure means for the money, and what to do next: one sentence for each verb and outcome. */
const CONSEQUENCE: Record<Operation, Record<Outcome, string>> = {
  create: {
    not_sent: "Nothing was sent, so no payment was created and no money can move.",
    refused: "No payment was created by this call and no money can move through it.",
    unknown:
      "A payment may exist at the provider, but nobody was shown its QR, so nobody can pay it. Do not fulfil; a new attempt needs a new external id.",
  },
  inquire: {
    not_sent: "Nothing was sent; the payment's status is not known from this call. Ask again.",
    refused: "The payment's status is not known from this call. Do not treat it as unpaid.",
    unknown: "The payment's status is not known from this call. Do not treat it as unpaid; ask again.",
  },
  cancel: {
    not_sent: "Nothing was sent: the QR can still be paid.",
    refused: "This call canceled nothing. Inquire to see what the payment is.",
    unknown: "The QR may or may not be canceled. Treat it as payable until an inquiry says otherwise.",
  },
  refund: {
    not_sent: "Nothing was sent and nothing was refunded.",
    refused: "This call refunded nothing.",
    unknown: "The refund may have been made. Do not repeat it before the provider says what became of it.",
  },
  notification: {
    not_sent: "Nothing changes: only an inquiry tells whether money moved.",
    refused: "Nothing changes: only an inquiry tells whether money moved.",
    unknown: "Nothing changes: only an inquiry tells whether money moved.",
  },
  account: {
    not_sent: "Nothing was sent and no money can move.",
    refused: "Nothing was sent and no money can move.",
    unknown: "Nothing was sent and no money can move.",
  },
}

/** The same for a create whose answer was lost, and whose payment was found again without its QR. */
const FOUND =
  "The payment was made, but nobody was shown its QR, so nobody can pay it. Do not fulfil; cancel it or let it expire. A new attempt needs a new external id."

/** Reasons that may pass by themselves. For a read, which changes nothing, these are worth another try. */
const PASSING: ReadonlySet<Reason["_tag"]> = new Set([
  "RateLimited",
  "ProviderUnavailable",
  "NetworkFailure",
  "TimedOut",
])

/** Whether a read that failed for this reason is worth repeating. */
export const mayPass = (reason: Reason): boolean => PASSING.has(reason._tag)

/**
 * The one error of every provider. `reason` says what happened; `outcome` what it means for the provider's side.
 *
 * @example
 * ```ts
 * import type { QrisError } from "@qriskit/core"
 *
 * const explain = (error: QrisError) =>
 *   error.reason._tag === "RateLimited" ? "slow down" : error.outcome === "unknown" ? "ask again later" : error.message
 * ```
 */
export class QrisError extends Schema.TaggedError<QrisError>()("QrisError", {
  provider: Schema.String,
  operation: Operation,
  reason: Reason,
  /** Whose credentials, where the client is one of many accounts. */
  account: Schema.optionalKey(Schema.String),
  /**
   * The payment that a create made whose answer was lost, where asking found it (`capabilities.lostCreates`). Its QR is
   * lost; it can be inquired about, and canceled.
   */
  found: Schema.optionalKey(PaymentRef),
}) {
  /** Whether the provider saw the request: `not_sent`, `refused` or `unknown`. */
  get outcome(): Outcome {
    return this.reason.outcome
  }
  /** Whether repeating the very same call is safe and may succeed. A read may be repeated after any passing fault. */
  get isRetryable(): boolean {
    return this.reason.isRetryable || (this.operation === "inquire" && mayPass(this.reason))
  }
  /** How long the provider asks us to wait. */
  get retryAfter(): Duration.Duration | undefined {
    return "retryAfter" in this.reason ? this.reason.retryAfter : undefined
  }
  /** What it means for the money, and what to do next. Holds no word of the provider's, so anybody may read it. */
  get consequence(): string {
    return this.found === undefined ? CONSEQUENCE[this.operation][this.outcome] : FOUND
  }
  override get message(): string {
    const whose = this.account === undefined ? this.provider : `${this.provider}/${this.account}`
    return `${whose} ${this.operation}: ${this.reason.message} ${this.consequence}`
  }
}

printedWhole(QrisError)
