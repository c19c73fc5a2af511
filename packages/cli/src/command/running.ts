import { setTimeout } from "node:timers/promises"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Result from "effect/Result"
import type { VerbError } from "../verbs/verb.js"
import type { Terminal } from "./terminal.js"

/** A verb's own failure, on its way to whoever says it. */
export class Failed extends Error {
  override readonly name = "Failed"
  readonly failure: VerbError
  constructor(failure: VerbError) {
    super(failure.message)
    this.failure = failure
  }
}

/** Somebody ended a look before there was an answer. */
export class Stopped extends Error {
  override readonly name = "Stopped"
}

/** Runs what a verb is made of. Rejects with `Failed`, or with what nobody expected. */
export type Run = <A>(effect: Effect.Effect<A, VerbError>) => Promise<A>

/** Who sits at a terminal is told what went wrong, and not each warning on the way. */
const quietly = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.provideService(effect, References.MinimumLogLevel, "Error")

const resultOf = <A>(exit: Exit.Exit<A, VerbError>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  const failure = Cause.findError(exit.cause)
  throw Result.isSuccess(failure) ? new Failed(failure.success) : Cause.squash(exit.cause)
}

/** A database that does not answer is left after so long, in milliseconds. */
const LEFT_AFTER = 1_000

/** Runs what only looks: it ends as soon as somebody ends it, with `Stopped`. */
export const looking =
  ({ ended }: Pick<Terminal, "ended">): Run =>
  async (effect) => {
    const stop = new AbortController()
    const running = Effect.runPromiseExit(quietly(effect), { signal: stop.signal })
    const stopped = ended.then(async () => {
      stop.abort()
      await Promise.race([running, setTimeout(LEFT_AFTER, undefined, { ref: false })])
      throw new Stopped()
    })
    const exit = await Promise.race([running, stopped])
    if (stop.signal.aborted) throw new Stopped()
    return resultOf(exit)
  }

/** Runs what changes something. It is carried to its end: whoever would end it is told so, and how to insist. */
export const carryingOut =
  ({ ended, complain }: Pick<Terminal, "ended" | "complain">): Run =>
  async (effect) => {
    let isUnderWay = true
    void ended.then(() => {
      if (isUnderWay)
        complain([
          "It is being done, and is carried to its end. Once more ends this tool all the same: then look with qriskit show whether it was done.",
        ])
    })
    try {
      return resultOf(await Effect.runPromiseExit(quietly(effect)))
    } finally {
      isUnderWay = false
    }
  }
