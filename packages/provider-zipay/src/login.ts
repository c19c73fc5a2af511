import {
  MalformedResponse,
  NetworkFailure,
  type Operation,
  ProviderUnavailable,
  QrisError,
  type Reason,
  TimedOut,
  Unauthorized,
} from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { AccessToken, TokenStore } from "./token-store.js"

/** Hands out bearer tokens. */
export interface Login {
  /** A token that is not about to end, from the store or by a login. Waits until `deadlineAt` at the longest. */
  token(operation: Operation, deadlineAt: number): Effect.Effect<AccessToken, QrisError>
  /** A token other than one that the provider refused. Logs in unless somebody else did already. */
  replace(
    refused: AccessToken,
    operation: Operation,
    deadlineAt: number,
  ): Effect.Effect<AccessToken, QrisError>
}

export interface LoginOptions {
  readonly provider: string
  readonly store: TokenStore
  readonly key: string
  /** Milliseconds before its end from which a token is not used any more. */
  readonly margin: number
  /** One login on the wire. */
  readonly logIn: Effect.Effect<AccessToken, QrisError>
}

/** A login that failed kept the payment's own request from being sent, whatever became of the login itself. */
const asNotSent = (reason: Reason): Reason => {
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
    case "InvalidState": {
      // Which status a wrong password gets is not documented [NOT FOUND]: any refusal of a login is one.
      const { httpStatus, providerMessage } = reason
      return new Unauthorized(present({ httpStatus, providerMessage }))
    }
    default:
      return reason
  }
}

/**
 * One login for any number of concurrent calls. The login runs on its own: a caller that is interrupted does not take
 * it away from the others, and a login that fails fails once for all who wait for it.
 */
export const makeLogin = ({ provider, store, key, margin, logIn }: LoginOptions): Login => {
  let underWay: Deferred.Deferred<AccessToken, QrisError> | undefined

  const begin = Effect.suspend(() => {
    if (underWay !== undefined) return Effect.succeed(underWay)
    const deferred = Deferred.makeUnsafe<AccessToken, QrisError>()
    underWay = deferred
    const settle = Effect.sync(() => {
      underWay = undefined
    })
    return logIn.pipe(
      Effect.tap((token) => store.set(key, token)),
      Effect.ensuring(settle),
      Effect.onExit((exit) => Deferred.done(deferred, exit)),
      Effect.forkDetach({ startImmediately: true }),
      Effect.as(deferred),
    )
  })

  const renewed = Effect.fnUntraced(function* (operation: Operation, deadlineAt: number) {
    const deferred = yield* begin
    const remaining = Math.max(0, deadlineAt - (yield* Clock.currentTimeMillis))
    return yield* Deferred.await(deferred).pipe(
      Effect.mapError(({ reason }) => new QrisError({ provider, operation, reason: asNotSent(reason) })),
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

  const usable = Effect.gen(function* () {
    const token = yield* store.get(key)
    const now = yield* Clock.currentTimeMillis
    return token !== undefined && now < token.expiresAt.getTime() - margin ? token : undefined
  })

  const token = Effect.fnUntraced(function* (operation: Operation, deadlineAt: number) {
    return (yield* usable) ?? (yield* renewed(operation, deadlineAt))
  })

  const replace = Effect.fnUntraced(function* (
    refused: AccessToken,
    operation: Operation,
    deadlineAt: number,
  ) {
    const current = yield* usable
    const isReplaced =
      current !== undefined && Redacted.value(current.value) !== Redacted.value(refused.value)
    return isReplaced ? current : yield* renewed(operation, deadlineAt)
  })

  return { token, replace }
}
