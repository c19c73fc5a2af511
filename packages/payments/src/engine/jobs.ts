import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { DatabaseFailure } from "../failure.js"

/**
 * A piece of work that is due. What is due follows from the tables alone: a job that gets lost, or runs twice, costs
 * time and nothing else.
 */
export const Job = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("inquire"), attemptId: Schema.String }),
  Schema.Struct({ kind: Schema.Literal("inquire_unmatched"), unmatchedId: Schema.Finite }),
  Schema.Struct({ kind: Schema.Literal("deliver"), eventId: Schema.Finite, delivery: Schema.Finite }),
])
export type Job = typeof Job.Type

/** Spreads due work over processes. The port that another queue implements. */
export class Jobs extends Context.Service<
  Jobs,
  {
    enqueue(jobs: ReadonlyArray<Job>): Effect.Effect<void, DatabaseFailure>
    /** Performs jobs, of this and other processes, until the scope closes. */
    perform(work: (job: Job) => Effect.Effect<void>): Effect.Effect<void, DatabaseFailure, Scope.Scope>
  }
>()("@qriskit/payments/Jobs") {}
