import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Settings } from "../settings.js"

/** What had no end in time is cut off, and what is cut off has so long to note that, in milliseconds. */
export const AFTERWARDS = 1_000

/** Whether it ended in time. Bounded, also where it cannot be interrupted: then it is left to itself. */
export const endsWithin = <A>(milliseconds: number, ending: Effect.Effect<A>): Effect.Effect<boolean> =>
  Effect.forkDetach(ending, { startImmediately: true }).pipe(
    Effect.flatMap((fiber) => Fiber.await(fiber)),
    Effect.as(true),
    Effect.timeoutOrElse({ duration: milliseconds, orElse: () => Effect.succeed(false) }),
  )

/**
 * One limit for everything that ends when payments close: `closeMillis`, counted from the first that asks. Lanes, calls
 * and the database spend the same time, side by side or one after another.
 */
export class Closing extends Context.Service<
  Closing,
  {
    /** Milliseconds that are left. The first call begins the closing. */
    left(): number
  }
>()("@qriskit/payments/Closing") {
  static readonly layer: Layer.Layer<Closing, never, Settings> = Layer.effect(
    Closing,
    Effect.map(Settings, ({ closeMillis }) => {
      let end: number | undefined
      return {
        left: () => {
          const now = performance.now()
          end ??= now + closeMillis
          return Math.max(0, end - now)
        },
      }
    }),
  )
}

/** Whatever hangs as this layer is closed, closing it ends: `closeMillis` and a second later at the latest. */
export const closedInTime = <A, E, R>(layer: Layer.Layer<A, E, R>): Layer.Layer<A, E, R | Settings> =>
  Layer.fromBuild((memoMap, scope) =>
    Effect.gen(function* () {
      const { closeMillis } = yield* Settings
      const inner = Scope.makeUnsafe()
      yield* Scope.addFinalizerExit(scope, (exit) =>
        endsWithin(closeMillis + AFTERWARDS, Scope.close(inner, exit)),
      )
      return yield* Layer.buildWithMemoMap(layer, memoMap, inner)
    }),
  )
