import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { OfAccount } from "../record/account.js"
import { found, get } from "../record/find.js"
import { inquireAbout } from "./inquiring.js"

/**
 * Asks the provider about a payment now, whatever its schedule, and returns the record as it is then. A payment that
 * has no reference at the provider is returned as it is, and so is one that is expected on a printed QR: its acquirer
 * knows nothing of the order.
 *
 * Fails with `NoSuchPayment`, `QrisError`, `DatabaseFailure`.
 */
export const refresh = Effect.fn("Payments.refresh")(function* (key: string, of?: OfAccount) {
  const { attempt } = yield* found(key, of)
  if (attempt.surplus !== null) return yield* get(key, of)
  const answer = yield* inquireAbout(attempt.id)
  if (answer !== undefined && Result.isFailure(answer)) return yield* answer.failure
  return yield* get(key, of)
})
