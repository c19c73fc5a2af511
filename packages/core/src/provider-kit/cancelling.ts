import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { QrisError } from "../error.js"
import { Cancellation, type Payment, type PaymentRef } from "../payment.js"
import type { PaymentStatus } from "../payment-status.js"
import { InvalidState, type ProviderUnavailable, type Reason } from "../reason.js"
import { failuresOf } from "./failures.js"
import { untraced } from "./untraced.js"
import { present } from "./wire-values.js"
import { catchError } from "./without-fiber.js"

/** What an answer to a cancel says. */
export interface CancelAnswer {
  readonly status: PaymentStatus
  readonly providerStatus: string
  readonly raw: unknown
}

/** An accepted cancel. Fails with `InvalidState` where the payment is neither canceled nor on its way there. */
export const cancellationOf = (
  provider: string,
  ref: PaymentRef,
  { status, providerStatus, raw }: CancelAnswer,
): Result.Result<Cancellation, QrisError> =>
  status === "canceled" || status === "pending"
    ? Result.succeed(new Cancellation({ ref, status, providerStatus, raw }))
    : Result.fail(failuresOf(provider).fail("cancel", new InvalidState({ status })))

/** The reasons that can be about a payment's state. */
type MayBeAboutState = InvalidState | ProviderUnavailable

const isAboutUnknownState = (reason: Reason): reason is InvalidState =>
  reason._tag === "InvalidState" && reason.status === undefined

/** How a provider cancels, and how it asks. */
export interface Canceling {
  readonly send: (ref: PaymentRef) => Effect.Effect<Cancellation, QrisError>
  readonly inquire: (ref: PaymentRef) => Effect.Effect<Payment, QrisError>
  /** Whether a refusal may be about what the payment is already. Default: an `InvalidState` that does not say which. */
  readonly mayBeAboutState?: (reason: Reason) => reason is MayBeAboutState
}

/**
 * Cancels; where it is refused for what the payment is already, asks what that is, so that the `InvalidState` says it.
 * Where the payment is still pending, or cannot be asked about, the refusal stays as it was.
 */
export const cancelKnowingState = (
  provider: string,
  { send, inquire, mayBeAboutState = isAboutUnknownState }: Canceling,
): ((ref: PaymentRef) => Effect.Effect<Cancellation, QrisError>) => {
  const { fail } = failuresOf(provider)
  const withState = untraced(function* (refused: QrisError, ref: PaymentRef) {
    const { reason } = refused
    if (!mayBeAboutState(reason)) return yield* refused
    const { status } = yield* Effect.mapError(inquire(ref), () => refused)
    if (status === "pending") return yield* refused
    const { httpStatus, providerCode, providerMessage } = reason
    return yield* fail(
      "cancel",
      new InvalidState({ status, ...present({ httpStatus, providerCode, providerMessage }) }),
    )
  })
  return (ref) => catchError(send(ref), (error) => withState(error, ref))
}
