import { formatRupiah, type Notification } from "@qriskit/core"
import type { PreparedStatement, Transaction } from "../database/database.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { carryOut, lockAttempt } from "../record/move.js"
import type { LeftOver } from "./arrival.js"

/** Money that the acquirer surely has and that no order was called paid by. */
export interface Unattributed {
  readonly unmatchedId: number
  readonly provider: string
  readonly paymentId: string
  readonly externalId: string
  readonly account: string
  readonly amount: number
}

const FIND: PreparedStatement = {
  name: "qriskit_find_unattributed",
  text: /* sql */ `
insert into qriskit.anomaly (account, kind, once, unmatched_id, detail, found_at) values ($1, $2, $3, $4, $5, $6)
on conflict (once) do nothing
returning id`,
}

const KIND: Readonly<Record<LeftOver["kind"], AnomalyKind>> = {
  again: "paid_again",
  several: "ambiguous_money",
  none: "unmatched_money",
}

const more = (left: LeftOver): string => {
  switch (left.kind) {
    case "none":
      return ""
    case "again":
      return ` It fits the order "${left.key}", which is paid by other money.`
    case "several":
      return ` It fits the orders ${left.keys.map((key) => `"${key}"`).join(", ")}.`
  }
}

/** Records the finding, once for each such money. Gives its kind where it is new. */
export const findUnattributed = async (
  tx: Transaction,
  { unmatchedId, provider, paymentId, externalId, account, amount }: Unattributed,
  left: LeftOver,
  now: Date,
): Promise<AnomalyKind | undefined> => {
  const kind = KIND[left.kind]
  const detail = `${formatRupiah(amount)} at ${provider}, payment ${paymentId}, external id ${externalId}.${more(left)}`
  const locked = left.kind === "again" ? await lockAttempt(tx, left.attemptId) : undefined
  if (locked !== undefined) {
    // It is about an order: its handlers are told.
    const { status } = locked.attempt
    const move = { status, patch: {}, findings: [{ kind, once: `unmatched ${unmatchedId}`, detail }] }
    return (await carryOut(tx, locked, move, now)).anomalies[0]
  }
  const found = await tx.query(FIND, [account, kind, `${kind}:${unmatchedId}:`, unmatchedId, detail, now])
  return found.length > 0 ? kind : undefined
}

/** Whether a callback is money by itself: its signature covers that this amount was paid. */
export const isMoneyProven = (
  notification: Notification,
): notification is Notification & { readonly amount: NonNullable<Notification["amount"]> } =>
  notification.authenticity === "signed" &&
  notification.claimedStatus === "paid" &&
  notification.amount !== undefined
