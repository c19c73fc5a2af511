import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import type { CallsUnderWay } from "./calls-under-way.js"
import { QrisError } from "./error.js"
import { beginWithoutFiber, hasEnded } from "./provider-kit/without-fiber.js"

/** Options of one call. */
export interface CallOptions {
  /** Gives up the call when aborted. The promise rejects with the signal's reason; what the provider did is unknown. */
  readonly signal?: AbortSignal
}

/** Runs what a front door offers, counted among the calls under way. */
export type Run = <A>(effect: Effect.Effect<A, QrisError>, options?: CallOptions) => Promise<A>

/** Callers without types may say that there is none in other ways, or give something else. */
const signalIn = (options: CallOptions | null | undefined): AbortSignal | undefined =>
  options?.signal ?? undefined

const isSignal = (signal: Partial<AbortSignal>): boolean =>
  typeof signal.addEventListener === "function" && typeof signal.aborted === "boolean"

const withSignal = async <A>(
  signal: AbortSignal,
  run: (options: { readonly signal: AbortSignal }) => Promise<A>,
): Promise<A> => {
  // Found out after the call began it would hide what became of that.
  if (!isSignal(signal)) throw new TypeError("signal must be an AbortSignal; nothing was sent")
  return run({ signal }).catch((error: unknown) => {
    throw signal.aborted && !(error instanceof QrisError) ? signal.reason : error
  })
}

/** Runs within a context, in a fiber. */
const runnerIn = (context: Context.Context<never>, calls: CallsUnderWay): Run => {
  const runPromise = Effect.runPromiseWith(context)
  return async (effect, options) => {
    const signal = signalIn(options)
    calls.begin()
    try {
      return await (signal === undefined
        ? runPromise(effect)
        : withSignal(signal, (signalled) => runPromise(effect, signalled)))
    } finally {
      calls.end()
    }
  }
}

const UNTRACED = Context.make(References.TracerEnabled, false)

/** Without spans and without a signal a call needs no fiber, but for what cannot go on without one. */
const untracedRunner = (calls: CallsUnderWay): Run => {
  const inFiber = runnerIn(UNTRACED, calls)
  const begun = <A>(effect: Effect.Effect<A, QrisError>): Promise<A> =>
    new Promise((resolve, reject) => {
      calls.begin()
      try {
        beginWithoutFiber(effect, (left) => {
          // What is left is counted again before this is at its end.
          if (!hasEnded(left)) inFiber(left).then(resolve, reject)
          else if (Exit.isSuccess(left)) resolve(left.value)
          else reject(Cause.squash(left.cause))
          calls.end()
        })
      } catch (defect) {
        calls.end()
        throw defect
      }
    })
  return (effect, options) => (signalIn(options) === undefined ? begun(effect) : inFiber(effect, options))
}

const untracedRunners = new WeakMap<CallsUnderWay, Run>()

/** The one for all clients over a transport whose calls nobody traces. */
export const untracedRunnerOf = (calls: CallsUnderWay): Run => {
  const run = untracedRunners.get(calls) ?? untracedRunner(calls)
  untracedRunners.set(calls, run)
  return run
}

/** Traced or not, given up when its caller's signal says so. */
export const runnerFor = (tracer: Tracer.Tracer | undefined, calls: CallsUnderWay): Run =>
  tracer === undefined ? untracedRunnerOf(calls) : runnerIn(Context.make(Tracer.Tracer, tracer), calls)
