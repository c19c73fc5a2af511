import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { Place } from "../open/place.js"
import type { VerbError } from "./verb.js"

/** Who does what to what, and why. */
export interface Deed {
  readonly verb: string
  readonly by: string
  readonly why: string
  readonly key?: string
  readonly account?: string | undefined
  readonly subject?: string
}

/** Stores who does what and why, does it, and stores what came of it. What cannot be stored is not done. */
export const recorded = <A, R>(
  { account, ...deed }: Deed,
  effect: Effect.Effect<A, VerbError, R>,
): Effect.Effect<A, VerbError, R | Payments | Place> =>
  Effect.gen(function* () {
    const { acts } = yield* Payments
    const { via } = yield* Place
    return yield* acts.record({ ...deed, via, ...(account === undefined ? {} : { account }) }, effect)
  })
