import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/** How many places of a lane somebody takes. */
export interface ShareLoad {
  /**
   * An account of the provider, or the type of the events that handlers work on. Empty text: the one
   * account of a client.
   */
  readonly of: string
  /** In flight now, and how many of them take longer than they should. */
  readonly inFlight: number
  readonly slow: number
}

/** How much one lane of this process has to do. */
export interface LaneLoad {
  /** `inquiries zipay`, `deliveries`, … */
  readonly lane: string
  /** In flight now, and how many of them take longer than they should. */
  readonly inFlight: number
  readonly slow: number
  /** As many are in flight at most, not counting slow ones. */
  readonly room: number
  /** Whether nothing more was claimed lately because there was no room. */
  readonly isFull: boolean
  /** Who takes the places, whoever takes most first; five at most. */
  readonly shares: ReadonlyArray<ShareLoad>
}

/** The lanes in which this process works, for health checks. */
export class Lanes extends Context.Service<
  Lanes,
  {
    add(load: () => LaneLoad): Effect.Effect<void, never, Scope.Scope>
    loads(): ReadonlyArray<LaneLoad>
  }
>()("@qriskit/payments/Lanes") {
  static readonly layer: Layer.Layer<Lanes> = Layer.sync(Lanes, () => {
    const lanes = new Set<() => LaneLoad>()
    return {
      add: (load) =>
        Effect.acquireRelease(
          Effect.sync(() => lanes.add(load)),
          () => Effect.sync(() => lanes.delete(load)),
        ),
      loads: () => [...lanes].map((load) => load()),
    }
  })
}
