import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"

/**
 * Whoever wants an amount on a printed QR waits for its row. Those of one process wait here first, without a
 * connection, so that a crowd at one counter takes one connection and leaves the others to everybody else.
 */
export class Turns extends Context.Service<
  Turns,
  {
    /** Runs one at a time for each place. */
    take<A, E, R>(place: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R>
  }
>()("@qriskit/payments/Turns") {
  static readonly layer: Layer.Layer<Turns> = Layer.sync(Turns, () => {
    const places = new Map<string, { readonly turn: Semaphore.Semaphore; waiting: number }>()
    const enter = (place: string) => {
      const known = places.get(place) ?? { turn: Semaphore.makeUnsafe(1), waiting: 0 }
      known.waiting += 1
      places.set(place, known)
      return known
    }
    return {
      take: (place, work) =>
        Effect.acquireUseRelease(
          Effect.sync(() => enter(place)),
          ({ turn }) => turn.withPermits(1)(work),
          (entered) =>
            Effect.sync(() => {
              entered.waiting -= 1
              if (entered.waiting === 0) places.delete(place)
            }),
        ),
    }
  })
}
