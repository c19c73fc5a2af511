import type { PaymentStatus } from "@qriskit/core"
import type { StatusTable } from "@qriskit/core/provider-kit"
import type { SnapProfile } from "./profile.js"

const meaningIn = (table: StatusTable, word: string): PaymentStatus | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined

/**
 * What a status code means. A code that is not in the profile is `pending`. A code that means `expired` only for a
 * payment whose own time is over is `pending` before.
 *
 * @param word the acquirer's code, or its own word in a callback
 * @param isOver whether the payment's own expiry has passed, where it is known
 */
export const statusOf = (
  { status, expiredWhenOver, notification: { words = {} } }: SnapProfile,
  word: string,
  isOver: boolean,
): PaymentStatus => {
  if (expiredWhenOver.includes(word)) return isOver ? "expired" : "pending"
  return meaningIn(status, word) ?? meaningIn(words, word) ?? "pending"
}
