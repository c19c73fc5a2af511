import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import {
  DuplicateExternalId,
  InvalidRequest,
  InvalidState,
  MalformedResponse,
  NetworkFailure,
  PaymentNotFound,
  ProviderUnavailable,
  QrisError,
  RateLimited,
  type Reason,
  Rejected,
  TimedOut,
  Unauthorized,
} from "../src/index.js"
import { makeLogin, memoryTokenStore, type TokenStore } from "../src/provider-kit.js"

const HOUR = 3_600_000

const failure = (reason: Reason) => new QrisError({ provider: "contoh", operation: "create", reason })

/** A login that gives token-1, token-2, … for an hour each, and counts how often it was made. */
const countedOver = (
  store: TokenStore | undefined,
  first: Effect.Effect<unknown, QrisError> = Effect.void,
) => {
  let made = 0
  const login = makeLogin({
    provider: "contoh",
    store,
    key: "merchant@host",
    margin: 60_000,
    settings: ["user", "password"],
    logIn: Effect.gen(function* () {
      made += 1
      yield* first
      const now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
      return { value: Redacted.make(`token-${made}`), expiresAt: new Date(now + HOUR) }
    }),
  })
  return { login, made: () => made }
}

const STORES: ReadonlyArray<[string, () => TokenStore | undefined]> = [
  ["by itself", () => undefined],
  ["in a store", memoryTokenStore],
]

const shown = (token: string) => Effect.succeed(token)

describe.each(STORES)("one login for all calls, its token kept %s", (_, makeStore) => {
  const counted = (first?: Effect.Effect<unknown, QrisError>) => countedOver(makeStore(), first)

  it.effect(
    "callers who wait together share it, and later ones its token, until a minute before its end",
    () =>
      Effect.gen(function* () {
        const { login, made } = counted()
        const together = Array.from({ length: 20 }, () => login.send("create", HOUR, shown))
        expect(new Set(yield* Effect.all(together, { concurrency: "unbounded" }))).toEqual(
          new Set(["token-1"]),
        )
        yield* TestClock.adjust(HOUR - 60_001)
        expect(yield* login.send("inquire", 2 * HOUR, shown)).toBe("token-1")
        yield* TestClock.adjust(1)
        expect(yield* login.send("inquire", 2 * HOUR, shown)).toBe("token-2")
        expect(made()).toBe(2)
      }),
  )

  it.effect("a caller that is interrupted does not take it away from the others", () =>
    Effect.gen(function* () {
      const opened = yield* Deferred.make<void>()
      const { login, made } = counted(Deferred.await(opened))
      const first = yield* Effect.forkChild(login.send("create", HOUR, shown))
      const second = yield* Effect.forkChild(login.send("create", HOUR, shown))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(first)
      yield* Deferred.succeed(opened, undefined)
      expect(yield* Fiber.join(second)).toBe("token-1")
      expect(made()).toBe(1)
    }),
  )

  it.effect("a call does not wait for it beyond its deadline", () =>
    Effect.gen(function* () {
      const { login } = counted(Effect.never)
      const call = yield* Effect.forkChild(Effect.flip(login.send("create", 5_000, shown)))
      yield* TestClock.adjust(5_000)
      const { reason } = yield* Fiber.join(call)
      expect(reason).toEqual(new TimedOut({ outcome: "not_sent", description: "login: the deadline passed" }))
    }),
  )
})

