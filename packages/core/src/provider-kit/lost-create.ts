import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { RetryPolicy } from "../configuration.js"
import { QrisError } from "../error.js"
import type { PaymentRef } from "../payment.js"
import { pauseBefore } from "./retry.js"
import { untraced } from "./untraced.js"
import { catchError, currentTimeMillis } from "./without-fiber.js"

/** What asking about a lost create found: the create's answer after all, or the payment without its QR. */
export type FoundCreate<A> = { readonly answer: A } | { readonly ref: PaymentRef }

/** How a provider asks about a create whose answer was lost. */
export interface LostCreate<A> {
  readonly retry: RetryPolicy
  /** The create's own deadline, in milliseconds since 1970: asking belongs to it. */
  readonly deadlineAt: number
  /**
   * Asks by the merchant's id, and checks that what is there is what was asked for. A read. `undefined`, or a failure:
   * nothing was found, which proves nothing, since the create may still be on its way.
   */
  readonly find: Effect.Effect<FoundCreate<A> | undefined, QrisError>
}

/** The same failure, with what it made all the same. */
const withFound = ({ provider, operation, reason }: QrisError, found: PaymentRef): QrisError =>
  new QrisError({ provider, operation, reason, found })

/**
 * Sends a create; where its outcome is unknown, asks once what became of it. What cannot be found leaves the first
 * failure as it was.
 *
 * @example
 * ```ts
 * import type { QrisError, RetryPolicy } from "@qriskit/core"
 * import { type FoundCreate, findingLostCreate } from "@qriskit/core/provider-kit"
 * import type * as Effect from "effect/Effect"
 *
 * type Answer = { readonly qr: string }
 *
 * const create = (
 *   retry: RetryPolicy,
 *   deadlineAt: number,
 *   sent: Effect.Effect<Answer, QrisError>,
 *   find: Effect.Effect<FoundCreate<Answer> | undefined, QrisError>,
 * ) => findingLostCreate(sent, { retry, deadlineAt, find })
 * ```
 */
export const findingLostCreate = <A>(
  sent: Effect.Effect<A, QrisError>,
  { retry, deadlineAt, find }: LostCreate<A>,
): Effect.Effect<A, QrisError> => {
  const asked = untraced(function* (error: QrisError) {
    if (error.outcome !== "unknown") return yield* error
    const wanted = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
    const pause = pauseBefore(retry, 1, yield* Random.next, wanted)
    if ((yield* currentTimeMillis) + pause >= deadlineAt) return yield* error
    yield* Effect.sleep(pause)
    const found = yield* Effect.mapError(find, () => error)
    if (found === undefined) return yield* error
    return "answer" in found ? found.answer : yield* withFound(error, found.ref)
  })
  return catchError(sent, asked)
}
