import type { FieldIssue, Outcome, PaymentStatus, QrisError, Reason } from "@qriskit/core"
import { NOTIFICATION_STATUS } from "@qriskit/http/webhook-kit"
import * as Duration from "effect/Duration"
import { PROBLEM } from "./problem-table.js"

/** Problem details (RFC 9457). Holds no word of the provider's, no credential, no address. */
export interface Problem {
  /** `urn:qriskit:reason:` and the reason's name. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** What it means for the money, and what to do next. */
  readonly detail: string
  readonly reason: Reason["_tag"]
  /** Whether the provider saw the request: `not_sent`, `refused` or `unknown`. */
  readonly outcome: Outcome
  /** Whether the very same request is safe to repeat. */
  readonly retryable: boolean
  /** The fields that are wrong, without their values. */
  readonly errors?: ReadonlyArray<FieldIssue>
  /** What the payment is instead, for `InvalidState`. */
  readonly paymentStatus?: PaymentStatus
  /** Why there is no such thing, for `Unsupported`. */
  readonly why?: string
}

/** Where a retryable failure names no time, this many seconds are asked for. */
const USUAL_WAIT_SECONDS = 5

const statusOf = (reason: Reason): number => {
  if (reason._tag === "InvalidNotification") return NOTIFICATION_STATUS[reason.kind]
  const { status } = PROBLEM[reason._tag]
  return typeof status === "number" ? status : status[reason.outcome]
}

/** What only some reasons tell. */
const particularsOf = (reason: Reason): Pick<Problem, "errors" | "paymentStatus" | "why"> => {
  switch (reason._tag) {
    case "InvalidRequest":
      return { errors: reason.issues }
    case "InvalidState":
      return reason.status === undefined ? {} : { paymentStatus: reason.status }
    case "Unsupported":
      return { why: reason.why }
    default:
      return {}
  }
}

/** The problem details of an error. */
export const problemOf = ({ reason, outcome, isRetryable, consequence }: QrisError): Problem => {
  const { title } = PROBLEM[reason._tag]
  return {
    type: `urn:qriskit:reason:${reason._tag}`,
    title,
    status: statusOf(reason),
    detail: `${title}. ${consequence}`,
    reason: reason._tag,
    outcome,
    retryable: isRetryable,
    ...particularsOf(reason),
  }
}

/** Whole seconds to wait, for errors that are worth another try. `undefined` for the others. */
export const retryAfterSecondsOf = ({ isRetryable, retryAfter }: QrisError): number | undefined => {
  if (!isRetryable) return undefined
  return retryAfter === undefined ? USUAL_WAIT_SECONDS : Math.ceil(Duration.toSeconds(retryAfter))
}
