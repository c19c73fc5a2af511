import type { PaymentStatus } from "@qriskit/core"

/**
 * What a claim is worth once the provider was asked.
 *
 * - `event`: the payment is in a state that somebody may want to act on, and the provider said so itself.
 * - `nothing`: claim and answer agree that nothing has happened.
 * - `unconfirmed`: the claim says more than the answer. Either it is false, or the provider's inquiry
 *   lags its callback.
 */
export type Confirmation = "event" | "nothing" | "unconfirmed"

/** Answers that contradict a claim of payment: the inquiry may not have heard of the money yet. */
const UNPAID_ENDS: ReadonlySet<PaymentStatus> = new Set(["expired", "canceled", "failed"])

/**
 * Compares what a notification claims with what the provider answered. The answer decides; a claim only makes us wait.
 */
export const confirm = (claimed: PaymentStatus, answered: PaymentStatus): Confirmation => {
  if (answered === "pending") return claimed === "pending" ? "nothing" : "unconfirmed"
  return claimed === "paid" && UNPAID_ENDS.has(answered) ? "unconfirmed" : "event"
}
