import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** The time by Effect's clock, so that tests move it. */
export const now: Effect.Effect<Date> = Effect.map(Clock.currentTimeMillis, (millis) => new Date(millis))
