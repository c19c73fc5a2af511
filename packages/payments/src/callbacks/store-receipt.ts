import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import type { ReceiptColumns } from "./callback.js"

/** Stores a callback about no payment here, or counts the same bytes once more. */
const STATEMENT: PreparedStatement = {
  name: "qriskit_store_receipt",
  text: /* sql */ `
insert into qriskit.receipt (provider, account, verdict, body_hash, body, body_bytes, why, external_id, provider_payment_id,
  claimed_status, claimed_amount, received_at, last_received_at, checked_at)
values ($1, $13, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)
on conflict (provider, account, verdict, body_hash)
  do update set times = receipt.times + 1, last_received_at = excluded.last_received_at`,
}

/** Stores a callback that is about no payment here. `checkedAt`: where there is nothing to ask the provider. */
export const storeReceipt = Effect.fnUntraced(function* (columns: ReceiptColumns, checkedAt: Date | null) {
  yield* (yield* Database).query(STATEMENT, [
    columns.provider,
    columns.verdict,
    columns.bodyHash,
    columns.body,
    columns.bodyBytes,
    columns.why,
    columns.externalId,
    columns.providerPaymentId,
    columns.claimedStatus,
    columns.claimedAmount,
    columns.receivedAt,
    checkedAt,
    columns.account,
  ])
})
