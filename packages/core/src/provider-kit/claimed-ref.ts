import * as Result from "effect/Result"
import type { QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import { PaymentRef } from "../payment.js"
import { decodeDirectly } from "./direct-reader.js"
import { type ClaimedIds, concerns } from "./notification-body.js"
import { invalidNotification } from "./received-notification.js"
import { issuesOf } from "./schema-issues.js"
import { trusted } from "./trusted.js"

/** What a reference has beside ids, and where a callback's ids may be wanting. */
export interface ClaimedRefOptions {
  /** Whose credentials the client has; absent where it is the only one. */
  readonly account?: string | undefined
  /** The channel that the callback names. A stored reference keeps its own. */
  readonly channel?: string | undefined
}

const decodeStored = decodeDirectly(PaymentRef, { errors: "all" })

/**
 * A stored reference as `JSON.parse` gives it has not been looked at yet. What later versions stored with
 * more fields is one.
 */
const storedRef = (
  provider: string,
  expected: PaymentRef | undefined | null,
): Result.Result<PaymentRef | undefined, QrisError> => {
  if (expected === undefined || expected === null) return Result.succeed(undefined)
  if (expected instanceof PaymentRef) return Result.succeed(expected)
  return Result.mapError(decodeStored(expected), (error) =>
    invalidNotification(
      provider,
      "misuse",
      `the stored reference that was passed along is none (${listIssues(issuesOf(error))})`,
    ),
  )
}

/**
 * The reference of a callback: the stored one, where the callback is about it, else one of what it claims; without an
 * order id the merchant's id of the attempt stands for it. Fails with `InvalidNotification`: `mismatch`, where it is
 * about another payment than the stored one; `misuse`, where what was stored is no reference.
 */
export const claimedRef = (
  provider: string,
  ids: ClaimedIds,
  expected: PaymentRef | undefined | null,
  { account, channel }: ClaimedRefOptions = {},
): Result.Result<PaymentRef, QrisError> =>
  Result.flatMap(storedRef(provider, expected), (stored) => {
    if (!concerns(provider, ids, stored, account)) {
      const description = "it is about another payment than the expected one"
      return Result.fail(invalidNotification(provider, "mismatch", description))
    }
    return Result.succeed(
      stored ?? trusted(PaymentRef, { provider, orderId: ids.externalId, ...ids, channel, account }),
    )
  })
