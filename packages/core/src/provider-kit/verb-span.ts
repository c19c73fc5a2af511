import * as Effect from "effect/Effect"
import type { Operation, QrisError } from "../error.js"

/**
 * Says on the current span which payment a verb is about and what came of it. Goes last into `Effect.fn`, whose name
 * makes the span. Attributes: `qris.provider`, `qris.operation`, `qris.external_id`, `qris.outcome`, and `qris.reason`
 * or `qris.status`. Never a secret, never a body.
 *
 * @example
 * ```ts
 * import type { Payment, PaymentRef, QrisError } from "@qriskit/core"
 * import { observe } from "@qriskit/core/provider-kit"
 * import * as Effect from "effect/Effect"
 *
 * declare const ask: (ref: PaymentRef) => Effect.Effect<Payment, QrisError>
 *
 * const inquire = Effect.fn("Contoh.inquire")(function* (ref: PaymentRef) {
 *   return yield* ask(ref)
 * }, observe("contoh", "inquire"))
 * ```
 */
export const observe =
  (provider: string, operation: Operation) =>
  <A extends { readonly providerStatus: string; readonly status: string }>(
    effect: Effect.Effect<A, QrisError>,
    subject: { readonly externalId?: unknown },
  ): Effect.Effect<A, QrisError> =>
    Effect.annotateCurrentSpan({
      "qris.provider": provider,
      "qris.operation": operation,
      "qris.external_id": typeof subject?.externalId === "string" ? subject.externalId.slice(0, 255) : "",
    }).pipe(
      Effect.andThen(effect),
      Effect.tap((answer) =>
        Effect.annotateCurrentSpan({ "qris.outcome": "answered", "qris.status": answer.status }),
      ),
      Effect.tapError((error) =>
        Effect.annotateCurrentSpan({ "qris.outcome": error.outcome, "qris.reason": error.reason._tag }),
      ),
    )
