import { type OfAccount, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { of } from "./of-account.js"

/** The provider of a payment. */
export const providerOf = Effect.fnUntraced(function* (input: { readonly key: string } & OfAccount) {
  return (yield* (yield* Payments).get(input.key, of(input))).provider
})
