import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type Operation, QrisError } from "../error.js"
import {
  MalformedResponse,
  NetworkFailure,
  ProviderUnavailable,
  type Reason,
  TimedOut,
  Unauthorized,
} from "../reason.js"
import type { AccessToken, TokenStore } from "./token-store.js"
import { untraced } from "./untraced.js"
import { present } from "./wire-values.js"
import { catchError, clockWith, currentTimeMillis, flatMap } from "./without-fiber.js"

/** One login for all calls of a client, and the way to send with what it gave. */
export interface Login {
  /**
   * Sends with a bearer token that is not about to end, from the store or by a login. Where the answer says that the
   * token itself was refused, nothing was done: it is sent once more with a fresh one. All within `deadlineAt`, in
   * milliseconds since 1970.
   */
  send<A>(
    operation: Operation,
    deadlineAt: number,
    send: (token: AccessToken) => Effect.Effect<A, QrisError>,
  ): Effect.Effect<A, QrisError>
}

/** What a login needs to know of its provider. */
export interface LoginOptions {
  /** The provider's id, for errors. */
  readonly provider: string
  readonly store: TokenStore
  /** Names the account and host in the store. */
  readonly key: string
  /** Milliseconds before its end from which a token is not used any more. */
  readonly margin: number
  /** Names of the settings with which it logs in, for people whose login is refused. */
  readonly settings: ReadonlyArray<string>
  /** One login on the wire. */
  readonly logIn: Effect.Effect<AccessToken, QrisError>
  /** Whether an answer refuses the token, and not what was asked with it. Default: HTTP 401. */
  readonly isTokenRefused?: (reason: Reason) => boolean
}

const isUnauthorized = (reason: Reason): boolean =>
  reason._tag === "Unauthorized" && reason.httpStatus === 401

/** A login that failed kept the payment's own request from being sent, whatever became of the login itself. */
const asNotSent = (reason: Reason, settings: ReadonlyArray<string>): Reason => {
  switch (reason._tag) {
    case "NetworkFailure":
      return new NetworkFailure({
        outcome: "not_sent",
        description: `login: ${reason.description}`,
        ...present({ code: reason.code }),
      })
    case "TimedOut":
      return new TimedOut({ outcome: "not_sent", description: `login: ${reason.description}` })
    case "MalformedResponse":
      return new MalformedResponse({
        outcome: "not_sent",
        description: `login: ${reason.description}`,
        ...present({ httpStatus: reason.httpStatus }),
      })
    case "ProviderUnavailable": {
      const { retryAfter, httpStatus, providerCode, providerMessage } = reason
      return new ProviderUnavailable({
        outcome: "not_sent",
        ...present({ retryAfter, httpStatus, providerCode, providerMessage }),
      })
    }
    case "InvalidRequest":
    case "Unauthorized":
    case "PaymentNotFound":
    case "Rejected":
    case "DuplicateExternalId":
    case "InvalidState": {
      // Which status a wrong password gets is not documented [NOT FOUND]: any refusal of a login is one.
      const { httpStatus, providerCode, providerMessage } = reason
      return new Unauthorized({
        login: { settings },
        ...present({ httpStatus, providerCode, providerMessage }),
      })
    }
    default:
      return reason
  }
}

/** A login's options, and the one that is under way. */
interface State extends LoginOptions {
  underWay: Deferred.Deferred<AccessToken, QrisError> | undefined
}

const begin = (state: State) =>
  Effect.suspend(() => {
    const { underWay, store, key, logIn } = state
    if (underWay !== undefined) return Effect.succeed(underWay)
    const deferred = Deferred.makeUnsafe<AccessToken, QrisError>()
    state.underWay = deferred
    const settle = Effect.sync(() => {
      state.underWay = undefined
    })
    return logIn.pipe(
      Effect.tap((token) => store.set(key, token)),
      Effect.ensuring(settle),
      Effect.onExit((exit) => Deferred.done(deferred, exit)),
      Effect.forkDetach({ startImmediately: true }),
      Effect.as(deferred),
    )
  })

const renewed = untraced(function* (state: State, operation: Operation, deadlineAt: number) {
  const { provider, settings } = state
  const deferred = yield* begin(state)
  const remaining = Math.max(0, deadlineAt - (yield* currentTimeMillis))
  return yield* Deferred.await(deferred).pipe(
    Effect.mapError(
      ({ reason }) => new QrisError({ provider, operation, reason: asNotSent(reason, settings) }),
    ),
    Effect.timeoutOrElse({
      duration: remaining,
      orElse: () =>
        Effect.fail(
          new QrisError({
            provider,
            operation,
            reason: new TimedOut({ outcome: "not_sent", description: "login: the deadline passed" }),
          }),
        ),
    }),
  )
})

/** A token from the store that is not about to end. */
const usable = ({ store, key, margin }: State): Effect.Effect<AccessToken | undefined> =>
  flatMap(store.get(key), (token) =>
    clockWith((clock) =>
      Effect.succeed(
        token !== undefined && clock.currentTimeMillisUnsafe() < token.expiresAt.getTime() - margin
          ? token
          : undefined,
      ),
    ),
  )

/** A token other than one that was refused. Logs in unless somebody else did already. */
const replace = untraced(function* (
  state: State,
  refused: AccessToken,
  operation: Operation,
  deadlineAt: number,
) {
  const current = yield* usable(state)
  const isReplaced = current !== undefined && Redacted.value(current.value) !== Redacted.value(refused.value)
  return isReplaced ? current : yield* renewed(state, operation, deadlineAt)
})

/**
 * One login for any number of concurrent calls. The login runs on its own: a caller that is interrupted does not take
 * it away from the others, and a login that fails fails once for all who wait for it.
 */
export const makeLogin = (options: LoginOptions): Login => {
  const state: State = { ...options, underWay: undefined }
  const { isTokenRefused = isUnauthorized } = options
  return {
    send: (operation, deadlineAt, sendWith) =>
      flatMap(usable(state), (known) => {
        const sentWith = (token: AccessToken) =>
          catchError(sendWith(token), (error) =>
            isTokenRefused(error.reason)
              ? flatMap(replace(state, token, operation, deadlineAt), sendWith)
              : Effect.fail(error),
          )
        return known === undefined
          ? flatMap(renewed(state, operation, deadlineAt), sentWith)
          : sentWith(known)
      }),
  }
}
