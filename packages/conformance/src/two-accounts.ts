import assert from "node:assert/strict"
import type { PaymentRef, QrisProvider } from "@qriskit/core"
import type { Bench } from "./bench.js"

/** The account that a scenario is about. */
export const MINE = "toko-1"

/** The one beside it. */
export const OTHER = "toko-2"

/** The ref of a payment that this client makes. */
export const createWith = async (bench: Bench, provider: QrisProvider): Promise<PaymentRef> =>
  (await bench.run(provider.create(bench.request()))).ref

/** What an acquirer says to credentials of `MINE` that are not, or no longer, right. */
export const assertUnauthorized = async (bench: Bench, provider: QrisProvider): Promise<void> => {
  const error = await bench.failure(provider.create(bench.request()))
  assert.equal(error.reason._tag, "Unauthorized")
  assert.equal(error.outcome, "refused")
  assert.equal(error.account, MINE, "the error must name the account")
}
