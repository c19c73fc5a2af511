import type { Notification } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import type { LeftOver } from "../expecting/arrival.js"
import { findUnattributed, isMoneyProven } from "../expecting/unattributed.js"
import { count, METRICS } from "../reading/metrics.js"
import type { ReceiptColumns } from "./callback.js"

/**
 * The same payment may be told of again. That it is paid, where that was not said before or where nobody asks any more,
 * is news: it is asked about anew. Nothing else is, so that who makes callbacks up cannot have it asked about for ever.
 */
const NOTE_UNMATCHED: PreparedStatement = {
  name: "qriskit_note_unmatched",
  text: /* sql */ `
insert into qriskit.unmatched (provider, account, provider_payment_id, external_id, ref, state, claimed_amount, found_at,
  changed_at, next_inquiry_at, claimed_status, claimed_at, nmid, authenticity)
values ($1, $2, $3, $4, $5, 'claimed', $6, $7, $7, $7, $8, $9, $10, $11)
on conflict (provider, account, provider_payment_id) do update set state = 'claimed', inquiries = 0,
  next_inquiry_at = excluded.next_inquiry_at, changed_at = excluded.changed_at, claimed_status = excluded.claimed_status,
  claimed_amount = coalesce(excluded.claimed_amount, unmatched.claimed_amount),
  claimed_at = coalesce(excluded.claimed_at, unmatched.claimed_at), nmid = coalesce(excluded.nmid, unmatched.nmid),
  authenticity = excluded.authenticity
where unmatched.state <> 'confirmed' and unmatched.attempt_id is null and excluded.claimed_status = 'paid'
  and (unmatched.claimed_status is distinct from 'paid' or unmatched.next_inquiry_at is null)`,
}

/** Nobody has to be asked whether it is money: the acquirer has signed that. */
const CONFIRM_UNMATCHED: PreparedStatement = {
  name: "qriskit_confirm_unmatched",
  text: /* sql */ `
update qriskit.unmatched set state = 'confirmed', status = $4, amount = $5, claimed_status = $4, claimed_amount = $5,
  claimed_at = $6, nmid = $7, authenticity = $8, next_inquiry_at = null, changed_at = $9
where provider = $1 and account = $2 and provider_payment_id = $3 and attempt_id is null
returning id`,
}

/** Notes a payment that no record knows: to be asked about once, or as a finding where it is surely money. */
export const noteUnmatched = Effect.fnUntraced(function* (
  notification: Notification,
  columns: ReceiptColumns,
  left: LeftOver,
) {
  const { ref, amount, claimedStatus, occurredAt, nmid, authenticity } = notification
  const { provider, account, receivedAt } = columns
  const paymentId = columns.providerPaymentId ?? ""
  const externalId = columns.externalId ?? ""
  const further = [occurredAt ?? null, nmid ?? null, authenticity]
  const note = [provider, account, paymentId, externalId, JSON.stringify(ref), amount ?? null, receivedAt]
  const database = yield* Database
  if (!isMoneyProven(notification)) {
    yield* database.query(NOTE_UNMATCHED, [...note, claimedStatus, ...further])
    return
  }
  const found = yield* database.transaction(async (tx) => {
    await tx.query(NOTE_UNMATCHED, [...note, claimedStatus, ...further])
    const [row] = await tx.query(CONFIRM_UNMATCHED, [
      provider,
      account,
      paymentId,
      claimedStatus,
      notification.amount,
      ...further,
      receivedAt,
    ])
    if (row === undefined) return undefined
    const money = { unmatchedId: Number(row["id"]), provider, paymentId, externalId, account }
    return findUnattributed(tx, { ...money, amount: notification.amount }, left, receivedAt)
  })
  if (found !== undefined) yield* count(METRICS.anomalies, { provider, kind: found })
})
