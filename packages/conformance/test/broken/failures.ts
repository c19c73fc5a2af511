import { NetworkFailure, PaymentNotFound, RateLimited, TimedOut } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { because, type Variant, withMembers, withSend, withSettings } from "./variant.js"

/** Providers that break rules about failures and repeats. */
export const failing: ReadonlyArray<Variant> = [
  {
    that: "says that nothing was sent when nobody knows",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          because(({ reason }) => {
            if (reason._tag === "TimedOut") return new TimedOut({ ...reason, outcome: "not_sent" })
            return reason._tag === "NetworkFailure"
              ? new NetworkFailure({ ...reason, outcome: "not_sent" })
              : undefined
          }),
        ),
    })),
    caughtBy: {
      "failures/create-silence": /outcome unknown/,
      "failures/create-half-body": /outcome unknown/,
    },
  },
  {
    that: "takes a gateway's page for an unknown payment",
    underTest: withMembers(({ inquire }) => ({
      inquire: (ref) =>
        Effect.mapError(
          inquire(ref),
          because(({ reason }) =>
            reason._tag === "MalformedResponse" && reason.httpStatus === 404
              ? new PaymentNotFound({})
              : undefined,
          ),
        ),
    })),
    caughtBy: { "failures/inquire-not-found-page": /expected MalformedResponse/ },
  },
  {
    that: "follows redirects",
    underTest: withSend(
      (send) => (request) =>
        Effect.flatMap(send(request), (response) => {
          const { location } = response.headers
          return response.status === 307 && typeof location === "string"
            ? send({ ...request, url: location })
            : Effect.succeed(response)
        }),
    ),
    caughtBy: {
      "failures/create-redirect": /must not be followed/,
      "failures/inquire-redirect": /must not be followed/,
    },
  },
  {
    that: "does not say how long to wait",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          because(({ reason }) => (reason._tag === "RateLimited" ? new RateLimited({}) : undefined)),
        ),
    })),
    caughtBy: { "failures/create-too-many-requests": /how long to wait/ },
  },
  {
    that: "dies of an answer it cannot read",
    underTest: withMembers(({ inquire }) => ({
      inquire: (ref) =>
        Effect.catchIf(
          inquire(ref),
          ({ reason }) => reason._tag === "MalformedResponse",
          () => Effect.die(new TypeError("cannot read")),
        ),
    })),
    caughtBy: { "failures/inquire-welcome-page": /typed failure/ },
  },
  {
    that: "repeats a create that may have happened",
    underTest: withMembers(({ create }) => ({
      create: (request) => Effect.retry(create(request), { times: 2 }),
    })),
    caughtBy: {
      "retries/create-unknown-once": /sent 3 times/,
      "failures/create-bad-gateway": /sent 3 times/,
    },
  },
  {
    that: "never repeats an inquiry",
    underTest: withSettings(({ retry }) => ({ retry: { ...retry, times: 0 } })),
    caughtBy: {
      "retries/inquire-recovers": /expected an answer/,
      "retries/create-connection-restored": /expected an answer/,
    },
  },
  {
    that: "repeats more often than its policy says",
    underTest: withSettings(({ retry }) => ({ retry: { ...retry, times: 6 } })),
    caughtBy: { "retries/inquire-bounded": /7 !== 1/ },
  },
  {
    that: "ignores its deadline",
    underTest: withSettings(({ timeouts }) => ({ timeouts: { ...timeouts, deadline: 1_600 } })),
    caughtBy: { "retries/deadline-create": /the call took/, "retries/deadline-inquire": /the call took/ },
  },
  {
    that: "does not wait as long as it is asked",
    underTest: withSend(
      (send) => (request) =>
        Effect.map(send(request), ({ headers: { "retry-after": _, ...headers }, ...response }) => ({
          ...response,
          headers,
        })),
    ),
    caughtBy: {
      "retries/retry-after": /not after a second/,
      "retries/retry-after-beyond-deadline": /6 !== 1/,
    },
  },
]
