import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** A process's clock that runs as every clock does and is wrong. */
export interface SkewedClock extends Clock.Clock {
  /** Steps to so many milliseconds ahead of the true time: negative is behind, 0 is what NTP does. */
  step(ahead: number): void
}

export const skewedClock = (ahead: number): SkewedClock => {
  let skew = ahead
  const millis = () => Date.now() + skew
  const nanos = () => BigInt(millis()) * 1_000_000n
  return {
    step: (to) => {
      skew = to
    },
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => process.hrtime.bigint(),
    monotonicTimeNanos: Effect.sync(() => process.hrtime.bigint()),
    sleep: (duration) =>
      Effect.callback<void>((resume) => {
        const timer = setTimeout(() => resume(Effect.void), Duration.toMillis(duration))
        return Effect.sync(() => clearTimeout(timer))
      }),
  }
}
