import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Timeouts } from "../configuration.js"
import type { Reachability } from "../reachability.js"
import type { Transport, TransportResponse } from "../transport.js"
import { headerOf, httpDateIn } from "./answer.js"

/** Where to knock, and how long to wait, in milliseconds. */
export interface ReachOptions {
  readonly baseUrl: string
  readonly userAgent: string
  readonly transport: Transport["Service"]
  readonly timeouts: Timeouts
}

/** A Date header holds whole seconds: half a second is its middle. */
const HALF_A_SECOND = 500

const reachabilityOf = ({ status, headers }: TransportResponse, askedAt: number, answeredAt: number) => {
  if (status >= 500) return { isReachable: false, why: `it answered HTTP ${status}` } as const
  const date = httpDateIn(headerOf(headers, "date"))
  return date === undefined
    ? ({ isReachable: true, httpStatus: status } as const)
    : ({
        isReachable: true,
        httpStatus: status,
        clockOffset: Math.round(date + HALF_A_SECOND - (askedAt + answeredAt) / 2),
      } as const)
}

/** `Reaches.reach` over a transport: one GET of the base URL, without a credential. */
export const reachOver = (options: ReachOptions): Effect.Effect<Reachability> =>
  Effect.gen(function* () {
    const { baseUrl, userAgent, transport, timeouts } = options
    const askedAt = yield* Clock.currentTimeMillis
    const response = yield* transport.send({
      method: "GET",
      url: `${baseUrl}/`,
      headers: { accept: "*/*", "accept-encoding": "identity", "user-agent": userAgent },
      timeouts: {
        headers: timeouts.headers,
        body: timeouts.body,
        total: Math.min(timeouts.headers + timeouts.body, timeouts.deadline),
      },
    })
    return reachabilityOf(response, askedAt, yield* Clock.currentTimeMillis)
  }).pipe(Effect.catch((failure) => Effect.succeed({ isReachable: false, why: failure.message } as const)))
