import * as Schema from "effect/Schema"

/**
 * What a payment is, in words that hold for every provider.
 *
 * `pending` also stands for a provider's word that nobody mapped yet: an unknown word is never read as a failure.
 * `under_review` means that a person has to look at the provider's side before anything is believed.
 */
export const PaymentStatus = Schema.Literals([
  "pending",
  "paid",
  "expired",
  "canceled",
  "failed",
  "refund_pending",
  "partially_refunded",
  "refunded",
  "under_review",
])

export type PaymentStatus = typeof PaymentStatus.Type
