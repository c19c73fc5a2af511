import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"

/**
 * How somebody else's effect ended, in time: one that cannot be interrupted is left to itself. For what is no call of a
 * provider: those have a deadline that is passed down (docs/decisions/0004).
 */
export const inTime = <A, E>(
  effect: Effect.Effect<A, E>,
  millis: number,
  tooLate: () => Exit.Exit<A, E>,
): Effect.Effect<Exit.Exit<A, E>> =>
  Effect.flatMap(Effect.forkDetach(effect, { startImmediately: true }), (fiber) =>
    Fiber.await(fiber).pipe(
      Effect.timeoutOrElse({
        duration: millis,
        orElse: () =>
          Effect.sync(() => {
            fiber.interruptUnsafe()
            return tooLate()
          }),
      }),
    ),
  )
