import type { Notification } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { Body } from "../callbacks/callback.js"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { countWritten } from "../reading/metrics.js"
import { isSettled, type Settlement, settleArrival } from "./arrival.js"
import { isMoneyProven } from "./unattributed.js"

const STORE: PreparedStatement = {
  name: "qriskit_store_report",
  text: /* sql */ `
insert into qriskit.receipt (provider, account, verdict, body_hash, body, body_bytes, external_id, provider_payment_id,
  claimed_status, claimed_amount, attempt_id, received_at, last_received_at, checked_at)
values ($1, $2, 'accepted', $3, $4, $5, $6, $7, 'paid', $8, $9, $10, $10, $10)
on conflict (provider, account, verdict, body_hash)
do update set times = receipt.times + 1, last_received_at = excluded.last_received_at`,
}

/** The money may have been told of before, by a callback that proved less: it is nobody's no more. */
const CLAIM_FOUND: PreparedStatement = {
  name: "qriskit_claim_found",
  text: /* sql */ `
update qriskit.unmatched set attempt_id = $4, state = 'confirmed', status = 'paid', amount = $5, next_inquiry_at = null, changed_at = $6
where provider = $1 and account = $2 and provider_payment_id = $3 and attempt_id is null`,
}

const NONE: Settlement = { kind: "none" }

/**
 * What a callback about no payment on record is, where its signature covers that an amount was paid: the money of the
 * one order that is expected with that amount on a printed QR. Callback and move are stored together, before anything
 * is answered; the same callback once more finds its payment on record.
 */
export const settleReported = Effect.fnUntraced(function* (
  notification: Notification,
  body: Body,
  provider: string,
  account: string,
  at: Date,
) {
  if (!isMoneyProven(notification)) return NONE
  const { amount, ref, occurredAt, providerStatus, nmid } = notification
  const told = occurredAt === undefined || occurredAt > at ? at : occurredAt
  const settle = async (tx: Transaction): Promise<Settlement> => {
    const settlement = await settleArrival(
      tx,
      {
        account,
        provider,
        amount,
        nmid,
        from: told,
        until: told,
        evidence: { kind: "callback", ref, providerStatus },
      },
      at,
    )
    if (!isSettled(settlement)) return settlement
    await tx.query(CLAIM_FOUND, [provider, account, ref.paymentId, settlement.attemptId, amount, at])
    await tx.query(STORE, [
      provider,
      account,
      body.hash,
      body.text,
      body.bytes,
      ref.externalId,
      ref.paymentId,
      amount,
      settlement.attemptId,
      at,
    ])
    return settlement
  }
  const settlement = yield* (yield* Database).transaction(settle)
  if (isSettled(settlement)) {
    yield* countWritten(provider, settlement.written)
    yield* (yield* Wakeups).due(settlement.written.events.map((type) => `deliver ${type}` as const))
  }
  return settlement
})
