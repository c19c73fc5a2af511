import * as Result from "effect/Result"
import type { QrisError } from "../error.js"
import { PaymentRef } from "../payment.js"
import { type ClaimedIds, concerns } from "./notification-body.js"
import { invalidNotification } from "./received-notification.js"
import { trusted } from "./trusted.js"
import { present } from "./wire-values.js"

/** What a reference has beside ids, and where a callback's ids may be wanting. */
export interface ClaimedRefOptions {
  /** Whose credentials the client has; absent where it is the only one. */
  readonly account?: string | undefined
  /** The channel that the callback names. A stored reference keeps its own. */
  readonly channel?: string | undefined
}

/**
 * The reference of a callback: the stored one, where the callback is about it, else one of what it claims; without an
 * order id the merchant's id of the attempt stands for it. Fails with
 * `InvalidNotification`, `mismatch`, where it is about another payment than the stored one.
 */
export const claimedRef = (
  provider: string,
  ids: ClaimedIds,
  expected: PaymentRef | undefined | null,
  { account, channel }: ClaimedRefOptions = {},
): Result.Result<PaymentRef, QrisError> => {
  if (!concerns(provider, ids, expected, account)) {
    const description = "it is about another payment than the expected one"
    return Result.fail(invalidNotification(provider, "mismatch", description))
  }
  if (expected !== undefined && expected !== null) {
    // As JSON.parse gives it, it has not been looked at yet.
    return Result.succeed(expected instanceof PaymentRef ? expected : new PaymentRef(expected))
  }
  return Result.succeed(
    trusted(PaymentRef, { provider, orderId: ids.externalId, ...ids, ...present({ channel, account }) }),
  )
}
