import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { deliver } from "../events/delivery.js"
import { inquireAbout } from "../inquiring/inquiring.js"
import { inquireAboutUnmatched } from "../inquiring/unmatched-inquiry.js"
import { Settings } from "../settings.js"
import { makeHousekeeping } from "./housekeeping.js"
import { type Job, Jobs } from "./jobs.js"
import { sweep } from "./sweep.js"
import { Wakeups } from "./wakeups.js"

const performJob = Effect.fnUntraced(function* (job: Job) {
  switch (job.kind) {
    case "inquire":
      yield* inquireAbout(job.attemptId)
      break
    case "inquire_unmatched":
      yield* inquireAboutUnmatched(job.unmatchedId)
      break
    case "deliver":
      yield* deliver(job)
  }
})

/** A job that fails is due again when its lease ends. */
const logged = <A, E, R>(what: string, effect: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
  effect.pipe(
    Effect.asVoid,
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : Effect.logWarning(`payments ${what} failed; it comes again`, Cause.squash(cause)),
    ),
  )

/** One job, whose failure is logged and otherwise left to the next sweep. */
export const perform = (job: Job) => logged(job.kind, performJob(job))

/** As often as one `reconcileNow` looks for what became due by what it did. */
const MOST_ROUNDS = 100

/**
 * Does everything that is due now, in this process: asks about payments, hands over events. Resolves when nothing is
 * left that may be done at this time. Gives the number of jobs done.
 */
export const reconcileNow = Effect.fn("Payments.reconcileNow")(function* () {
  const { reconcileConcurrency: concurrency } = yield* Settings
  let done = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const jobs = yield* sweep()
    if (jobs.length === 0) return done
    yield* Effect.forEach(jobs, perform, { concurrency, discard: true })
    done += jobs.length
  }
  return done
})

/** A sweep takes what came meanwhile together, in milliseconds. */
const BREATH = 50

/** Looks for due work again and again, and performs the jobs of all processes, until the scope closes. */
export const work = Effect.gen(function* () {
  const jobs = yield* Jobs
  const { sweepMillis } = yield* Settings
  const { keepHouse } = yield* makeHousekeeping
  const pause = yield* (yield* Wakeups).listener
  const context = yield* Effect.context<Effect.Services<ReturnType<typeof perform>>>()
  yield* jobs.perform((job) => Effect.provideContext(perform(job), context))
  yield* Effect.forkScoped(
    Effect.forever(
      logged(
        "sweep",
        Effect.gen(function* () {
          yield* keepHouse
          const due = yield* sweep()
          yield* jobs.enqueue(due)
        }),
      ).pipe(Effect.andThen(pause(sweepMillis)), Effect.andThen(Effect.sleep(BREATH))),
    ),
  )
})
