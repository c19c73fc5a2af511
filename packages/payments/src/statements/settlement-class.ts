import * as Schema from "effect/Schema"

/**
 * What reports make of a payment that they tell of. `listed_not_settled`: not paid out yet · `amount_differs`,
 * `fee_differs`: from ours, and from what was agreed · `settled_twice`: in two batches · `reversed`: taken back whole ·
 * `refunded`: some of it went back · `paid_out_but_not_paid`: no money is on record here.
 *
 * @example
 * ```ts
 * import { SettlementClass } from "@qriskit/payments"
 *
 * console.log(SettlementClass.literals.includes("settled"))
 * ```
 */
export const SettlementClass = Schema.Literals([
  "settled",
  "listed_not_settled",
  "amount_differs",
  "fee_differs",
  "settled_twice",
  "reversed",
  "refunded",
  "paid_out_but_not_paid",
])
/** What reports make of a payment that they tell of. */
export type SettlementClass = typeof SettlementClass.Type

/**
 * What became of a payment's money: as reports tell of it; or `ambiguous`: lines that could be it could be others, too
 * · `missing`: a complete report does not have it · `undecided`: no report that covers its day was imported, and
 * silence proves nothing · `not_paid`: no money is on record, and no report tells of any.
 *
 * @example
 * ```ts
 * import { ExplanationClass } from "@qriskit/payments"
 *
 * console.log(ExplanationClass.literals.includes("missing"))
 * ```
 */
export const ExplanationClass = Schema.Literals([
  ...SettlementClass.literals,
  "ambiguous",
  "missing",
  "undecided",
  "not_paid",
])
/** What became of a payment's money. */
export type ExplanationClass = typeof ExplanationClass.Type
