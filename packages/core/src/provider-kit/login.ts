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
import { type BoundedStore, boundedStore, UNREACHABLE } from "./bounded-store.js"
import type { AccessToken, TokenStore } from "./token-store.js"
import { present } from "./wire-values.js"
import { catchError, clockWith, currentTimeMillis, flatMap } from "./without-fiber.js"

/** One login for all calls of a client, and the way to send with what it gave. */
export interface Login {
  /**
   * Sends with the text of a bearer token that is not about to end, from the store or by a login. Where the answer says
   * that the token itself was refused, nothing was done: it is sent once more with a fresh one. All within
   * `deadlineAt`, in milliseconds since 1970.
   */
  send<A>(
    operation: Operation,
    deadlineAt: number,
    send: (token: string) => Effect.Effect<A, QrisError>,
  ): Effect.Effect<A, QrisError>
}

/** What a login needs to know of its provider. */
export interface LoginOptions {
  /** The provider's id, for errors. */
  readonly provider: string
  /** Where the token is kept, too. Default: here, for this login alone. No call fails for it; see `TokenStore`. */
  readonly store?: TokenStore | undefined
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

/** One login, of perhaps thousands: its options, the token that it got itself, and the log-in under way. */
class ClientLogin implements Login {
  readonly #store: BoundedStore | undefined
  readonly #margin: number
  /** A private field: nothing that prints an object shows it. */
  #token: string | undefined
  /** Seconds since 1970, and milliseconds beside them: small integers, which have no place of their own in memory. */
  #tokenEndsAt = 0
  #tokenEndsAtMillis = 0
  /** Whether the store has this token, too, and is to be asked whether somebody else has a later one. */
  #isStored = false
  readonly #options: LoginOptions
  #underWay: Deferred.Deferred<AccessToken, QrisError> | undefined

  constructor(options: LoginOptions) {
    // Nothing is kept by a caller without types.
    this.#store = options.store ? boundedStore(options.store) : undefined
    this.#margin = options.margin
    this.#options = options
  }

  send<A>(
    operation: Operation,
    deadlineAt: number,
    send: (token: string) => Effect.Effect<A, QrisError>,
  ): Effect.Effect<A, QrisError> {
    const sent = (token: string) =>
      catchError(send(token), (error) => {
        const { isTokenRefused = isUnauthorized } = this.#options
        return isTokenRefused(error.reason)
          ? flatMap(this.#replaced(token, operation, deadlineAt), send)
          : Effect.fail(error)
      })
    return this.#usable(deadlineAt, undefined, (known) =>
      known === undefined ? flatMap(this.#renewed(operation, deadlineAt), sent) : sent(known),
    )
  }

  /**
   * Goes on with the text of a token that is neither about to end nor the refused one; with none where there is none.
   */
  #usable<A>(
    deadlineAt: number,
    refused: string | undefined,
    goOn: (token: string | undefined) => Effect.Effect<A, QrisError>,
  ): Effect.Effect<A, QrisError> {
    return clockWith((clock) => {
      const own = () =>
        this.#usableText(
          this.#token,
          this.#tokenEndsAt * 1_000 + this.#tokenEndsAtMillis,
          refused,
          clock.currentTimeMillisUnsafe(),
        )
      const store = this.#store
      if (store === undefined) return goOn(own())
      const unshared = this.#isStored ? undefined : own()
      if (unshared !== undefined) return goOn(unshared)
      return flatMap(store.get(clock, this.#options.key, deadlineAt), (kept) =>
        goOn(
          kept === UNREACHABLE
            ? own()
            : this.#usableText(kept?.text, kept?.endsAt ?? 0, refused, clock.currentTimeMillisUnsafe()),
        ),
      )
    })
  }

  #usableText(
    text: string | undefined,
    endsAt: number,
    refused: string | undefined,
    now: number,
  ): string | undefined {
    return text !== refused && now < endsAt - this.#margin ? text : undefined
  }

  /** A token other than one that was refused. Logs in unless somebody else did already. */
  #replaced(refused: string, operation: Operation, deadlineAt: number): Effect.Effect<string, QrisError> {
    if (this.#token === refused) this.#token = undefined
    return this.#usable(deadlineAt, refused, (current) =>
      current === undefined ? this.#renewed(operation, deadlineAt) : Effect.succeed(current),
    )
  }

  #renewed(operation: Operation, deadlineAt: number): Effect.Effect<string, QrisError> {
    const { provider, settings } = this.#options
    const failed = (reason: Reason) => new QrisError({ provider, operation, reason })
    return Effect.gen({ self: this }, function* () {
      const deferred = yield* this.#begun
      const remaining = Math.max(0, deadlineAt - (yield* currentTimeMillis))
      const { value } = yield* Deferred.await(deferred).pipe(
        Effect.mapError(({ reason }) => failed(asNotSent(reason, settings))),
        Effect.timeoutOrElse({
          duration: remaining,
          orElse: () =>
            Effect.fail(
              failed(new TimedOut({ outcome: "not_sent", description: "login: the deadline passed" })),
            ),
        }),
      )
      return Redacted.value(value)
    })
  }

  get #begun(): Effect.Effect<Deferred.Deferred<AccessToken, QrisError>> {
    return Effect.suspend(() => {
      if (this.#underWay !== undefined) return Effect.succeed(this.#underWay)
      const deferred = Deferred.makeUnsafe<AccessToken, QrisError>()
      this.#underWay = deferred
      const settle = Effect.sync(() => {
        this.#underWay = undefined
      })
      return this.#options.logIn.pipe(
        Effect.tap((token) => this.#keep(token)),
        Effect.ensuring(settle),
        Effect.onExit((exit) => Deferred.done(deferred, exit)),
        // Nobody waits for that.
        Effect.tap((token) => this.#share(token)),
        Effect.forkDetach({ startImmediately: true }),
        Effect.as(deferred),
      )
    })
  }

  #keep(token: AccessToken): Effect.Effect<void> {
    return Effect.sync(() => {
      this.#token = Redacted.value(token.value)
      const endsAt = token.expiresAt.getTime()
      this.#tokenEndsAtMillis = endsAt % 1_000
      this.#tokenEndsAt = (endsAt - this.#tokenEndsAtMillis) / 1_000
      this.#isStored = false
    })
  }

  #share(token: AccessToken): Effect.Effect<void> {
    if (this.#store === undefined) return Effect.void
    return Effect.map(this.#store.set(this.#options.key, token), (isStored) => {
      // Another login may have followed meanwhile.
      if (this.#token === Redacted.value(token.value)) this.#isStored = isStored
    })
  }
}

/**
 * One login for any number of concurrent calls. The login runs on its own: a caller that is interrupted does not take
 * it away from the others, and a login that fails fails once for all who wait for it.
 */
export const makeLogin = (options: LoginOptions): Login => new ClientLogin(options)
