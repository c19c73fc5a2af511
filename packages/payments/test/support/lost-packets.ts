import * as Effect from "effect/Effect"
import type { Database } from "../../src/database/database.js"
import { DatabaseFailure } from "../../src/failure.js"

/** Where a packet gets lost: on its way to the database, or, once everything is done there, on its way back. */
export type Leg = "there" | "back"

/**
 * A line to the database on which packets vanish. Whoever waits hears that its outcome is unknown, as
 * `answered` says it.
 */
export interface LossyLine {
  /** Loses the packet number `place` from now on, counted from 1. */
  lose(place: number, leg: Leg): void
  /** Nothing gets lost any more. */
  mend(): void
  readonly database: (service: Database["Service"]) => Database["Service"]
}

const lost = new DatabaseFailure({ outcome: "unknown", description: "no answer came within 30000 ms" })

export const makeLossyLine = (): LossyLine => {
  let left = Number.POSITIVE_INFINITY
  let where: Leg = "there"

  const over = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E | DatabaseFailure> =>
    Effect.suspend((): Effect.Effect<A, E | DatabaseFailure> => {
      left -= 1
      if (left !== 0) return effect
      return where === "there" ? Effect.fail(lost) : Effect.andThen(effect, Effect.fail(lost))
    })

  return {
    lose: (place, leg) => {
      left = place
      where = leg
    },
    mend: () => {
      left = Number.POSITIVE_INFINITY
    },
    database: (service) => ({
      ...service,
      query: (statement, values) => over(service.query(statement, values)),
      transaction: (work) => over(service.transaction(work)),
      transactionWithin: (milliseconds, work) => over(service.transactionWithin(milliseconds, work)),
    }),
  }
}
