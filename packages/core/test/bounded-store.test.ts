import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { QrisError, Unauthorized } from "../src/index.js"
import { beginWithoutFiber, hasEnded, suspend } from "../src/provider-kit/without-fiber.js"
import { type AccessToken, makeLogin, memoryTokenStore, type TokenStore } from "../src/provider-kit.js"

const HOUR = 3_600_000
const KEY = "merchant@host"

const shown = (token: string) => Effect.succeed(token)
const token = (text: string, endsAt = HOUR): AccessToken => ({
  value: Redacted.make(text),
  expiresAt: new Date(endsAt),
})

/** A login that gives token-1, token-2, … and counts how often it was made, over a store of somebody's own. */
const over = (store: TokenStore) => {
  let made = 0
  const login = makeLogin({
    provider: "contoh",
    store,
    key: KEY,
    margin: 0,
    settings: [],
    logIn: Effect.sync(() => {
      made += 1
      return token(`token-${made}`)
    }),
  })
  return { login, made: () => made }
}

/** A store over one in memory, with something else in place of some of it. */
const storeWith = (own: Partial<TokenStore>): TokenStore => ({ ...memoryTokenStore(), ...own })

/** What is logged meanwhile. */
const logged = () => {
  const lines: Array<string> = []
  const logger = Logger.make(({ message, logLevel }) => {
    lines.push(`${logLevel} ${message}`)
  })
  return { lines, logging: Effect.provide(Logger.layer([logger])) }
}

const SECRET = "redis://:rahasia@cache.example"
const broken = Object.assign(new Error(SECRET), { code: "ECONNREFUSED" })

// What a store of somebody without types does.
const untyped = (get: () => unknown): Partial<TokenStore> => ({ get: get as TokenStore["get"] })

const FAILING: ReadonlyArray<readonly [string, Partial<TokenStore>, string]> = [
  ["fails", { get: () => Effect.fail(broken) }, "it failed Error ECONNREFUSED"],
  ["dies", { get: () => Effect.die(broken) }, "it failed Error ECONNREFUSED"],
  [
    "fails later",
    { get: () => Effect.tryPromise({ try: () => Promise.reject(broken), catch: () => broken }) },
    "it failed Error ECONNREFUSED",
  ],
  ["fails with a text", { get: () => Effect.fail(SECRET) }, "it failed"],
  [
    "throws",
    untyped(() => {
      throw broken
    }),
    "it failed Error ECONNREFUSED",
  ],
  [
    "gives a promise",
    untyped(() => Promise.resolve(token("stored"))),
    "it gave something else than an Effect",
  ],
  ["gives a text", untyped(() => Effect.succeed(SECRET)), "it gave something else than a token"],
  [
    "gives what JSON.parse made",
    untyped(() => Effect.succeed({ value: "stored", expiresAt: "2026-01-01" })),
    "it gave something else than a token",
  ],
  [
    "gives a number for the text of a token",
    untyped(() => Effect.succeed({ ...token(""), value: Redacted.make(12345) })),
    "it gave something else than a token",
  ],
  [
    "gives what no header can carry",
    { get: () => Effect.succeed(token("stored\n")) },
    "it gave something else than a token",
  ],
]

describe("a token store that is of no use stops no call", () => {
  it.effect.each(FAILING)("one that %s: the client logs in, once, and a warning says so", ([_, own, why]) =>
    Effect.gen(function* () {
      const { login, made } = over(storeWith(own))
      const { lines, logging } = logged()
      expect(yield* logging(login.send("create", HOUR, shown))).toBe("token-1")
      expect(yield* logging(login.send("create", HOUR, shown))).toBe("token-1")
      expect(made()).toBe(1)
      expect(lines).toEqual([`Warn token store: ${why}; clients go on without it for 10 seconds`])
    }),
  )

  it.effect.each([
    ["hangs", Effect.never, 100_000, 1_000],
    ["cannot be interrupted", Effect.uninterruptible(Effect.never), 100_000, 1_000],
    ["hangs, and little is left", Effect.never, 800, 200],
  ] as const)(
    "one that %s is waited for a second, or a quarter of what is left",
    ([_, hangs, left, waited]) =>
      Effect.gen(function* () {
        let asked = 0
        const { login, made } = over(
          storeWith({
            get: () => {
              asked += 1
              return hangs
            },
          }),
        )
        const { lines, logging } = logged()
        const call = yield* Effect.forkChild(logging(login.send("create", left, shown)))
        yield* TestClock.adjust(waited - 1)
        expect(call.pollUnsafe()).toBeUndefined()
        expect(made()).toBe(0)
        yield* TestClock.adjust(1)
        expect(yield* Fiber.join(call)).toBe("token-1")
        expect(lines).toHaveLength(1)
        expect(asked).toBe(1)
      }),
  )

  it.effect("it is left alone for ten seconds by all who use it, and one of those who wait tells", () =>
    Effect.gen(function* () {
      let asked = 0
      const store = storeWith({
        get: () => {
          asked += 1
          return Effect.never
        },
      })
      const [first, second] = [over(store), over(store)]
      const { lines, logging } = logged()
      const call = ({ login }: typeof first) => logging(login.send("create", HOUR, shown))
      const together = yield* Effect.forkChild(
        Effect.all([call(first), call(first), call(second)], { concurrency: "unbounded" }),
      )
      yield* TestClock.adjust(1_000)
      expect(yield* Fiber.join(together)).toEqual(["token-1", "token-1", "token-1"])
      expect([asked, lines.length]).toEqual([3, 1])
      yield* TestClock.adjust(9_999)
      expect(yield* call(second)).toBe("token-1")
      expect(asked).toBe(3)
      yield* TestClock.adjust(1)
      const again = yield* Effect.forkChild(call(first))
      yield* TestClock.adjust(1_000)
      expect(yield* Fiber.join(again)).toBe("token-1")
      expect([asked, lines.length]).toEqual([4, 2])
    }),
  )
})

