import * as Schema from "effect/Schema"

/**
 * What became of a refund, in words that hold for every provider.
 *
 * `pending` also stands for a provider's word that nobody mapped. `failed` means that the money stayed
 * with the merchant.
 */
export const RefundStatus = Schema.Literals(["pending", "succeeded", "failed"])

export type RefundStatus = typeof RefundStatus.Type
