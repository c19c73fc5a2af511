import * as Schema from "effect/Schema"

/**
 * What an attempt is: `PaymentStatus` of the provider, and what only we can know.
 *
 * - `creating`: the intent is stored, the provider's answer is not.
 * - `not_created`: the provider surely made nothing.
 * - `unknown`: the provider may have made a QR, but nobody was shown it, so nobody can pay it.
 * - `abandoned`: given up here at a provider that cannot cancel; its QR can still be paid until it expires.
 */
export const AttemptStatus = Schema.Literals([
  "creating",
  "not_created",
  "unknown",
  "pending",
  "abandoned",
  "paid",
  "expired",
  "canceled",
  "failed",
  "under_review",
  "refund_pending",
  "partially_refunded",
  "refunded",
])
export type AttemptStatus = typeof AttemptStatus.Type

/**
 * Which statuses take part in money that was seen. An attempt that is in one, with money recorded, never leaves them.
 */
const MONEY = ["paid", "refund_pending", "partially_refunded", "refunded"] as const

/** What may follow what. The database enforces the same table: see `database/migrations`. */
export const TRANSITIONS: Readonly<Record<AttemptStatus, ReadonlyArray<AttemptStatus>>> = {
  creating: ["pending", "not_created", "unknown"],
  not_created: [...MONEY, "under_review"],
  unknown: [...MONEY, "abandoned", "expired", "canceled", "failed", "under_review"],
  pending: [...MONEY, "abandoned", "expired", "canceled", "failed", "under_review"],
  abandoned: [...MONEY, "expired", "canceled", "failed", "under_review"],
  expired: [...MONEY, "under_review"],
  canceled: [...MONEY, "under_review"],
  failed: [...MONEY, "under_review"],
  under_review: [...MONEY, "expired", "canceled", "failed"],
  paid: ["refund_pending", "partially_refunded", "refunded"],
  refund_pending: ["paid", "partially_refunded", "refunded"],
  partially_refunded: ["refund_pending", "refunded"],
  refunded: [],
}

const isIn = (statuses: ReadonlyArray<AttemptStatus>): ((status: AttemptStatus) => boolean) => {
  const set: ReadonlySet<AttemptStatus> = new Set(statuses)
  return (status) => set.has(status)
}

/** Whether money arrived, whatever became of it since. */
export const isMoney = isIn(MONEY)

/** Whether the QR may still be paid as far as we know, so that it is asked about regularly. */
export const isWatched = isIn(["pending", "abandoned", "unknown", "under_review"])

/** Whether the attempt ended without money: a further attempt may follow it. */
export const isSpent = isIn(["not_created", "unknown", "abandoned", "expired", "canceled", "failed"])

/** Whether a move is in the table. */
export const canBecome = (from: AttemptStatus, to: AttemptStatus): boolean => TRANSITIONS[from].includes(to)

/**
 * Where the provider says that money did not go back which a person said had gone: what may follow then, and never
 * otherwise. The database enforces the same: `is_taken_back`.
 */
const RETURNS: Partial<Record<AttemptStatus, ReadonlyArray<AttemptStatus>>> = {
  refunded: ["partially_refunded", "paid"],
  partially_refunded: ["paid"],
}

/** Whether a move takes back what a person said of a refund. */
export const isReturn = (from: AttemptStatus, to: AttemptStatus): boolean =>
  RETURNS[from]?.includes(to) ?? false
