import * as Schema from "effect/Schema"
import { STATEMENT_FINDINGS } from "../statements/finding-kinds.js"

/** What a person has to look at, and why. The README explains what to do about each. */
export const AnomalyKind = Schema.Literals([
  "paid_after_cancel",
  "paid_after_expiry",
  "paid_after_failure",
  "paid_unshown",
  "paid_twice",
  "amount_mismatch",
  "status_regressed",
  "answer_contradicts",
  "unresolved",
  "unmatched_money",
  "repeated_payment_id",
  "expiry_not_believed",
  "unreadable_answers",
  "refund_unknown",
  "refund_not_ours",
  "endpoint_disabled",
  ...STATEMENT_FINDINGS,
])
export type AnomalyKind = typeof AnomalyKind.Type

/** What each kind means, for people. */
export const ANOMALY_MEANING: Readonly<Record<AnomalyKind, string>> = {
  paid_after_cancel: "Money arrived for a QR that was canceled or abandoned.",
  paid_after_expiry: "Money arrived for a QR that had expired.",
  paid_after_failure: "Money arrived for a QR that the provider had called failed or never made.",
  paid_unshown: "Money arrived for a QR whose creation was never confirmed to us.",
  paid_twice: "Two QRs of one order were paid.",
  amount_mismatch: "The paid amount is not the amount that was asked.",
  status_regressed: "The provider calls a payment unpaid, or less final, that was recorded as paid or ended.",
  answer_contradicts: "The provider's answer contradicts what is recorded; it was not believed.",
  unresolved: "The QR's time is over and no inquiry about it has succeeded.",
  repeated_payment_id: "The provider gave one payment's id to two QRs; the second one is not believed.",
  expiry_not_believed:
    "The provider calls a QR expired before it was made; it is watched as long as it is shown.",
  unreadable_answers: "The provider's answers about this payment cannot be read, time after time.",
  refund_unknown: "Nobody knows what became of a refund, after several inquiries.",
  refund_not_ours: "The provider says that money went back which no refund on record explains.",
  endpoint_disabled: "An endpoint takes no more webhooks: it failed for long, or answered 410 Gone.",
  missing_in_statement: "A payment is in no settlement report, though one is complete for its day.",
  unknown_money: "A settlement report tells of money that belongs to no record here.",
  amount_differs: "A settlement report tells another amount than arrived here.",
  fee_differs: "The fee that was taken is not the one that was agreed.",
  settled_twice: "Settlement reports settle one payment more than once.",
  paid_out_but_not_paid: "A settlement report pays out what is not paid here.",
  refund_without_ours: "A settlement report takes money back that no refund on record explains.",
  statement_restated: "A later statement says something else of a line than the one that was imported.",
  duplicate_in_statement: "A statement has the same line twice; it was counted once.",
  ambiguous_in_statement: "Several payments could be what a line of a report tells.",
  narrative_contradicts: "What the bank prints of a credit contradicts its amount.",
  day_differs: "The bank's total of a merchant id's day is not what arrived here.",
  batch_differs: "The bank credits another amount than the acquirer says that it paid out.",
  payout_not_in_bank: "The acquirer says that it paid out, and the bank's statements do not have it.",
  credit_unexplained: "The bank credits a settlement that no report or day total explains.",
  unmatched_money: "The provider confirms money that belongs to no record here.",
}
