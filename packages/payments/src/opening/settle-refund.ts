import type { Transaction } from "../database/database.js"
import { carryOutByRefunds } from "../record/by-refunds.js"
import { type Locked, lockAttempt, type Written } from "../record/move.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { changeAfterWord } from "./after-word.js"
import { type Change, changeBy, type RefundOutcome } from "./refund-change.js"

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** For so long after a person said what became of a refund the provider is asked whether it is so, in milliseconds. */
const WORD_CHECKED_FOR = 30 * 24 * HOUR

/** Pauses between looks at a refund: doubling from ten seconds, at most six hours. */
export const pauseAfter = (looks: number): number =>
  Math.min(10 * SECOND * 2 ** Math.min(looks, 20), 6 * HOUR)

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
  inquiries = inquiries + $8, changed_at = case when status = $2 then changed_at else $9 end, on_word = $10,
  asked_until = nullif(asked_until, $11)
where id = $1 and (status in ('requested', 'unknown', 'pending') or on_word)
returning status`,
}

/** When to look again: while it is open, and for a while after a person said what became of it. */
const nextLookAt = ({ inquiries, record: { said } }: RefundRow, change: Change, now: Date): Date | null => {
  const isOpen = change.status === "unknown" || change.status === "pending"
  const isChecked =
    change.isOnWord === true && said !== undefined && now.getTime() < said.at.getTime() + WORD_CHECKED_FOR
  return isOpen || isChecked ? new Date(now.getTime() + pauseAfter(inquiries)) : null
}

/** What of an attempt's money no refund gave back, or may. */
const roomIn = ({ attempt: { paidAmount, refunded, refunding } }: Locked): number =>
  (paidAmount ?? 0) - refunded - refunding

/**
 * Stores what became of a refund, and what its attempt is by that: the only way from a provider's word about a refund
 * to a record. `isLook`: it was asked about, not asked for.
 */
export const settleRefund = async (
  tx: Transaction,
  { id, attemptId, askedUntil }: Pick<RefundRow, "id" | "attemptId" | "askedUntil">,
  outcome: RefundOutcome,
  isLook: boolean,
  now: Date,
): Promise<Written> => {
  const locked = await lockAttempt(tx, attemptId)
  // What it was when the provider was asked, somebody may have changed since.
  const [stored] = locked === undefined ? [] : await tx.query(LOAD, [id])
  if (locked === undefined || stored === undefined) return { events: [], anomalies: [] }
  const row = refundFrom(stored)
  const { said, evidence } = row.record
  const change =
    said !== undefined && evidence === "person"
      ? changeAfterWord(row, said, outcome, roomIn(locked))
      : changeBy(row, outcome, isLook)
  const { status, providerStatus, failure, refundId, refundedAt, findings } = change
  const [settled] = await tx.query(UPDATE, [
    id,
    status,
    providerStatus ?? null,
    failure === undefined ? null : JSON.stringify(failure),
    refundId ?? null,
    refundedAt ?? null,
    nextLookAt(row, change, now),
    isLook ? 1 : 0,
    now,
    change.isOnWord ?? false,
    askedUntil,
  ])
  // Somebody was quicker.
  if (settled === undefined) return { events: [], anomalies: [] }
  return carryOutByRefunds(tx, locked, findings, now)
}
