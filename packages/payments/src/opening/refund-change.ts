import type { QrisError, Refund } from "@qriskit/core"
import { formatRupiah } from "@qriskit/core"
import type { Finding } from "../record/decision.js"
import type { AttemptFailure } from "../record/record.js"
import type { RefundRow } from "../record/refund.js"
import type { RefundState } from "../record/refund-state.js"
import { storableText } from "../record/storable.js"

/** After so many looks without a certain answer a refund is a person's business. */
const UNKNOWN_AFTER = 5

/** What became of a refund: what the provider said, or why it said nothing. `unlisted`: it knows none of that id. */
export type RefundOutcome =
  | { readonly kind: "said"; readonly refund: Refund }
  | { readonly kind: "refused"; readonly failure: AttemptFailure }
  | { readonly kind: "unknown"; readonly failure: AttemptFailure }
  | { readonly kind: "unlisted" }

/** What a provider's failure to refund means. */
export const outcomeOfRefundError = (error: QrisError): RefundOutcome => ({
  kind: error.outcome === "unknown" ? "unknown" : "refused",
  failure: { reason: error.reason._tag, outcome: error.outcome, message: storableText(error.message, 1_000) },
})

const lost = (why: string): AttemptFailure => ({
  reason: "Lost",
  outcome: "unknown",
  message: `${why} The money may have gone back: the provider is asked, and no other refund is made by itself.`,
})

/** Where nobody knows what became of a refund: a crash, an interruption, a time-out of ours. */
export const lostRefund = (why: string): RefundOutcome => ({ kind: "unknown", failure: lost(why) })

/**
 * Where a later call than the first came to nothing, for that reason: what it says of itself says
 * nothing of the refund.
 */
export const stillUnknown = (why: string, reason: string): AttemptFailure => ({ ...lost(why), reason })

/** An answer about another refund, or another amount, is not believed. */
export const contradicts = ({ record }: RefundRow, { externalId, amount }: Refund): string | undefined => {
  if (externalId !== record.externalId) return `it is about the refund ${externalId}`
  return amount === undefined || amount === record.amount
    ? undefined
    : `it gives back ${formatRupiah(amount)} of ${formatRupiah(record.amount)}`
}

/** What becomes of a refund. */
export interface Change {
  readonly status: RefundState
  /** It stays what a person said. */
  readonly isOnWord?: true
  readonly providerStatus?: string
  readonly failure?: AttemptFailure
  readonly refundId?: string | undefined
  readonly refundedAt?: Date | undefined
  readonly findings: ReadonlyArray<Finding>
}

const unknown = (row: RefundRow, failure: AttemptFailure | undefined): Change => ({
  status: row.record.status === "pending" ? "pending" : "unknown",
  ...(failure === undefined ? {} : { failure }),
  findings:
    row.inquiries + 1 < UNKNOWN_AFTER
      ? []
      : [
          {
            kind: "refund_unknown",
            once: row.id,
            detail: `Nobody knows what became of the refund ${row.record.externalId} of ${formatRupiah(row.record.amount)}.`,
          },
        ],
})

/**
 * A refusal ends a refund where it answers the only call that was made for it. One of a later call says nothing of what
 * the earlier came to: less may be left, because that one gave it back.
 */
const isFirstCall = ({ record }: RefundRow, isLook: boolean): boolean =>
  record.status === "requested" && !isLook

/** What the provider says of a refund, as it is recorded. */
export const changeTo = ({ status, providerStatus, refundId, refundedAt }: Refund): Change => ({
  status,
  providerStatus: storableText(providerStatus, 255),
  refundId,
  refundedAt,
  findings: [],
})

/** An answer that is about something else. */
export const notBelieved = ({ id, record }: RefundRow, contradiction: string): Finding => ({
  kind: "answer_contradicts",
  once: `refund ${id}`,
  detail: `Asked for the refund ${record.externalId}, the provider's answer is not believed: ${contradiction}.`,
})

/** What an outcome makes of a refund. `isLook`: it was asked about, not asked for. */
export const changeBy = (row: RefundRow, outcome: RefundOutcome, isLook: boolean): Change => {
  if (outcome.kind === "unlisted") return unknown(row, row.record.failure)
  if (outcome.kind === "refused" && isFirstCall(row, isLook))
    return { status: "refused", failure: outcome.failure, findings: [] }
  if (outcome.kind === "refused")
    return unknown(row, stillUnknown("Asked for again, it was refused or not sent.", outcome.failure.reason))
  if (outcome.kind === "unknown") return unknown(row, outcome.failure)
  const { refund } = outcome
  const contradiction = contradicts(row, refund)
  if (contradiction !== undefined)
    return {
      ...unknown(row, lost("The provider's answer contradicts what was asked.")),
      findings: [notBelieved(row, contradiction)],
    }
  return changeTo(refund)
}
