import type { Cancels, QrisProvider, Refunds } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { Transaction } from "../../src/database/database.js"
import type { Decoration } from "./world.js"

/**
 * Kills a process at one of the places where it matters: before and after every statement, transaction and call to a
 * provider, and before every commit. A killed process does nothing any more, also what a time-out of it would begin.
 */
export interface Fuse extends Decoration {
  /** Kills at the place number `place` from now on, counted from 1. */
  arm(place: number): void
  /** Nothing kills any more: the process, or where that is dead the one that takes its place. */
  reset(): void
  /** Resolves when the process was killed, and has no transaction any more. */
  readonly killed: () => Promise<void>
  readonly isDead: () => boolean
  /** Places passed since it was armed. */
  passed(): number
}

class Killed extends Error {}

export const makeFuse = (): Fuse => {
  let left = Number.POSITIVE_INFINITY
  let count = 0
  let isDead = false
  /** Which process lives. One that was decorated before is gone. */
  let generation = 0
  let blow = () => {}
  let blown = new Promise<void>(() => {})

  const reset = () => {
    if (isDead) generation += 1
    left = Number.POSITIVE_INFINITY
    count = 0
    isDead = false
    blown = new Promise((resolve) => {
      blow = resolve
    })
  }
  reset()

  const strikes = (mine: number): boolean => {
    if (mine !== generation || isDead) return true
    count += 1
    if (count < left) return false
    isDead = true
    return true
  }

  const die = (mine: number): Effect.Effect<never> =>
    Effect.suspend(() => {
      if (mine === generation) blow()
      return Effect.never
    })
  const survive = (mine: number): Effect.Effect<void> =>
    Effect.suspend(() => (strikes(mine) ? die(mine) : Effect.void))
  const begin = (mine: number): Effect.Effect<void> =>
    Effect.suspend(() => (isDead ? Effect.never : survive(mine)))

  // That it is dead is told once all that it had at the server is over: a transaction is rolled back, and locks nothing.
  const guardFor =
    (mine: number) =>
    <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      begin(mine).pipe(
        Effect.andThen(effect),
        Effect.catchDefect((defect) => (defect instanceof Killed ? die(mine) : Effect.die(defect))),
        Effect.tap(() => survive(mine)),
        Effect.tapError(() => survive(mine)),
      )

  const dyingBeforeCommit =
    <A>(mine: number, work: (tx: Transaction) => Promise<A>) =>
    async (tx: Transaction): Promise<A> => {
      const result = await work(tx)
      if (strikes(mine)) throw new Killed("before commit")
      return result
    }

  return {
    arm: (at) => {
      count = 0
      left = at
    },
    reset,
    killed: () => blown,
    isDead: () => isDead,
    passed: () => count,
    database: (service) => {
      const mine = generation
      const guarded = guardFor(mine)
      return {
        ...service,
        query: (statement, values) => guarded(service.query(statement, values)),
        transaction: (work) => guarded(service.transaction(dyingBeforeCommit(mine, work))),
        transactionWithin: (milliseconds, work) =>
          guarded(service.transactionWithin(milliseconds, dyingBeforeCommit(mine, work))),
      }
    },
    provider: <P extends QrisProvider & Partial<Cancels & Refunds>>(provider: P): P => {
      const guarded = guardFor(generation)
      const { cancel, refund, inquireRefund } = provider
      return {
        ...provider,
        create: (request) => guarded(provider.create(request)),
        inquire: (ref) => guarded(provider.inquire(ref)),
        ...(cancel === undefined
          ? {}
          : { cancel: (ref: Parameters<typeof cancel>[0]) => guarded(cancel(ref)) }),
        ...(refund === undefined
          ? {}
          : { refund: (...asked: Parameters<typeof refund>) => guarded(refund(...asked)) }),
        ...(inquireRefund === undefined
          ? {}
          : {
              inquireRefund: (...asked: Parameters<typeof inquireRefund>) => guarded(inquireRefund(...asked)),
            }),
      }
    },
  }
}
