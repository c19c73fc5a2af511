import type { Transaction } from "../database/database.js"
import { type AttemptStatus, canBecome, isReturn } from "./attempt-status.js"
import type { Finding } from "./decision.js"
import { carryOut, type Locked, type Written } from "./move.js"

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

/** Moves an attempt to what it is by its refunds, in the transaction in which one of them became something else. */
export const carryOutByRefunds = async (
  tx: Transaction,
  locked: Locked,
  findings: ReadonlyArray<Finding>,
  now: Date,
): Promise<Written> => {
  const { id, status: before, refunded } = locked.attempt
  const [sums] = await tx.query(SUMS, [id])
  const back = Number(sums?.["refunded"])
  const target = statusBy(back, Number(sums?.["arrived"]), sums?.["is_pending"] === true)
  // Less is back than was only where a person was wrong. What else the provider knows of the payment, it is asked.
  if (back < refunded && isReturn(before, target))
    return carryOut(
      tx,
      locked,
      { status: target, patch: { nextInquiryAt: now }, findings, asking: "latest" },
      now,
    )
  const isOurs = before !== "under_review" || target !== "paid"
  const next = isOurs && canBecome(before, target) ? target : before
  return carryOut(tx, locked, { status: next, patch: {}, findings, asking: "latest" }, now)
}
