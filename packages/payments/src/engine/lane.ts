import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import type { DatabaseFailure } from "../failure.js"
import { AFTERWARDS, type Closing, endsWithin } from "./closing.js"
import { type LaneLoad, Lanes, type ShareLoad } from "./lanes.js"
import { logged } from "./logged.js"
import { type Due, Wakeups } from "./wakeups.js"

/** What was claimed at one look, and in how many milliseconds another one would find more, where that is known. */
export interface Claimed<Item> {
  readonly items: ReadonlyArray<Item>
  readonly moreIn?: number | undefined
}

/** Work of one kind, with its own share of everything, so that no other kind waits for it. */
export interface Lane<Item, ToClaim, ToWork> {
  readonly name: string
  /** As many are in flight at most, not counting slow ones: they make room for others. */
  readonly room: () => number
  /** As many are in flight at most in all. */
  readonly most: () => number
  /** From then on an item counts as slow, in milliseconds. */
  readonly slowMillis: number
  /** How often it looks by itself, in milliseconds: a wake-up is only a hint. */
  readonly lookMillis: number
  readonly takes: (due: Due) => boolean
  /** What it looks at, too, without taking it from whoever else waits for it. */
  readonly hears?: (due: Due) => boolean
  /** Who shares within the lane: an account, a type of event. */
  readonly shareOf: (item: Item) => string
  /** Takes at most so many items that are due for a while, and none of those whose share is used up. */
  readonly claim: (
    most: number,
    usedUp: ReadonlyArray<string>,
  ) => Effect.Effect<Claimed<Item>, DatabaseFailure, ToClaim>
  readonly work: (item: Item) => Effect.Effect<void, never, ToWork>
}

/** A share in which something is slow takes at most this part of all places. */
const SHARE_OF_PLACES = 3 / 4

/** So many are named as those who take most of a lane. */
const MOST_SHARES = 5

/** What frees up within this time is refilled together, in milliseconds. */
const BREATH = 4

const NOTHING: Claimed<never> = { items: [] }

interface Running {
  readonly since: number
  readonly share: string
}

/** Who takes how many places. */
const sharesOf = (
  running: Iterable<Running>,
  isSlow: (one: Running) => boolean,
): ReadonlyArray<ShareLoad> => {
  const shares = new Map<string, { inFlight: number; slow: number }>()
  for (const one of running) {
    const share = shares.get(one.share) ?? { inFlight: 0, slow: 0 }
    share.inFlight += 1
    if (isSlow(one)) share.slow += 1
    shares.set(one.share, share)
  }
  return [...shares].map(([of, share]) => ({ of, ...share }))
}

/**
 * Keeps a lane flowing: claims as much as there is room for, and again as soon as there is room. Never claims more than
 * it works on at once, so that no lease is spent in a queue. Gives how it ends: it claims nothing more, and what is in
 * flight ends within what is left of the closing; then it is left to its lease.
 */
export const flow = <Item, ToClaim, ToWork>(
  lane: Lane<Item, ToClaim, ToWork>,
  closing: Closing["Service"],
): Effect.Effect<Effect.Effect<void>, never, ToClaim | ToWork | Lanes | Scope.Scope | Wakeups> =>
  Effect.gen(function* () {
    const running = new Map<Fiber.Fiber<void>, Running>()
    let isFull = false
    let isClosing = false
    let isOver = false
    let isFreed = false
    let freed: (() => void) | undefined

    const isSlowAt =
      (now: number) =>
      ({ since }: Running): boolean =>
        now - since >= lane.slowMillis
    const slowAt = (now: number): number => {
      let slow = 0
      // They began in their order: behind the first quick one all are.
      for (const { since } of running.values()) {
        if (now - since < lane.slowMillis) break
        slow += 1
      }
      return slow
    }
    const freeAt = (now: number): number => {
      const slow = slowAt(now)
      const quick = running.size - slow
      return Math.max(0, Math.min(lane.room() - quick, lane.most() - running.size))
    }
    const usedUpAt = (now: number): ReadonlyArray<string> => {
      if (slowAt(now) === 0) return []
      const most = Math.max(1, Math.floor(lane.most() * SHARE_OF_PLACES))
      return sharesOf(running.values(), isSlowAt(now))
        .filter(({ slow, inFlight }) => slow > 0 && inFlight >= most)
        .map(({ of }) => of)
    }
    const load = (): LaneLoad => {
      const now = performance.now()
      return {
        lane: lane.name,
        inFlight: running.size,
        slow: slowAt(now),
        room: lane.room(),
        isFull: isFull && freeAt(now) === 0,
        shares: [...sharesOf(running.values(), isSlowAt(now))]
          .sort((a, b) => b.inFlight - a.inFlight)
          .slice(0, MOST_SHARES),
      }
    }

    const pause = yield* (yield* Wakeups).listener({
      takes: (due) => lane.takes(due) || lane.hears?.(due) === true,
      hasRoom: (due) => lane.takes(due) && !isClosing && freeAt(performance.now()) > 0,
    })
    yield* (yield* Lanes).add(load)

    const start = (item: Item) =>
      Effect.gen(function* () {
        if (isOver) return
        const fiber = yield* Effect.forkDetach(lane.work(item))
        running.set(fiber, { since: performance.now(), share: lane.shareOf(item) })
        fiber.addObserver(() => {
          running.delete(fiber)
          isFreed = true
          freed?.()
        })
      })

    /** Until something in flight has ended, or is slow enough to count no longer. */
    const untilRoom = Effect.callback<void>((resume) => {
      freed = () => resume(Effect.void)
      if (isFreed) freed()
    }).pipe(
      Effect.timeoutOrElse({ duration: Math.min(lane.slowMillis, 250), orElse: () => Effect.void }),
      Effect.ensuring(
        Effect.sync(() => {
          freed = undefined
        }),
      ),
    )

    /** What was claimed is begun, also where the scope closes meanwhile. */
    const refill = (free: number, now: number) =>
      Effect.uninterruptible(
        Effect.gen(function* () {
          const claimed = yield* logged(`${lane.name} claim`, lane.claim(free, usedUpAt(now)), NOTHING)
          yield* Effect.forEach(claimed.items, start, { discard: true })
          return claimed.moreIn
        }),
      )

    const look = Effect.gen(function* () {
      isFreed = false
      const now = performance.now()
      const free = freeAt(now)
      if (free === 0) {
        isFull = true
        return yield* untilRoom
      }
      const moreIn = yield* refill(free, now)
      isFull = isFull && moreIn !== undefined
      if (moreIn === undefined) yield* pause(lane.lookMillis)
      // What ends within a breath is refilled with one look.
      else yield* Effect.sleep(Math.max(BREATH, Math.min(moreIn, lane.lookMillis)))
    })

    const looking = yield* Effect.forkDetach(Effect.forever(look))
    const allInFlight = Effect.suspend(() => Fiber.awaitAll([...running.keys()]))
    return Effect.gen(function* () {
      isClosing = true
      const ending = Effect.andThen(Fiber.interrupt(looking), allInFlight)
      const hasEnded = yield* endsWithin(closing.left(), ending)
      // What a claim still brings now is left to its lease, too.
      isOver = true
      if (!hasEnded) yield* endsWithin(AFTERWARDS, Fiber.interruptAll([...running.keys()]))
    })
  })
