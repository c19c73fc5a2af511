import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { AcquirerMoves } from "../support/acquirer-moves.js"
import { makeFuse } from "../support/fuse.js"
import { type Leg, makeLossyLine } from "../support/lost-packets.js"
import { type ManualClock, manualClock } from "../support/manual-clock.js"
import type { Decoration, PaymentsService, Spawned, World } from "../support/world.js"

/** What both processes' handlers do, in the transaction of the delivery. */
export type Handle = (
  event: { readonly key: string; readonly seq: number; readonly type: string },
  query: (text: string, values: ReadonlyArray<unknown>) => Promise<unknown>,
) => Promise<void>

/** A build that does what none may do: for tests of the invariants. */
export interface Mutation {
  /** What it does to the acquirers it calls. */
  readonly provider?: Decoration["provider"]
  /** It goes by its own clock instead of the database's. */
  readonly isClockOwn?: boolean
}

/**
 * One of several processes on the same database: it has its own clock, may be killed at any line, and loses packets.
 */
export interface SimulatedProcess {
  readonly payments: () => PaymentsService
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A>
  /** Sets its clock so many seconds ahead of the true time; negative: behind. */
  setClock(ahead: number): void
  /** Its clock goes on when the true time does. */
  follow(millis: number): void
  /** Whether it was killed while it did this. Another one takes its place then. */
  dies(place: number, doing: () => Promise<void>): Promise<boolean>
  loses(place: number, leg: Leg, doing: () => Promise<void>): Promise<void>
  restart(): Promise<void>
  end(): Promise<void>
}

export const startProcess = async (
  world: World,
  moves: AcquirerMoves,
  handle: Handle,
  mutation: Mutation,
): Promise<SimulatedProcess> => {
  const fuse = makeFuse()
  const line = makeLossyLine()
  let ahead = 0
  let trueMillis = world.clock.currentTimeMillisUnsafe()
  const clock: ManualClock = manualClock(new Date(trueMillis))
  let process: Spawned
  let handling = Scope.makeUnsafe()

  const start = async () => {
    fuse.reset()
    line.mend()
    process = await world.spawn({
      clock,
      isTimeOwn: mutation.isClockOwn === true,
      decorate: {
        database: (service) => line.database(fuse.database(service)),
        provider: (provider) => {
          const called = moves.provider(fuse.provider(provider))
          return mutation.provider === undefined ? called : mutation.provider(called)
        },
      },
    })
    handling = Scope.makeUnsafe()
    const handler = process.payments.on("*", (event, tx) =>
      Effect.promise(() => handle(event, (text, values) => tx.query(text, [...values]))),
    )
    await process.run(Scope.provide(handler, handling))
  }
  const end = async () => {
    await Effect.runPromise(Scope.close(handling, Exit.void))
    await process.end()
  }
  await start()

  const setClock = () => clock.set(trueMillis + ahead * 1_000)
  return {
    payments: () => process.payments,
    run: (effect) => process.run(effect),
    setClock: (seconds) => {
      ahead = seconds
      setClock()
    },
    follow: (millis) => {
      trueMillis = millis
      setClock()
    },
    dies: async (place, doing) => {
      fuse.arm(place)
      await Promise.race([doing(), fuse.killed()])
      // What it does beside may have been struck as it came to its end.
      const hasDied = fuse.isDead()
      if (!hasDied) fuse.reset()
      return hasDied
    },
    loses: async (place, leg, doing) => {
      line.lose(place, leg)
      await doing()
      line.mend()
    },
    restart: async () => {
      await end()
      await start()
    },
    end,
  }
}
