import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Desk } from "../open/desk.js"
import { jsonOf } from "../verbs/json.js"
import { eventLine, isWanted } from "../verbs/watch.js"
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

/**
 * Prints events as they come, until somebody ends it, and says where to go on from: what came meanwhile is not missed by
 * the next one. Reconnects by itself.
 */
export const watchLive = (
  desk: Desk,
  { cursor, limit, seconds, ...of }: Watching,
  isJson: boolean,
  terminal: Terminal,
) =>
  desk.looking(
    Effect.gen(function* () {
      const payments = yield* Payments
      const start = cursor ?? (yield* payments.cursor)
      let last = start
      const wanted = isWanted(of)
      const shown = payments.events(start).pipe(
        Stream.tap(({ cursor: seen }) =>
          Effect.sync(() => {
            last = seen
          }),
        ),
        Stream.filter(wanted),
        Stream.take(limit ?? Number.POSITIVE_INFINITY),
        Stream.runForEach((streamed) =>
          Effect.promise(() =>
            terminal.out([isJson ? JSON.stringify(jsonOf(streamed)) : eventLine(streamed, terminal.paper)]),
          ),
        ),
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
    }),
  )
