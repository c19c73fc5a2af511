import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"

/**
 * Says within this process that something was stored, so that nobody has to wait for the next look at the database.
 * A hint: one that gets lost costs time and nothing else.
 */
export class Wakeups extends Context.Service<
  Wakeups,
  {
    readonly poke: Effect.Effect<void>
    /** A pause that ends after so many milliseconds, or at the next poke. A poke during work ends the next pause at once. */
    readonly listener: Effect.Effect<(milliseconds: number) => Effect.Effect<void>, never, Scope.Scope>
  }
>()("@qriskit/payments/Wakeups") {
  static readonly layer: Layer.Layer<Wakeups> = Layer.effect(
    Wakeups,
    Effect.gen(function* () {
      const hub = yield* PubSub.sliding<true>(1)
      return {
        poke: Effect.asVoid(PubSub.publish(hub, true)),
        listener: Effect.map(
          PubSub.subscribe(hub),
          (subscription) => (milliseconds) =>
            PubSub.take(subscription).pipe(
              Effect.asVoid,
              Effect.timeoutOrElse({ duration: milliseconds, orElse: () => Effect.void }),
            ),
        ),
      }
    }),
  )
}
