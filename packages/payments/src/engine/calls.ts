import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Closing, endsWithin } from "./closing.js"

/**
 * The calls that are under way in this process. When its scope closes, they have what is left of the closing to end
 * before the database is closed: a QR that the acquirer has just made is still stored and shown.
 */
export class Calls extends Context.Service<
  Calls,
  {
    track<A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R>
  }
>()("@qriskit/payments/Calls") {
  static readonly layer: Layer.Layer<Calls, never, Closing> = Layer.effect(
    Calls,
    Effect.gen(function* () {
      const closing = yield* Closing
      let underWay = 0
      let allEnded: (() => void) | undefined

      const begin = Effect.sync(() => {
        underWay += 1
      })
      const end = Effect.sync(() => {
        underWay -= 1
        if (underWay === 0) allEnded?.()
      })
      yield* Effect.addFinalizer(() =>
        endsWithin(
          closing.left(),
          Effect.callback<void>((resume) => {
            allEnded = () => resume(Effect.void)
            if (underWay === 0) allEnded()
          }),
        ),
      )
      return {
        track: (call) =>
          Effect.acquireUseRelease(
            begin,
            () => call,
            () => end,
          ),
      }
    }),
  )
}
