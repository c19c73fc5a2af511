import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Database } from "./database.js"

/** Clocks that differ by no more than this count as one, in milliseconds. */
const SAME = 250

/**
 * Runs a call to a provider by the database's clock where this process's own is wrong: what it says of times (a QR's
 * expiry, the time that is signed) is true, whichever process makes it. Sleeps and deadlines stay as they are.
 */
export const byDatabaseClock = <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Database> =>
  Effect.gen(function* () {
    const own = yield* Clock.Clock
    const ahead = own.currentTimeMillisUnsafe() - (yield* (yield* Database).now).getTime()
    if (Math.abs(ahead) <= SAME) return yield* call
    const millis = (): number => own.currentTimeMillisUnsafe() - ahead
    const nanos = (): bigint => own.currentTimeNanosUnsafe() - BigInt(Math.round(ahead)) * 1_000_000n
    return yield* Effect.provideService(call, Clock.Clock, {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: () => own.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: own.monotonicTimeNanos,
      sleep: (duration) => own.sleep(duration),
    })
  })
