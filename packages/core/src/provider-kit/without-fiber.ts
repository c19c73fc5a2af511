import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import * as Result from "effect/Result"

// A fiber is what makes an effect interruptible, traced, forked and scheduled. A call through a promise door is one
// wait between two stretches of plain code and needs none of that; and what a fiber runs through to suspend and to go
// on has left the processor's caches by the time an answer comes. So the effects of a provider's call can also be begun
// without one. What such an effect does is written once, and whatever needs a fiber after all (a pause before a repeat,
// a log line, a store of tokens elsewhere) gets one for the rest.

/** Takes what is left of an effect: how it ended, as an `Exit`, or what only a fiber can go on with. */
export type Rest<A, E, R = never> = (left: Effect.Effect<A, E, R>) => void

/** An effect that can also begin without a fiber. Within one it is what `asEffect` says, which is made only there. */
export abstract class Beginnable<A, E, R = never> extends Effectable.Class<A, E, R> {
  /** Goes on without a fiber as far as that goes. Calls `rest` once. */
  abstract begin(rest: Rest<A, E, R>): void
}

/** Goes on without a fiber as far as that goes. */
export const beginWithoutFiber = <A, E, R = never>(
  effect: Effect.Effect<A, E, R>,
  rest: Rest<A, E, R>,
): void => {
  if (effect instanceof Beginnable) effect.begin(rest)
  else rest(effect)
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

class Suspended<A, E> extends Beginnable<A, E> {
  readonly make: () => Effect.Effect<A, E>

  constructor(make: () => Effect.Effect<A, E>) {
    super()
    this.make = make
  }

  begin(rest: Rest<A, E>): void {
    beginWithoutFiber(made(this.make), rest)
  }

  asEffect(): Effect.Effect<A, E> {
    return Effect.suspend(this.make)
  }
}

/** `Effect.suspend`. */
export const suspend = <A, E>(make: () => Effect.Effect<A, E>): Effect.Effect<A, E> => new Suspended(make)

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

class Matched<A, E, B, F> extends Beginnable<B, F> {
  readonly self: Effect.Effect<A, E>
  readonly handlers: Handlers<A, E, B, F>

  constructor(self: Effect.Effect<A, E>, handlers: Handlers<A, E, B, F>) {
    super()
    this.self = self
    this.handlers = handlers
  }

  begin(rest: Rest<B, F>): void {
    const { self, handlers } = this
    beginWithoutFiber(self, (left) => {
      if (hasEnded(left)) beginWithoutFiber(handled(left, handlers), rest)
      else rest(Effect.matchEffect(left, handlers))
    })
  }

  asEffect(): Effect.Effect<B, F> {
    return Effect.matchEffect(this.self, this.handlers)
  }
}

/** `Effect.matchEffect`. */
export const matchEffect = <A, E, B, F>(
  self: Effect.Effect<A, E>,
  handlers: Handlers<A, E, B, F>,
): Effect.Effect<B, F> => new Matched(self, handlers)

/**
 * `Effect.flatMap` of a provider's call, which promise doors begin without a fiber (docs/decisions/0014). Fails as
 * either of the two does.
 *
 * @example
 * ```ts
 * import { type Exchange, type Exchanged, flatMap } from "@qriskit/core/provider-kit"
 * import type { QrisError } from "@qriskit/core"
 * import type * as Effect from "effect/Effect"
 *
 * const within = <A>(
 *   exchange: Exchange,
 *   send: (deadlineAt: number) => Effect.Effect<Exchanged<A>, QrisError>,
 * ) => flatMap(exchange.deadlineFromNow, send)
 * ```
 */
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

class WithClock<A, E> extends Beginnable<A, E> {
  readonly read: (clock: Clock.Clock) => Effect.Effect<A, E>

  constructor(read: (clock: Clock.Clock) => Effect.Effect<A, E>) {
    super()
    this.read = read
  }

  begin(rest: Rest<A, E>): void {
    beginWithoutFiber(
      made(() => this.read(CLOCK)),
      rest,
    )
  }

  asEffect(): Effect.Effect<A, E> {
    return Effect.clockWith(this.read)
  }
}

/** `Effect.clockWith`. */
export const clockWith = <A, E>(read: (clock: Clock.Clock) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
  new WithClock(read)

class TracedOrNot<A, E, R> extends Beginnable<A, E, R> {
  readonly traced: () => Effect.Effect<A, E, R>
  readonly untraced: () => Effect.Effect<A, E, R>

  constructor(traced: () => Effect.Effect<A, E, R>, untraced: () => Effect.Effect<A, E, R>) {
    super()
    this.traced = traced
    this.untraced = untraced
  }

  begin(rest: Rest<A, E, R>): void {
    beginWithoutFiber(made(this.untraced), rest)
  }

  asEffect(): Effect.Effect<A, E, R> {
    return Effect.flatMap(References.TracerEnabled, (isEnabled) =>
      isEnabled ? this.traced() : this.untraced(),
    )
  }
}

/** The one where spans are recorded, the other where they are not: without a fiber there are none. */
export const whereTraced = <A, E, R>(
  traced: () => Effect.Effect<A, E, R>,
  untraced: () => Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> => new TracedOrNot(traced, untraced)

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

class Generated<Args extends ReadonlyArray<unknown>, A, E> extends Beginnable<A, E> {
  readonly body: (...args: Args) => Steps<A, E>
  readonly args: Args

  constructor(body: (...args: Args) => Steps<A, E>, args: Args) {
    super()
    this.body = body
    this.args = args
  }

  begin(rest: Rest<A, E>): void {
    advance(this.body(...this.args), undefined, rest)
  }

  asEffect(): Effect.Effect<A, E> {
    return Effect.gen(() => this.body(...this.args))
  }
}

/** `Effect.gen`, of a body that takes these arguments. */
export const gen = <Args extends ReadonlyArray<unknown>, A, E>(
  body: (...args: Args) => Steps<A, E>,
  ...args: Args
): Effect.Effect<A, E> => new Generated(body, args)
