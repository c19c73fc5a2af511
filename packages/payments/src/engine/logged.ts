import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"

/** Logs a failure and goes on with `otherwise`: what failed is due again when its lease ends. */
export const logged = <A, B, E, R>(
  what: string,
  effect: Effect.Effect<A, E, R>,
  otherwise: B,
): Effect.Effect<A | B, never, R> =>
  effect.pipe(
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : Effect.as(
            Effect.logWarning(`payments ${what} failed; it comes again`, Cause.squash(cause)),
            otherwise,
          ),
    ),
  )
