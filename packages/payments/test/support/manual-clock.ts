import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/**
 * A clock that is moved by hand. Sleeping takes a moment of real time, so that nothing waits for somebody to move it.
 */
export interface ManualClock extends Clock.Clock {
  set(millis: number): void
}

const A_MOMENT = 5

export const manualClock = (startAt: Date): ManualClock => {
  let millis = startAt.getTime()
  const nanos = () => BigInt(millis) * 1_000_000n
  return {
    set: (to) => {
      millis = to
    },
    currentTimeMillisUnsafe: () => millis,
    currentTimeMillis: Effect.sync(() => millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => process.hrtime.bigint(),
    monotonicTimeNanos: Effect.sync(() => process.hrtime.bigint()),
    sleep: (duration) =>
      Effect.callback<void>((resume) => {
        // Long sleeps are time-outs: they strike when real time says so.
        const wanted = Duration.toMillis(duration)
        const timer = setTimeout(
          () => resume(Effect.void),
          wanted >= 1_000 ? wanted : Math.min(wanted, A_MOMENT),
        )
        return Effect.sync(() => clearTimeout(timer))
      }),
  }
}
