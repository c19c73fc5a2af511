import { inLightOfClaim, type Payment } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database, type PreparedStatement } from "../database/database.js"
import { Providers } from "../providers.js"
import type { AttemptRow } from "../record/rows.js"

const CLAIMED_PAID: PreparedStatement = {
  name: "qriskit_claimed_paid",
  text: /* sql */ `
select exists (
  select from qriskit.receipt where attempt_id = $1 and verdict = 'accepted' and claimed_status = 'paid'
) as is_claimed`,
}

/**
 * What an answer means beside the callbacks on record: where a provider tells of money that came late by a callback
 * alone, and goes on to answer "expired", such a payment is for a person to look at. Any other answer stands as it is.
 */
export const inLightOfReceipts = Effect.fnUntraced(function* (
  { id, provider, account }: Pick<AttemptRow, "id" | "provider" | "account">,
  payment: Payment,
) {
  if (payment.status !== "expired") return payment
  const client = yield* Effect.result((yield* Providers).get(provider, account))
  if (Result.isFailure(client) || client.success.capabilities.notifications.tellsOfLatePayments !== true)
    return payment
  const [row] = yield* (yield* Database).query(CLAIMED_PAID, [id])
  return row?.["is_claimed"] === true
    ? inLightOfClaim(client.success.capabilities, { claimedStatus: "paid" }, payment)
    : payment
})