describe.each(STORES)("a token that is refused, its token kept %s", (_, makeStore) => {
  const counted = (first?: Effect.Effect<unknown, QrisError>) => countedOver(makeStore(), first)

  const refusing = (refused: ReadonlyArray<string>, reason: Reason) => (token: string) =>
    refused.includes(token) ? Effect.fail(failure(reason)) : shown(token)

  it.effect("is replaced once, by one login for all", () =>
    Effect.gen(function* () {
      const { login, made } = counted()
      const refused = refusing(["token-1"], new Unauthorized({ httpStatus: 401 }))
      const calls = Array.from({ length: 5 }, () => login.send("create", HOUR, refused))
      expect(new Set(yield* Effect.all(calls, { concurrency: "unbounded" }))).toEqual(new Set(["token-2"]))
      expect(made()).toBe(2)
    }),
  )

  it.effect("is not replaced by whoever learns of it after another did", () =>
    Effect.gen(function* () {
      const { login, made } = counted()
      const refused = refusing(["token-1"], new Unauthorized({ httpStatus: 401 }))
      const answered = yield* Deferred.make<void>()
      const late = yield* Effect.forkChild(
        login.send("inquire", HOUR, (token) => Effect.andThen(Deferred.await(answered), refused(token))),
      )
      yield* Effect.yieldNow
      expect(yield* login.send("create", HOUR, refused)).toBe("token-2")
      yield* Deferred.succeed(answered, undefined)
      expect(yield* Fiber.join(late)).toBe("token-2")
      expect(made()).toBe(2)
    }),
  )

  it.effect("is not replaced twice by one call", () =>
    Effect.gen(function* () {
      const { login, made } = counted()
      const refused = refusing(["token-1", "token-2"], new Unauthorized({ httpStatus: 401 }))
      expect((yield* Effect.flip(login.send("create", HOUR, refused))).reason._tag).toBe("Unauthorized")
      expect(made()).toBe(2)
    }),
  )

  it.effect("and a refusal of what was asked with it is no reason to log in again", () =>
    Effect.gen(function* () {
      const { login, made } = counted()
      for (const reason of [new Unauthorized({ httpStatus: 403 }), new Rejected({})]) {
        const call = login.send("create", HOUR, refusing(["token-1"], reason))
        expect((yield* Effect.flip(call)).reason).toBe(reason)
      }
      expect(made()).toBe(1)
    }),
  )

  it.effect("is told by the provider's own rule, where it has one", () =>
    Effect.gen(function* () {
      let made = 0
      const login = makeLogin({
        provider: "contoh",
        store: memoryTokenStore(),
        key: "merchant@host",
        margin: 0,
        settings: [],
        logIn: Effect.sync(() => {
          made += 1
          return { value: Redacted.make(`token-${made}`), expiresAt: new Date(HOUR) }
        }),
        isTokenRefused: (reason) => reason._tag === "Rejected",
      })
      expect(yield* login.send("create", HOUR, refusing(["token-1"], new Rejected({})))).toBe("token-2")
    }),
  )
})

describe.each(STORES)(
  "a login that fails keeps the call from being sent, its token kept %s",
  (_, makeStore) => {
    const counted = (first?: Effect.Effect<unknown, QrisError>) => countedOver(makeStore(), first)

    const retryAfter = Duration.seconds(3)
    const said = { httpStatus: 500, providerCode: "5007300", providerMessage: "internal" }
    const refused = { httpStatus: 404, providerCode: "4017300", providerMessage: "who?" }
    const cases: ReadonlyArray<readonly [Reason, Reason]> = [
      [
        new NetworkFailure({ outcome: "unknown", description: "cut", code: "ECONNRESET" }),
        new NetworkFailure({ outcome: "not_sent", description: "login: cut", code: "ECONNRESET" }),
      ],
      [
        new TimedOut({ outcome: "unknown", description: "no answer" }),
        new TimedOut({ outcome: "not_sent", description: "login: no answer" }),
      ],
      [
        new MalformedResponse({ outcome: "unknown", description: "HTML", httpStatus: 200 }),
        new MalformedResponse({ outcome: "not_sent", description: "login: HTML", httpStatus: 200 }),
      ],
      [
        new ProviderUnavailable({ outcome: "unknown", retryAfter, ...said }),
        new ProviderUnavailable({ outcome: "not_sent", retryAfter, ...said }),
      ],
      ...[InvalidRequest, Unauthorized, PaymentNotFound, DuplicateExternalId, Rejected, InvalidState].map(
        (Refusal) =>
          [
            new Refusal({ outcome: "refused", issues: [], ...refused }),
            new Unauthorized({ login: { settings: ["user", "password"] }, ...refused }),
          ] as const,
      ),
      [new RateLimited({ retryAfter }), new RateLimited({ retryAfter })],
    ]

    it.effect.each(cases)("%o", ([reason, expected]) =>
      Effect.gen(function* () {
        const { login } = counted(Effect.fail(failure(reason)))
        const error = yield* Effect.flip(login.send("cancel", HOUR, shown))
        expect(error.operation).toBe("cancel")
        expect(error.reason).toEqual(expected)
      }),
    )
  },
)