describe("a token store without a fiber", () => {
  const begun = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.callback<Effect.Effect<A, E>>((resume) =>
      beginWithoutFiber(effect, (left) => resume(Effect.succeed(left))),
    )

  it.effect("in this process gives its token at once", () =>
    Effect.gen(function* () {
      const store = memoryTokenStore()
      yield* store.set(KEY, token("stored", Date.now() + HOUR))
      const left = yield* begun(over(store).login.send("create", Date.now() + HOUR, shown))
      expect(hasEnded(left)).toBe(true)
      expect(yield* left).toBe("stored")
    }),
  )

  it.effect("that hangs is given a fiber, and not waited for longer than otherwise", () =>
    Effect.gen(function* () {
      const { login, made } = over(storeWith({ get: () => suspend(() => Effect.never) }))
      const left = yield* begun(login.send("create", Date.now() + HOUR, shown))
      const call = yield* Effect.forkChild(left)
      yield* TestClock.adjust(999)
      expect(made()).toBe(0)
      yield* TestClock.adjust(1)
      expect(made()).toBe(1)
      yield* Fiber.interrupt(call)
    }),
  )
})

describe("a token that is being kept", () => {
  it.effect("is waited for by no call, and used meanwhile", () =>
    Effect.gen(function* () {
      let asked = 0
      const kept = yield* Deferred.make<void>()
      const { login, made } = over(
        storeWith({
          get: () => {
            asked += 1
            return Effect.succeed(undefined)
          },
          set: () => Deferred.await(kept),
        }),
      )
      expect(yield* login.send("create", HOUR, shown)).toBe("token-1")
      expect(yield* login.send("create", HOUR, shown)).toBe("token-1")
      expect([asked, made()]).toEqual([1, 1])
      yield* Deferred.succeed(kept, undefined)
      yield* Effect.yieldNow
      // By now the store knows better: whoever emptied it wants another.
      expect(yield* login.send("create", HOUR, shown)).toBe("token-2")
      expect(asked).toBe(2)
    }),
  )

  it.effect.each([
    ["hangs", () => Effect.never, "it did not answer in time"],
    ["fails", () => Effect.fail(broken), "it failed Error ECONNREFUSED"],
    [
      "throws",
      () => {
        throw broken
      },
      "it failed Error ECONNREFUSED",
    ],
  ] as const)(
    "by a store that %s is used all the same, until it ends, and a warning says so",
    ([_, set, why]) =>
      Effect.gen(function* () {
        const { login, made } = over(storeWith({ set }))
        const { lines, logging } = logged()
        expect(yield* logging(login.send("create", HOUR, shown))).toBe("token-1")
        yield* TestClock.adjust(10_000)
        expect(yield* logging(login.send("create", HOUR, shown))).toBe("token-1")
        expect(made()).toBe(1)
        expect(lines).toEqual([`Warn token store: a token could not be kept: ${why}`])
      }),
  )

  it.effect("after another login is not taken for the latest", () =>
    Effect.gen(function* () {
      const first = yield* Deferred.make<void>()
      const asked: Array<string> = []
      let sets = 0
      const { login } = over(
        storeWith({
          get: () => {
            asked.push("get")
            return Effect.succeed(undefined)
          },
          set: () => (sets++ === 0 ? Deferred.await(first) : Effect.never),
        }),
      )
      const refusing = (text: string) => (text === "token-1" ? Effect.fail(refusal) : shown(text))
      expect(yield* login.send("create", HOUR, refusing)).toBe("token-2")
      yield* Deferred.succeed(first, undefined)
      yield* Effect.yieldNow
      const before = asked.length
      expect(yield* login.send("create", HOUR, refusing)).toBe("token-2")
      expect(asked).toHaveLength(before)
    }),
  )
})

const refusal = new QrisError({
  provider: "contoh",
  operation: "create",
  reason: new Unauthorized({ httpStatus: 401 }),
})

describe("a token that is refused, beside a store", () => {
  it.effect(
    "is not used again by a client whose store could not keep it: another process has a later one",
    () =>
      Effect.gen(function* () {
        const memory = memoryTokenStore()
        const { login, made } = over({ get: memory.get, set: () => Effect.fail(broken) })
        expect(yield* login.send("create", HOUR, shown)).toBe("token-1")
        yield* memory.set(KEY, token("another"))
        const tried: Array<string> = []
        const refusing = (text: string) => {
          tried.push(text)
          return text === "token-1" ? Effect.fail(refusal) : shown(text)
        }
        expect(yield* login.send("create", HOUR, refusing)).toBe("another")
        expect(yield* login.send("create", HOUR, refusing)).toBe("another")
        expect(tried).toEqual(["token-1", "another", "another"])
        expect(made()).toBe(1)
      }),
  )

  it.effect("and that the store goes on giving is replaced for good", () =>
    Effect.gen(function* () {
      const stale = storeWith({ get: () => Effect.succeed(token("stale")), set: () => Effect.fail(broken) })
      const { login, made } = over(stale)
      const tried: Array<string> = []
      const refusing = (text: string) => {
        tried.push(text)
        return text === "stale" ? Effect.fail(refusal) : shown(text)
      }
      expect(yield* login.send("create", HOUR, refusing)).toBe("token-1")
      expect(yield* login.send("create", HOUR, refusing)).toBe("token-1")
      expect(tried).toEqual(["stale", "token-1", "token-1"])
      expect(made()).toBe(1)
    }),
  )
})
