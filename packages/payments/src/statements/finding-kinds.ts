/** What statements find, beside what providers say. Each is an anomaly. */
export const STATEMENT_FINDINGS = [
  "missing_in_statement",
  "unknown_money",
  "amount_differs",
  "fee_differs",
  "settled_twice",
  "paid_out_but_not_paid",
  "refund_without_ours",
  "statement_restated",
  "duplicate_in_statement",
  "ambiguous_in_statement",
  "narrative_contradicts",
  "day_differs",
  "batch_differs",
  "payout_not_in_bank",
  "credit_unexplained",
  "credit_taken_back",
] as const
/** What does not fit between what acquirers report and what is on record, with its evidence. */
export type StatementFinding = (typeof STATEMENT_FINDINGS)[number]
