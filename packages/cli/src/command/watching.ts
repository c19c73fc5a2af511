import { Payments, type StreamedEvent } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Desk } from "../open/desk.js"
import { jsonOf } from "../verbs/json.js"
import { eventLine, isWanted } from "../verbs/watch.js"
import { looking } from "./running.js"
import type { Terminal } from "./terminal.js"

/** What `watch` was told, checked. */
export interface Watching {
  readonly cursor?: number
  readonly key?: string
  readonly account?: string
  readonly limit?: number
  readonly seconds?: number
}

/** How often the database is asked whether it is there, while nothing comes. */
const PULSE = "5 seconds"

/** Tells when the database goes away and comes back: the stream itself waits, and says nothing. */
const pulse = (terminal: Terminal) =>
  Effect.gen(function* () {
    const { query } = yield* Payments
    let isAway = false
    yield* query("select 1").pipe(
      Effect.timeout("3 seconds"),
      Effect.result,
      Effect.tap(({ _tag }) =>
        Effect.sync(() => {
          if (isAway === (_tag === "Failure")) return
          isAway = !isAway
          terminal.complain([
            isAway
              ? "The database does not answer; watching goes on when it does."
              : "The database answers again.",
          ])
        }),
      ),
      Effect.repeat(Schedule.spaced(PULSE)),
    )
  })

/** Prints events as they come, until somebody ends it or nobody reads, and tells the cursor to go on from. */
const follow = (
  { cursor, limit, seconds, ...of }: Watching,
  isJson: boolean,
  terminal: Terminal,
  stands: () => void,
) =>
  Effect.gen(function* () {
    const payments = yield* Payments
    const start = cursor ?? (yield* payments.cursor)
    stands()
    let last = start
    const isShown = isWanted(of)
    const print = (streamed: StreamedEvent): Promise<boolean> =>
      terminal.out([isJson ? JSON.stringify(jsonOf(streamed)) : eventLine(streamed, terminal.paper)])
    const shown = payments.events(start).pipe(
      Stream.tap((streamed) =>
        Effect.sync(() => {
          if (!isShown(streamed)) last = streamed.cursor
        }),
      ),
      Stream.filter(isShown),
      Stream.take(limit ?? Number.POSITIVE_INFINITY),
      Stream.mapEffect((streamed) =>
        Effect.map(
          Effect.promise(() => print(streamed)),
          (isRead) => {
            // What nobody has read comes again.
            if (isRead) last = streamed.cursor
            return isRead
          },
        ),
      ),
      Stream.takeWhile((isRead) => isRead),
      Stream.runDrain,
    )
    yield* Effect.forkChild(pulse(terminal))
    const watching = yield* Effect.forkChild(shown)
    if (!isJson && terminal.paper.width < Number.POSITIVE_INFINITY)
      terminal.complain([`Watching from ${start} on; Ctrl-C ends it.`])
    const ends = [
      Fiber.join(watching),
      Effect.promise(() => terminal.ended),
      ...(seconds === undefined ? [] : [Effect.sleep(`${seconds} seconds`)]),
    ]
    yield* Effect.raceAllFirst(ends)
    yield* Fiber.interrupt(watching)
    terminal.complain([
      isJson ? JSON.stringify({ cursor: last }) : `Go on with: qriskit watch --cursor ${last}`,
    ])
  })

/**
 * Prints events as they come, until somebody ends it, and says where to go on from: what came meanwhile is not missed
 * by the next one. Reconnects by itself. Rejects as `looking` does: ended before it stands, it has no cursor to tell.
 */
export const watch = async (
  desk: Desk,
  watching: Watching,
  isJson: boolean,
  terminal: Terminal,
): Promise<void> => {
  let isStanding = false
  const ended = terminal.ended.then(() => (isStanding ? new Promise<void>(() => {}) : undefined))
  const stands = (): void => {
    isStanding = true
  }
  await looking({ ended })(desk.looking(follow(watching, isJson, terminal, stands)))
}
