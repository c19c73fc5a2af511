import type { Operation } from "../error.js"
import {
  DuplicateExternalId,
  InvalidRequest,
  InvalidState,
  MalformedResponse,
  PaymentNotFound,
  ProviderUnavailable,
  RateLimited,
  type Reason,
  Rejected,
  Unauthorized,
} from "../reason.js"
import { type Answer, retryAfterOf } from "./answer.js"

/** What the provider's body said, as far as its own tables could read it. */
export interface ProviderSaid {
  readonly providerCode?: string
  readonly providerMessage?: string
}

/** Where an answer came from, for people: without a query. */
const addressOf = ({ url, clean }: Answer): string => clean(url.replace(/[?#].*$/, ""))

/**
 * What an HTTP status means where the provider's body names no code of its own.
 *
 * 401, 403 and 429 are decided before anything is done, by whoever stands in front; 5xx and 408 leave in doubt whether
 * something was. A 404 or 409 counts only in the provider's own words (`isOwnWords`): a gateway's error page proves
 * nothing about a payment.
 *
 * @param isOwnWords whether the body has the shape of this provider's answers
 */
export const reasonOfStatus = (
  operation: Operation,
  answer: Answer,
  isOwnWords: boolean,
  said: ProviderSaid = {},
): Reason | undefined => {
  const { status } = answer
  const context = { httpStatus: status, ...said }
  const retryAfter = retryAfterOf(answer)
  const wait = retryAfter === undefined ? {} : { retryAfter }
  if (status >= 200 && status < 300) return undefined
  if (status === 429) return new RateLimited({ ...wait, ...context })
  if (status === 401 || status === 403) return new Unauthorized(context)
  if (status >= 500 || status === 408)
    return new ProviderUnavailable({ outcome: "unknown", ...wait, ...context })
  if (status < 400) {
    return new MalformedResponse({
      outcome: "unknown",
      httpStatus: status,
      description: "it is a redirect, and redirects are not followed",
    })
  }
  if (!isOwnWords) {
    return new MalformedResponse({
      outcome: "unknown",
      httpStatus: status,
      description: `it is an error page of ${addressOf(answer)}, not an answer of the provider; check that address`,
    })
  }
  if (status === 400 || status === 422)
    return new InvalidRequest({ outcome: "refused", issues: [], ...context })
  if (status === 404 && operation !== "create") return new PaymentNotFound(context)
  if (status === 409)
    return operation === "create" ? new DuplicateExternalId(context) : new InvalidState(context)
  return new Rejected(context)
}

/**
 * What an HTTP status means where the body tells what was done: that nothing was done is not believed then. What leaves
 * it in doubt stays as it is, and no reason stays none.
 *
 * @param reason what the status means by itself
 */
export const contradictedReason = (
  reason: Reason | undefined,
  { status: httpStatus }: Pick<Answer, "status">,
): Reason | undefined =>
  reason === undefined || reason.outcome === "unknown"
    ? reason
    : new MalformedResponse({
        outcome: "unknown",
        httpStatus,
        description: `it tells of success inside HTTP ${httpStatus}`,
      })
