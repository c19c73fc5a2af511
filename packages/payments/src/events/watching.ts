import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Database } from "../database/database.js"
import type { Wakeups } from "../engine/wakeups.js"
import type { Settings } from "../settings.js"
import { cursorNow, events, untilBack } from "./event-stream.js"
import { type Watch, type Watched, type Watcher, Watchers } from "./watchers.js"

/** A look at the stream of events. It stands once it knows where the stream ended as it began. */
interface Reading {
  isStanding: boolean
  fiber?: Fiber.Fiber<void>
}

/** One reader of the stream of events for everybody in this process who watches a payment, while anybody does. */
export class Watching extends Context.Service<
  Watching,
  {
    /** Begins a watch. Returns what ends it. */
    watch(watched: Watched, watcher: Watcher): () => void
  }
>()("@qriskit/payments/Watching") {
  static readonly layer: Layer.Layer<Watching, never, Database | Settings | Wakeups> = Layer.effect(
    Watching,
    Effect.gen(function* () {
      const runFork = Effect.runForkWith(yield* Effect.context<Database | Settings | Wakeups>())
      const watchers = new Watchers()
      let reading: Reading | undefined
      let isClosed = false

      const stop = (): void => {
        // Not waited for: a database that hangs holds up nobody who closes.
        reading?.fiber?.interruptUnsafe()
        reading = undefined
      }
      const end = (watch: Watch): void => {
        watchers.remove(watch)
        if (watchers.isEmpty) stop()
      }
      const tell = (watch: Watch, what: (watcher: Watcher) => void): void => {
        try {
          what(watch.watcher)
        } catch (error) {
          runFork(Effect.logWarning("payments: a watcher threw, and is told no more", error))
          if (watchers.has(watch)) over(watch)
        }
      }
      const over = (watch: Watch): void => {
        end(watch)
        tell(watch, (watcher) => watcher.over?.())
      }
      const endAll = (): void => watchers.all().forEach(over)
      const begun = (watch: Watch): void => {
        if (watch.hasBegun || !watchers.has(watch)) return
        watch.hasBegun = true
        tell(watch, (watcher) => watcher.begun?.())
      }

      const read = (mine: Reading) =>
        Effect.gen(function* () {
          const start = yield* untilBack(cursorNow())
          const isMine = (): boolean => reading === mine
          if (!isMine()) return
          mine.isStanding = true
          watchers.all().forEach(begun)
          yield* Stream.runForEach(Stream.takeWhile(events(start), isMine), ({ event }) =>
            Effect.sync(() => {
              // Whoever came in between looks at what is now, which has this event in it.
              for (const watch of watchers.of(event))
                if (watch.hasBegun && watchers.has(watch)) tell(watch, (watcher) => watcher.happened(event))
            }),
          )
        }).pipe(
          Effect.orDie,
          // It never ends by itself.
          Effect.onExit(() =>
            Effect.sync(() => {
              if (reading === mine) endAll()
            }),
          ),
        )
      const begin = (): void => {
        const mine: Reading = { isStanding: false }
        reading = mine
        mine.fiber = runFork(read(mine))
      }

      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          isClosed = true
          endAll()
        }),
      )
      return {
        watch: (watched, watcher) => {
          const watch = watchers.add(watched, watcher)
          if (isClosed) queueMicrotask(() => watchers.has(watch) && over(watch))
          else if (reading === undefined) begin()
          else if (reading.isStanding) queueMicrotask(() => begun(watch))
          return () => end(watch)
        },
      }
    }),
  )
}
