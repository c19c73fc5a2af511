import type { QrisError, Refund } from "@qriskit/core"
import { formatRupiah } from "@qriskit/core"
import type { Transaction } from "../database/database.js"
import { type AttemptStatus, canBecome } from "../record/attempt-status.js"
import type { Finding } from "../record/decision.js"
import { carryOut, lockAttempt, type Written } from "../record/move.js"
import type { AttemptFailure } from "../record/record.js"
import {
  REFUND_COLUMNS,
  REFUND_TABLES,
  type RefundRow,
  type RefundState,
  refundFrom,
} from "../record/refund.js"
import { storableText } from "../record/storable.js"

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** After so many looks without a certain answer a refund is a person's business. */
const UNKNOWN_AFTER = 5

/** Pauses between looks at a refund: doubling from ten seconds, at most six hours. */
const pauseAfter = (looks: number): number => Math.min(10 * SECOND * 2 ** Math.min(looks, 20), 6 * HOUR)

/** What became of a refund: what the provider said, or why it said nothing. `unlisted`: it knows none of that id. */
export type RefundOutcome =
  | { readonly kind: "said"; readonly refund: Refund }
  | { readonly kind: "refused" | "unknown"; readonly failure: AttemptFailure }
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

/** An answer about another refund, or another amount, is not believed. */
const contradicts = ({ record }: RefundRow, { externalId, amount }: Refund): string | undefined => {
  if (externalId !== record.externalId) return `it is about the refund ${externalId}`
  return amount === undefined || amount === record.amount
    ? undefined
    : `it gives back ${formatRupiah(amount)} of ${formatRupiah(record.amount)}`
}

/** A refund as it stands, once its payment is locked. */
const LOAD = {
  name: "qriskit_refund_to_settle",
  text: `select ${REFUND_COLUMNS} from ${REFUND_TABLES} where r.id = $1`,
}

const UPDATE = {
  name: "qriskit_settle_refund",
  text: /* sql */ `
update qriskit.refund set status = $2, provider_status = coalesce($3, provider_status), failure = $4,
  refund_id = coalesce(refund_id, $5), refunded_at = coalesce($6, refunded_at), next_inquiry_at = $7,
  inquiries = inquiries + $8, changed_at = case when status = $2 then changed_at else $9 end
where id = $1 and status in ('requested', 'unknown', 'pending')
returning status`,
}

/** What the attempt's refunds come to. */
const SUMS = {
  name: "qriskit_refund_sums",
  text: /* sql */ `
select refunded::text as refunded, coalesce(paid_amount, 0)::text as arrived,
  exists (select from qriskit.refund where attempt_id = attempt.id and status = 'pending') as is_pending
from qriskit.attempt where id = $1`,
}

/** What an attempt with money is, by refunds of ours. */
const statusBy = (refunded: number, arrived: number, isPending: boolean): AttemptStatus => {
  if (isPending) return "refund_pending"
  if (refunded === 0) return "paid"
  return refunded === arrived ? "refunded" : "partially_refunded"
}

interface Change {
  readonly status: RefundState
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

const changeBy = (row: RefundRow, outcome: RefundOutcome, isLook: boolean): Change => {
  if (outcome.kind === "unlisted") return unknown(row, row.record.failure)
  if (outcome.kind === "refused" && isFirstCall(row, isLook))
    return { status: "refused", failure: outcome.failure, findings: [] }
  if (outcome.kind !== "said") return unknown(row, outcome.failure)
  const { refund } = outcome
  const contradiction = contradicts(row, refund)
  if (contradiction !== undefined) {
    const detail = `Asked for the refund ${row.record.externalId}, the provider's answer is not believed: ${contradiction}.`
    return {
      ...unknown(row, lost("The provider's answer contradicts what was asked.")),
      findings: [{ kind: "answer_contradicts", once: `refund ${row.id}`, detail }],
    }
  }
  return {
    status: refund.status,
    providerStatus: storableText(refund.providerStatus, 255),
    refundId: refund.refundId,
    refundedAt: refund.refundedAt,
    findings: [],
  }
}

/**
 * Stores what became of a refund, and what its attempt is by that: the only way from a provider's word about a refund to
 * a record. `isLook`: it was asked about, not asked for.
 */
export const settleRefund = async (
  tx: Transaction,
  { id, attemptId }: Pick<RefundRow, "id" | "attemptId">,
  outcome: RefundOutcome,
  isLook: boolean,
  now: Date,
): Promise<Written> => {
  const locked = await lockAttempt(tx, attemptId)
  // What it was when the provider was asked, somebody may have changed since.
  const [stored] = locked === undefined ? [] : await tx.query(LOAD, [id])
  if (locked === undefined || stored === undefined) return { events: [], anomalies: [] }
  const row = refundFrom(stored)
  const { status, providerStatus, failure, refundId, refundedAt, findings } = changeBy(row, outcome, isLook)
  const isOpen = status === "unknown" || status === "pending"
  const [settled] = await tx.query(UPDATE, [
    id,
    status,
    providerStatus ?? null,
    failure === undefined ? null : JSON.stringify(failure),
    refundId ?? null,
    refundedAt ?? null,
    isOpen ? new Date(now.getTime() + pauseAfter(row.inquiries)) : null,
    isLook ? 1 : 0,
    now,
  ])
  // Somebody was quicker.
  if (settled === undefined) return { events: [], anomalies: [] }
  const [sums] = await tx.query(SUMS, [attemptId])
  const target = statusBy(
    Number(sums?.["refunded"]),
    Number(sums?.["arrived"]),
    sums?.["is_pending"] === true,
  )
  const before = locked.attempt.status
  const isOurs = before !== "under_review" || target !== "paid"
  const next = isOurs && canBecome(before, target) ? target : before
  return carryOut(tx, locked, { status: next, patch: {}, findings, asking: "latest" }, now)
}
