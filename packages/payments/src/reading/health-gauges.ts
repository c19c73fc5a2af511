import * as Effect from "effect/Effect"
import { Providers } from "../providers.js"
import { gauge, METRICS } from "./metrics.js"

/** What of `health()` is a number. */
interface Seen {
  readonly inquiryLag: number
  readonly eventLag: number
  readonly failing: number
  readonly deadLetters: number
  readonly anomalies: number
  readonly closedGates: ReadonlyArray<{ readonly provider: string; readonly account?: string }>
}

/** Shows as gauges what health saw. Gates are counted by provider: of accounts there may be thousands. */
export const showHealth = Effect.fnUntraced(function* (seen: Seen) {
  yield* gauge(METRICS.databaseUp, {}, 1)
  yield* gauge(METRICS.inquiryLag, {}, seen.inquiryLag)
  yield* gauge(METRICS.eventLag, {}, seen.eventLag)
  yield* gauge(METRICS.deliveriesFailing, {}, seen.failing)
  yield* gauge(METRICS.deadLettersWaiting, {}, seen.deadLetters)
  yield* gauge(METRICS.anomaliesOpen, {}, seen.anomalies)
  const { ids } = yield* Providers
  for (const provider of ids) {
    const closed = seen.closedGates.filter((gate) => gate.provider === provider)
    const accounts = closed.filter(({ account }) => account !== undefined).length
    yield* gauge(METRICS.gatesClosed, { provider, scope: "provider" }, closed.length - accounts)
    yield* gauge(METRICS.gatesClosed, { provider, scope: "account" }, accounts)
  }
})

/** Shows that the database did not answer. What else was seen before stays as it was: nobody knows better. */
export const showOutage = gauge(METRICS.databaseUp, {}, 0)
