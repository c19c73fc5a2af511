import type { PaymentStatus } from "../payment-status.js"

/** A provider's words and what they mean. */
export type StatusTable = Readonly<Record<string, PaymentStatus>>

/**
 * Looks up a provider's word, whatever its case. A word that nobody mapped is `pending`, never `failed`.
 *
 * @param table its keys in upper case
 *
 * @example
 * ```ts
 * import { statusOf } from "@qriskit/core/provider-kit"
 *
 * const status = statusOf({ SUCCESS: "paid", EXPIRED: "expired" }, "success")
 * ```
 */
export const statusOf = (table: StatusTable, word: string): PaymentStatus =>
  table[word.trim().toUpperCase()] ?? "pending"
