import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { DatabaseFailure } from "../failure.js"

/** A run of a handler within the transaction of its event. */
export interface HandlerRun {
  readonly isOver: boolean
}

/** The run that calls are made in, where they are made in one. */
export const CurrentHandlerRun = Context.Reference<HandlerRun | undefined>(
  "@qriskit/payments/CurrentHandlerRun",
  { defaultValue: () => undefined },
)

/** Runs a handler so that what it calls can tell that it is called there, until it is over. */
export const asHandlerRun = <A, E, R>(handler: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const run = { isOver: false }
    return handler.pipe(
      Effect.provideService(CurrentHandlerRun, run),
      Effect.ensuring(
        Effect.sync(() => {
          run.isOver = true
        }),
      ),
    )
  })

const refused = new DatabaseFailure({
  outcome: "not_done",
  code: "within_handler",
  description:
    "payments are not called within the transaction of a handler: they would not be part of it, and on an embedded database would wait for it. Write with tx, or register the handler with { transaction: false }",
})

/** Refuses what is called within a handler's transaction, which it would silently be outside of. */
export const outsideOfHandlers = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | DatabaseFailure, R> =>
  Effect.flatMap(
    CurrentHandlerRun,
    (run): Effect.Effect<A, E | DatabaseFailure, R> =>
      run === undefined || run.isOver ? effect : Effect.fail(refused),
  )
