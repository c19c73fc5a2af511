import * as Schema from "effect/Schema"

/**
 * What was made of a callback.
 *
 * - `accepted`: about a payment recorded here, and as genuine as the provider lets one tell.
 * - `unmatched`: genuine in the same sense, about a payment that no record knows.
 * - `forged`: its proof fails, or it speaks of other ids than it proves.
 * - `malformed`: not a callback of this provider.
 */
export const ReceiptVerdict = Schema.Literals(["accepted", "unmatched", "forged", "malformed"])
export type ReceiptVerdict = typeof ReceiptVerdict.Type
