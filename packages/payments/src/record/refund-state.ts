import * as Schema from "effect/Schema"

/**
 * What a refund of ours is.
 *
 * - `requested`: it is stored, the provider's answer is not.
 * - `unknown`: the provider may have made it. It is asked about, and never made under another id by itself.
 * - `pending`: the provider took it, and is not done.
 * - `succeeded`: the money went back. `failed`: it stayed with the merchant.
 * - `refused`: the provider surely made none.
 */
export const RefundState = Schema.Literals([
  "requested",
  "unknown",
  "pending",
  "succeeded",
  "failed",
  "refused",
])
export type RefundState = typeof RefundState.Type
