import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Result from "effect/Result"

// A fiber is what makes an effect interruptible, traced, forked and scheduled. A call through a promise door is one wait
// between two stretches of plain code and needs none of that; and what a fiber runs through to suspend and to go on has
// left the processor's caches by the time an answer comes. So the effects of a provider's call can also be begun without
// one. What such an effect does is written once, and whatever needs a fiber after all (a pause before a repeat, a log
// line, a store of tokens elsewhere) gets one for the rest.

/** How an effect begins without a fiber. */
const BEGIN: unique symbol = Symbol("@qriskit/core/begin")

/** Takes what is left of an effect: how it ended, as an `Exit`, or what only a fiber can go on with. */
export type Rest<A, E, R = never> = (left: Effect.Effect<A, E, R>) => void

type Begin<A, E, R> = (rest: Rest<A, E, R>) => void

interface Beginnable<A, E, R> {
  [BEGIN]?: Begin<A, E, R>
}

/** The same effect, which can also begin without a fiber. `begin` calls `rest` once. */
export const beginnable = <A, E, R = never>(
  effect: Effect.Effect<A, E, R>,
  begin: Begin<A, E, R>,
): Effect.Effect<A, E, R> => {
  const made: Beginnable<A, E, R> = effect as object
  made[BEGIN] = begin
  return effect
}

/** Goes on without a fiber as far as that goes. */
export const beginWithoutFiber = <A, E, R = never>(
  effect: Effect.Effect<A, E, R>,
  rest: Rest<A, E, R>,
): void => {
  const begin = (effect as Beginnable<A, E, R>)[BEGIN]
  if (begin === undefined) rest(effect)
  else begin(rest)
}

/** Whether nothing is left but how it ended. */
export const hasEnded = <A, E, R>(left: Effect.Effect<A, E, R>): left is Exit.Exit<A, E> => Exit.isExit(left)

/** What a function of ours throws is a defect, as within a fiber. */
const made = <A, E, R>(make: () => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  try {
    return make()
  } catch (defect) {
    return Effect.die(defect)
  }
}

/** `Effect.suspend`. */
export const suspend = <A, E>(make: () => Effect.Effect<A, E>): Effect.Effect<A, E> =>
  beginnable(Effect.suspend(make), (rest) => beginWithoutFiber(made(make), rest))

/** What is done with how an effect ended. */
interface Handlers<A, E, B, F> {
  readonly onSuccess: (value: A) => Effect.Effect<B, F>
  readonly onFailure: (error: E) => Effect.Effect<B, F>
}

const handled = <A, E, B, F>(
  exit: Exit.Exit<A, E>,
  { onSuccess, onFailure }: Handlers<A, E, B, F>,
): Effect.Effect<B, F> => {
  if (Exit.isSuccess(exit)) return made(() => onSuccess(exit.value))
  const error = Cause.findError(exit.cause)
  return Result.isSuccess(error) ? made(() => onFailure(error.success)) : Effect.failCause(error.failure)
}

/** `Effect.matchEffect`. */
export const matchEffect = <A, E, B, F>(
  self: Effect.Effect<A, E>,
  handlers: Handlers<A, E, B, F>,
): Effect.Effect<B, F> =>
  beginnable(Effect.matchEffect(self, handlers), (rest) =>
    beginWithoutFiber(self, (left) => {
      if (hasEnded(left)) beginWithoutFiber(handled(left, handlers), rest)
      else rest(Effect.matchEffect(left, handlers))
    }),
  )

/** `Effect.flatMap`. */
export const flatMap = <A, E, B, F>(
  self: Effect.Effect<A, E>,
  onSuccess: (value: A) => Effect.Effect<B, F>,
): Effect.Effect<B, E | F> => matchEffect<A, E, B, E | F>(self, { onSuccess, onFailure: Effect.fail })

/** `Effect.catch`. */
export const catchError = <A, E, F>(
  self: Effect.Effect<A, E>,
  onFailure: (error: E) => Effect.Effect<A, F>,
): Effect.Effect<A, F> => matchEffect<A, E, A, F>(self, { onSuccess: Effect.succeed, onFailure })

/** The clock where no fiber has another. */
const CLOCK: Clock.Clock = Effect.runSync(Effect.clockWith(Effect.succeed))

/** `Effect.clockWith`. */
export const clockWith = <A, E>(read: (clock: Clock.Clock) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
  beginnable(Effect.clockWith(read), (rest) =>
    beginWithoutFiber(
      made(() => read(CLOCK)),
      rest,
    ),
  )

/** The one where spans are recorded, the other where they are not: without a fiber there are none. */
export const whereTraced = <A, E, R>(
  traced: () => Effect.Effect<A, E, R>,
  untraced: () => Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  beginnable(
    Effect.flatMap(References.TracerEnabled, (isEnabled) => (isEnabled ? traced() : untraced())),
    (rest) => beginWithoutFiber(made(untraced), rest),
  )

/** Now, in milliseconds since 1970: `Clock.currentTimeMillis`. */
export const currentTimeMillis: Effect.Effect<number> = clockWith((clock) =>
  Effect.succeed(clock.currentTimeMillisUnsafe()),
)

type Steps<A, E> = Generator<Effect.Effect<unknown, E>, A, unknown>

type Step<A, E> = IteratorResult<Effect.Effect<unknown, E>, A>

/** What a generator has still to do, once this effect has ended. */
const remaining = <A, E>(steps: Steps<A, E>, effect: Effect.Effect<unknown, E>): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    let step: Step<A, E> = steps.next(yield* effect)
    while (step.done !== true) step = steps.next(yield* step.value)
    return step.value
  })

const advance = <A, E>(steps: Steps<A, E>, value: unknown, rest: Rest<A, E>): void => {
  let known = value
  for (;;) {
    let step: Step<A, E>
    try {
      step = steps.next(known)
    } catch (defect) {
      rest(Effect.die(defect))
      return
    }
    if (step.done === true) {
      rest(Effect.succeed(step.value))
      return
    }
    const effect = step.value
    if (!hasEnded(effect)) {
      beginWithoutFiber(effect, (left) => {
        if (!hasEnded(left)) rest(remaining(steps, left))
        else if (Exit.isSuccess(left)) advance(steps, left.value, rest)
        else rest(Effect.failCause(left.cause))
      })
      return
    }
    if (Exit.isFailure(effect)) {
      rest(Effect.failCause(effect.cause))
      return
    }
    known = effect.value
  }
}

/** `Effect.gen`. */
export const gen = <A, E>(body: () => Steps<A, E>): Effect.Effect<A, E> =>
  beginnable(Effect.gen(body), (rest) => advance(body(), undefined, rest))
