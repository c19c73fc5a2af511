import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

interface Waiting<In, Out, E> {
  readonly item: In
  readonly done: Deferred.Deferred<Out, E>
}

/** How things that come together are written together. */
export interface Gathering<In, Out, E, R> {
  /** Writes all of a set, or nothing of it. Gives what came of each, in their order. */
  readonly write: (set: ReadonlyArray<In>) => Effect.Effect<ReadonlyArray<Out>, E, R>
  /** Most in one set. */
  readonly most: number
  /** Two with one key are never in the same set. */
  readonly keyOf: (item: In) => string
  /** Whether, after this failure of a set, each of it is worth a try of its own. Surely nothing was written then. */
  readonly isWorthSplitting: (error: E) => boolean
}

/** Writes an item, alone or with others. */
export interface Gathered<In, Out, E, R> {
  (item: In): Effect.Effect<Out, E, R>
  /** How many wait for the write that is under way. */
  readonly waiting: () => number
}

/**
 * Writes at once what comes alone, and together what comes while a write is under way: one statement and one commit for
 * many, and nobody waits for company. Where a set fails its members are written one by one, so that a single poisonous
 * one never holds up its neighbours.
 */
export const gathering = <In, Out, E, R>({
  write,
  most,
  keyOf,
  isWorthSplitting,
}: Gathering<In, Out, E, R>): Gathered<In, Out, E, R> => {
  let waiting: ReadonlyArray<Waiting<In, Out, E>> = []
  let isWriting = false

  const nextSet = (): ReadonlyArray<Waiting<In, Out, E>> => {
    const keys = new Set<string>()
    const set: Array<Waiting<In, Out, E>> = []
    const later: Array<Waiting<In, Out, E>> = []
    for (const entry of waiting) {
      const key = keyOf(entry.item)
      const fits = set.length < most && !keys.has(key)
      if (fits) set.push(entry)
      else later.push(entry)
      keys.add(key)
    }
    waiting = later
    return set
  }

  const writeSet = (set: ReadonlyArray<Waiting<In, Out, E>>): Effect.Effect<void, never, R> =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(write(set.map(({ item }) => item)))
      if (Exit.isSuccess(exit)) {
        for (const [index, { done }] of set.entries()) {
          // One for each, in their order: `write` says so.
          Deferred.doneUnsafe(done, Exit.succeed(exit.value[index] as Out))
        }
        return
      }
      const failure = Exit.findErrorOption(exit)
      const isSplit = set.length > 1 && failure._tag === "Some" && isWorthSplitting(failure.value)
      if (isSplit) yield* Effect.forEach(set, (entry) => writeSet([entry]), { discard: true })
      else for (const { done } of set) Deferred.doneUnsafe(done, Exit.failCause(exit.cause))
    })

  /** As long as every turn of the event loop brings more: one turn where nobody else is coming. */
  const untilAllAreIn: Effect.Effect<void> = Effect.gen(function* () {
    for (let before = 0; before < waiting.length && waiting.length < most; ) {
      before = waiting.length
      yield* Effect.yieldNow
    }
  })

  const writeAll: Effect.Effect<void, never, R> = Effect.gen(function* () {
    while (waiting.length > 0) {
      yield* untilAllAreIn
      yield* writeSet(nextSet())
    }
    isWriting = false
  })

  const writeGathered = (item: In): Effect.Effect<Out, E, R> =>
    Effect.suspend(() => {
      const done = Deferred.makeUnsafe<Out, E>()
      waiting = [...waiting, { item, done }]
      if (isWriting) return Deferred.await(done)
      isWriting = true
      return Effect.andThen(Effect.forkDetach(writeAll, { startImmediately: true }), Deferred.await(done))
    })
  return Object.assign(writeGathered, { waiting: () => waiting.length })
}
