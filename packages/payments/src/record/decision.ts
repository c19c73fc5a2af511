import { formatRupiah, type PaymentStatus } from "@qriskit/core"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { type AttemptStatus, canBecome, isMoney } from "./attempt-status.js"

/** What is recorded of an attempt, as far as a decision needs it. Amounts in whole rupiah. */
export interface Standing {
  readonly status: AttemptStatus
  readonly amount: number
  /** What arrived, once money was seen. */
  readonly paidAmount: number | undefined
  /** Whether another attempt of the same order has money. */
  readonly isSiblingPaid: boolean
  /** Whether refunds on record gave money back, or are under way. */
  readonly isRefundOurs?: boolean
}

/** What the provider answered when it was asked. A claim is not one. */
export interface Observation {
  readonly status: PaymentStatus
  readonly amount: number
  /** Whether the QR's time and the grace after it are over. */
  readonly isOverdue: boolean
}

/** A finding for a person. `once` tells two findings of one kind apart; the same one is recorded once. */
export interface Finding {
  readonly kind: AnomalyKind
  readonly once: string
  readonly detail: string
}

/** What follows from an observation. `status` equal to the recorded one: nothing moves. */
export interface Decision {
  readonly status: AttemptStatus
  readonly paidAmount: number | undefined
  readonly findings: ReadonlyArray<Finding>
}

/** The finding when money arrives for an attempt that was in this state. */
const LATE_MONEY: Partial<Record<AttemptStatus, AnomalyKind>> = {
  canceled: "paid_after_cancel",
  abandoned: "paid_after_cancel",
  expired: "paid_after_expiry",
  failed: "paid_after_failure",
  not_created: "paid_after_failure",
  unknown: "paid_unshown",
}

/** Whether an answer speaks of money that arrived. */
export const isMoneyObserved = (
  status: PaymentStatus,
): status is "paid" | "refund_pending" | "partially_refunded" | "refunded" =>
  status !== "under_review" && status !== "pending" && isMoney(status)

const regression = ({ status }: Standing, observed: Observation): Finding => ({
  kind: "status_regressed",
  once: `${status}:${observed.status}`,
  detail: `Recorded as ${status}; the provider now says ${observed.status}. The record stays ${status}.`,
})

const mismatch = (standing: Standing, observed: Observation): Finding => ({
  kind: "amount_mismatch",
  once: String(observed.amount),
  detail: `${formatRupiah(observed.amount)} arrived, ${formatRupiah(standing.amount)} was asked.`,
})

const twice: Finding = {
  kind: "paid_twice",
  once: "",
  detail: "Another QR of the same order was paid before.",
}

/** Money is seen for the first time. Another amount than asked is never called paid: a person decides. */
const firstMoney = (
  standing: Standing,
  observed: Observation & { readonly status: AttemptStatus },
): Decision => {
  const isAmountRight = observed.amount === standing.amount
  const late = LATE_MONEY[standing.status]
  const findings: ReadonlyArray<Finding | undefined> = [
    late && {
      kind: late,
      once: "",
      detail: `${formatRupiah(observed.amount)} arrived while it was ${standing.status}.`,
    },
    standing.isSiblingPaid ? twice : undefined,
    isAmountRight ? undefined : mismatch(standing, observed),
  ]
  return {
    status: isAmountRight ? observed.status : "under_review",
    paidAmount: observed.amount,
    findings: findings.filter((finding) => finding !== undefined),
  }
}

/** Money was seen before: only refunds move it, and nothing makes it unpaid. */
const laterMoney = (standing: Standing, observed: Observation): Decision => {
  const stays = (...findings: ReadonlyArray<Finding>): Decision => ({
    status: standing.status,
    paidAmount: standing.paidAmount,
    findings,
  })
  if (!isMoneyObserved(observed.status)) {
    return standing.status === "under_review" && observed.status === "under_review"
      ? stays()
      : stays(regression(standing, observed))
  }
  if (standing.status === "under_review") {
    return observed.amount === standing.amount
      ? firstMoney(standing, { ...observed, status: observed.status })
      : stays()
  }
  if (observed.amount !== standing.paidAmount && observed.status === "paid")
    return stays(mismatch(standing, observed))
  if (observed.status === standing.status) return stays()
  // Not every provider tells of refunds when it is asked about the payment.
  if (observed.status === "paid" && standing.isRefundOurs === true) return stays()
  return canBecome(standing.status, observed.status)
    ? { status: observed.status, paidAmount: standing.paidAmount, findings: [] }
    : stays(regression(standing, observed))
}

/** No money is seen, and none was. */
const noMoney = (standing: Standing, observed: Observation): Decision => {
  const wanted = observed.status === "pending" && observed.isOverdue ? "expired" : observed.status
  const isRevived =
    observed.status === "pending" && (standing.status === "canceled" || standing.status === "failed")
  return {
    status: canBecome(standing.status, wanted) ? wanted : standing.status,
    paidAmount: undefined,
    findings: isRevived ? [regression(standing, observed)] : [],
  }
}

/**
 * What an attempt becomes when the provider was asked about it. Pure: the same standing and observation always lead to
 * the same decision, and a decision that was carried out leads to no further change.
 */
export const decide = (standing: Standing, observed: Observation): Decision => {
  if (standing.status === "creating") return { status: "creating", paidAmount: undefined, findings: [] }
  if (standing.paidAmount !== undefined) return laterMoney(standing, observed)
  return isMoneyObserved(observed.status)
    ? firstMoney(standing, { ...observed, status: observed.status })
    : noMoney(standing, observed)
}
