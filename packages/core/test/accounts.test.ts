import { inspect } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { decodeConfiguration, InvalidConfiguration, Password, type QrisError } from "../src/index.js"
import { type AccountsOptions, makeAccounts } from "../src/provider-kit.js"

const Config = Schema.Struct({ password: Password })
type Input = typeof Config.Encoded

/** A client that shows which of all clients ever made it is, and what it was made of. */
interface Client {
  readonly made: number
  readonly account: string
  readonly password: string
}

/** A platform's table, counting what it is asked. */
const platform = (table: Map<string, Input>, options: Partial<AccountsOptions<Input>> = {}) => {
  const asked: Array<string> = []
  let made = 0
  const accounts = Result.getOrThrow(
    makeAccounts<Input, typeof Config.Type, Client>(
      {
        load: (account) =>
          Effect.sync(() => {
            asked.push(account)
            return table.get(account)
          }),
        ...options,
      },
      {
        provider: "contoh",
        decode: decodeConfiguration("contoh", Config),
        isSame: Schema.toEquivalence(Config),
        make: ({ password }, account) => ({ made: ++made, account, password: Redacted.value(password) }),
      },
    ),
  )
  return { accounts, asked }
}

const tableOf = (...names: ReadonlyArray<string>) =>
  new Map(names.map((name) => [name, { password: `password of ${name}` }]))

const settled = Effect.andThen(Effect.yieldNow, Effect.yieldNow)

describe("accounts in memory", () => {
  it.effect("are loaded once for all who wait, and then used without asking", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const asked: Array<string> = []
      const { accounts } = platform(table, {
        load: (account) =>
          Effect.sync(() => asked.push(account)).pipe(
            Effect.andThen(Effect.sleep(100)),
            Effect.map(() => table.get(account)),
          ),
      })
      const together = Array.from({ length: 50 }, () => accounts.account("toko-1"))
      const waiting = yield* Effect.forkChild(Effect.all(together, { concurrency: "unbounded" }))
      yield* TestClock.adjust(100)
      const clients = yield* Fiber.join(waiting)
      expect(new Set(clients)).toEqual(
        new Set([{ made: 1, account: "toko-1", password: "password of toko-1" }]),
      )
      expect(yield* accounts.account("toko-1")).toBe(clients[0])
      expect(accounts.fresh("toko-1", 0)).toBe(clients[0])
      expect(asked).toEqual(["toko-1"])
    }),
  )

  it.effect("do not go with a caller who is interrupted", () =>
    Effect.gen(function* () {
      const { accounts } = platform(tableOf("toko-1"), {
        load: (account) => Effect.as(Effect.sleep(100), { password: account }),
      })
      const first = yield* Effect.forkChild(accounts.account("toko-1"))
      const second = yield* Effect.forkChild(accounts.account("toko-1"))
      yield* settled
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust(100)
      expect(yield* Fiber.join(second)).toMatchObject({ made: 1 })
    }),
  )

  it.effect("are as many as fit: whichever was used least goes, and is loaded again", () =>
    Effect.gen(function* () {
      const { accounts, asked } = platform(tableOf("a", "b", "c"), { capacity: 2 })
      yield* accounts.account("a")
      yield* accounts.account("b")
      yield* accounts.account("a")
      yield* accounts.account("c")
      expect(accounts.held).toBe(2)
      yield* accounts.account("a")
      expect(asked).toEqual(["a", "b", "c"])
      yield* accounts.account("b")
      expect(asked).toEqual(["a", "b", "c", "b"])
    }),
  )

  it.effect("are loaded anew after freshMillis; unchanged, the client and its token stay", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts, asked } = platform(table, { freshMillis: 60_000 })
      const before = yield* accounts.account("toko-1")
      yield* TestClock.adjust(59_999)
      yield* accounts.account("toko-1")
      expect(asked).toHaveLength(1)
      yield* TestClock.adjust(1)
      expect(yield* accounts.account("toko-1")).toBe(before)
      expect(asked).toHaveLength(2)
      table.set("toko-1", { password: "another" })
      expect(yield* accounts.account("toko-1")).toBe(before)
      yield* TestClock.adjust(60_000)
      expect(yield* accounts.account("toko-1")).toMatchObject({ made: 2, password: "another" })
    }),
  )

  it.effect("are gone after freshMillis where the platform removed them", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts } = platform(table, { freshMillis: 60_000 })
      yield* accounts.account("toko-1")
      table.delete("toko-1")
      yield* TestClock.adjust(60_000)
      expect((yield* Effect.flip(accounts.account("toko-1"))).reason._tag).toBe("NoSuchAccount")
      expect(accounts.held).toBe(0)
    }),
  )

  it.effect("are forgotten at once, also while they are being loaded", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts } = platform(table, {
        load: (account) => Effect.suspend(() => Effect.delay(Effect.succeed(table.get(account)), 100)),
      })
      const before = yield* Effect.forkChild(accounts.account("toko-1"))
      yield* settled
      table.set("toko-1", { password: "another" })
      accounts.forget("toko-1")
      const after = yield* Effect.forkChild(accounts.account("toko-1"))
      yield* TestClock.adjust(100)
      expect(yield* Fiber.join(before)).toMatchObject({ password: "password of toko-1" })
      expect(yield* Fiber.join(after)).toMatchObject({ password: "another" })
      expect(yield* accounts.account("toko-1")).toMatchObject({ password: "another" })
      accounts.forget("toko-1")
      expect(accounts.held).toBe(0)
      expect(accounts.fresh("toko-1", 0)).toBeUndefined()
    }),
  )
})

describe("a look-up that began before forget", () => {
  /** A table that is read at once, and whose first reader is told late. */
  const slowFirst = (options: Partial<AccountsOptions<Input>> = {}) => {
    const table = tableOf()
    const told = Deferred.makeUnsafe<void>()
    let loads = 0
    const { accounts } = platform(table, {
      load: (account) =>
        Effect.suspend(() => {
          const row = table.get(account)
          return loads++ === 0
            ? Effect.as(Effect.uninterruptible(Deferred.await(told)), row)
            : Effect.succeed(row)
        }),
      ...options,
    })
    return { table, told, accounts, loads: () => loads }
  }

  it.effect("and finds nothing takes nothing away from what was found since", () =>
    Effect.gen(function* () {
      const { table, told, accounts, loads } = slowFirst()
      const before = yield* Effect.forkChild(Effect.flip(accounts.account("toko-1")))
      yield* settled
      table.set("toko-1", { password: "new merchant" })
      accounts.forget("toko-1")
      const client = yield* accounts.account("toko-1")
      yield* Deferred.succeed(told, undefined)
      expect((yield* Fiber.join(before)).reason._tag).toBe("NoSuchAccount")
      expect(accounts.held).toBe(1)
      expect(yield* accounts.addressee("toko-1")).toBe(client)
      expect(loads()).toBe(2)
    }),
  )

  it.effect("does not make it unknown to strangers where nobody asked since", () =>
    Effect.gen(function* () {
      const { table, told, accounts } = slowFirst()
      const before = yield* Effect.forkChild(Effect.flip(accounts.addressee("toko-1")))
      yield* settled
      table.set("toko-1", { password: "new merchant" })
      accounts.forget("toko-1")
      yield* Deferred.succeed(told, undefined)
      yield* Fiber.join(before)
      expect(yield* accounts.addressee("toko-1")).toMatchObject({ password: "new merchant" })
    }),
  )

  it.effect("nor does one that was given up after loadMillis", () =>
    Effect.gen(function* () {
      const { table, told, accounts } = slowFirst({ loadMillis: 1_000 })
      const before = yield* Effect.forkChild(Effect.flip(accounts.account("toko-1")))
      yield* TestClock.adjust(1_000)
      expect((yield* Fiber.join(before)).reason).toMatchObject({ kind: "timeout" })
      table.set("toko-1", { password: "new merchant" })
      const client = yield* accounts.account("toko-1")
      yield* Deferred.succeed(told, undefined)
      yield* settled
      expect(accounts.held).toBe(1)
      expect(yield* accounts.addressee("toko-1")).toBe(client)
    }),
  )
})

describe("an account that cannot be had", () => {
  it.effect("is NoSuchAccount where the platform knows none, until it does", () =>
    Effect.gen(function* () {
      const table = tableOf()
      const { accounts, asked } = platform(table)
      const error = yield* Effect.flip(accounts.account("toko-1"))
      expect(error).toMatchObject({ outcome: "not_sent", isRetryable: false, account: "toko-1" })
      expect(error.message).toBe(
        "contoh/toko-1 account: There is no such account, or it was removed. Nothing was sent and no money can move.",
      )
      table.set("toko-1", { password: "now" })
      expect(yield* accounts.account("toko-1")).toMatchObject({ password: "now" })
      expect(asked).toHaveLength(2)
    }),
  )

  it.effect.each(["", "..", "toko 17", "toko/17", "\u0000", "t".repeat(65)])(
    "is NoSuchAccount without asking where no account can be called that: %j",
    (name) =>
      Effect.gen(function* () {
        const { accounts, asked } = platform(tableOf())
        for (const lookUp of [accounts.account, accounts.addressee]) {
          const error = yield* Effect.flip(lookUp(name))
          expect(error.reason._tag).toBe("NoSuchAccount")
          expect(error).not.toHaveProperty("account")
        }
        expect(asked).toEqual([])
      }),
  )

  it.effect("has no name that an object inherits", () =>
    Effect.gen(function* () {
      const { accounts } = platform(tableOf("constructor"))
      expect((yield* Effect.flip(accounts.account("__proto__"))).reason._tag).toBe("NoSuchAccount")
      expect(yield* accounts.account("constructor")).toMatchObject({ account: "constructor" })
    }),
  )

  const SECRET = "postgres://platform:rahasia@db.example/accounts"
  it.effect.each([
    [
      "an error of a database",
      Object.assign(new Error(SECRET), { code: "ECONNREFUSED" }),
      "Error ECONNREFUSED",
    ],
    ["an error that hides words in its name", Object.assign(new Error("x"), { name: SECRET }), ""],
    ["a text", SECRET, ""],
    ["nothing", undefined, ""],
  ] as const)("says that load failed, and no word of what it failed with: %s", ([_, thrown, told]) =>
    Effect.gen(function* () {
      for (const load of [
        () => Effect.fail(thrown),
        () => Effect.die(thrown),
        () => {
          throw thrown
        },
      ]) {
        const { accounts } = platform(tableOf(), { load })
        const error = yield* Effect.flip(accounts.account("toko-1"))
        expect(error.reason).toMatchObject({
          _tag: "AccountUnavailable",
          kind: "failed",
          description: told === "" ? expect.stringMatching(/^load failed( Error)?$/) : `load failed ${told}`,
        })
        expect(error).toMatchObject({ outcome: "not_sent", isRetryable: true })
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("rahasia")
      }
    }),
  )

  it.effect.each([
    ["never answers", Effect.never],
    ["cannot be interrupted", Effect.uninterruptible(Effect.never)],
  ] as const)("says that load %s after loadMillis, and is asked for again", ([_, hangs]) =>
    Effect.gen(function* () {
      let times = 0
      const { accounts } = platform(tableOf(), {
        loadMillis: 2_000,
        load: () => (times++ === 0 ? hangs : Effect.succeed({ password: "found" })),
      })
      const waiting = yield* Effect.forkChild(Effect.flip(accounts.account("toko-1")))
      yield* TestClock.adjust(1_999)
      expect(waiting.pollUnsafe()).toBeUndefined()
      yield* TestClock.adjust(1)
      expect((yield* Fiber.join(waiting)).reason).toMatchObject({ kind: "timeout" })
      expect(yield* accounts.account("toko-1")).toMatchObject({ password: "found" })
    }),
  )

  it.effect("is told by the code of what failed, where that is no error and has no name", () =>
    Effect.gen(function* () {
      const { accounts } = platform(new Map(), { load: () => Effect.fail({ code: "ECONNREFUSED" }) })
      const { reason } = yield* Effect.flip(accounts.account("toko-1"))
      expect(reason.message).toContain("load failed ECONNREFUSED")
    }),
  )

  it.effect("names the fields of a configuration that is wrong, and no value", () =>
    Effect.gen(function* () {
      const table = new Map<string, Input>([["toko-1", JSON.parse('{"password":"","pasword":"rahasia"}')]])
      const { accounts, asked } = platform(table)
      const error = yield* Effect.flip(accounts.account("toko-1"))
      expect(error.reason).toMatchObject({ kind: "misconfigured" })
      expect(error).toMatchObject({ outcome: "not_sent", isRetryable: false })
      expect(error.message).toContain("pasword is not a known field; password must not be empty")
      expect(inspect(error)).not.toContain("rahasia")
      table.set("toko-1", { password: "right" })
      expect(yield* accounts.account("toko-1")).toMatchObject({ password: "right" })
      expect(asked).toHaveLength(2)
    }),
  )

  it.effect("waits for its turn, within loadMillis: the platform's table is not asked for all at once", () =>
    Effect.gen(function* () {
      let running = 0
      let most = 0
      const { accounts } = platform(tableOf(), {
        loadsAtOnce: 4,
        loadMillis: 1_000,
        load: (account) =>
          Effect.gen(function* () {
            most = Math.max(most, ++running)
            yield* Effect.sleep(100)
            return { password: account }
          }).pipe(
            Effect.ensuring(
              Effect.sync(() => {
                running -= 1
              }),
            ),
          ),
      })
      const all = Array.from({ length: 50 }, (_, index) => Effect.exit(accounts.account(`toko-${index}`)))
      const waiting = yield* Effect.forkChild(Effect.all(all, { concurrency: "unbounded" }))
      yield* TestClock.adjust(1_000)
      const exits = yield* Fiber.join(waiting)
      expect(most).toBe(4)
      expect(exits.filter(({ _tag }) => _tag === "Success").length).toBeGreaterThanOrEqual(36)
      expect(exits.filter(({ _tag }) => _tag === "Failure").length).toBeGreaterThanOrEqual(10)
    }),
  )
})

describe("an account that a stranger names", () => {
  it.effect("is found like any other", () =>
    Effect.gen(function* () {
      const { accounts, asked } = platform(tableOf("toko-1"))
      const client = yield* accounts.addressee("toko-1")
      expect(yield* accounts.account("toko-1")).toBe(client)
      expect(asked).toEqual(["toko-1"])
    }),
  )

  it.effect("is not looked up again for ten seconds where there is none, unless we ask ourselves", () =>
    Effect.gen(function* () {
      const table = tableOf()
      const { accounts, asked } = platform(table)
      for (let times = 0; times < 100; times++) {
        expect((yield* Effect.flip(accounts.addressee("toko-1"))).reason._tag).toBe("NoSuchAccount")
      }
      expect(asked).toHaveLength(1)
      yield* TestClock.adjust(10_000)
      yield* Effect.flip(accounts.addressee("toko-1"))
      expect(asked).toHaveLength(2)
      table.set("toko-1", { password: "new merchant" })
      const client = yield* accounts.account("toko-1")
      expect(yield* accounts.addressee("toko-1")).toBe(client)
      expect(asked).toHaveLength(3)
    }),
  )

  it.effect("is looked up at once after forget, when the merchant was just added", () =>
    Effect.gen(function* () {
      const table = tableOf()
      const { accounts } = platform(table)
      yield* Effect.flip(accounts.addressee("toko-1"))
      table.set("toko-1", { password: "new merchant" })
      accounts.forget("toko-1")
      expect(yield* accounts.addressee("toko-1")).toMatchObject({ password: "new merchant" })
    }),
  )

  it.effect(
    "made up anew each time costs the platform no more than its budget, and our own calls nothing",
    () =>
      Effect.gen(function* () {
        const { accounts, asked } = platform(tableOf("toko-1", "toko-2"), { unknownPerSecond: 2 })
        yield* accounts.account("toko-1")
        const tags = new Map<string, number>()
        for (let guess = 0; guess < 1_000; guess++) {
          const { reason } = yield* Effect.flip(accounts.addressee(`guess-${guess}`))
          const tag = reason._tag === "AccountUnavailable" ? reason.kind : reason._tag
          tags.set(tag, (tags.get(tag) ?? 0) + 1)
        }
        expect(tags).toEqual(
          new Map([
            ["NoSuchAccount", 20],
            ["busy", 980],
          ]),
        )
        expect(asked).toHaveLength(21)
        // What is in memory answers all the same, and whoever asks for us is not kept out.
        expect(yield* accounts.addressee("toko-1")).toMatchObject({ account: "toko-1" })
        expect((yield* Effect.flip(accounts.addressee("toko-2"))).isRetryable).toBe(true)
        expect(yield* accounts.account("toko-2")).toMatchObject({ account: "toko-2" })
        yield* TestClock.adjust(1_000)
        for (let guess = 0; guess < 100; guess++) yield* Effect.flip(accounts.addressee(`later-${guess}`))
        expect(asked).toHaveLength(24)
      }),
  )

  it.effect("does not use up the budget where it exists", () =>
    Effect.gen(function* () {
      const names = Array.from({ length: 500 }, (_, index) => `toko-${index}`)
      const { accounts } = platform(tableOf(...names), { unknownPerSecond: 1 })
      const all = yield* Effect.all(names.map(accounts.addressee), { concurrency: "unbounded" })
      expect(all).toHaveLength(500)
    }),
  )

  it.effect("holds for crowds as well: what waits is turned away when the budget is gone", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const { accounts } = platform(tableOf(), {
        unknownPerSecond: 1,
        loadsAtOnce: 4,
        load: (account) =>
          Effect.sync(() => asked.push(account)).pipe(Effect.andThen(Effect.sleep(1)), Effect.as(undefined)),
      })
      const guesses = Array.from({ length: 2_000 }, (_, guess) =>
        Effect.flip(accounts.addressee(`guess-${guess}`)),
      )
      const crowd = yield* Effect.forkChild(Effect.all(guesses, { concurrency: "unbounded" }))
      yield* TestClock.adjust(5_000)
      expect(yield* Fiber.join(crowd)).toHaveLength(2_000)
      expect(asked.length).toBeLessThanOrEqual(10 + 4)
    }),
  )

  it.effect("is looked up for us where we wait for it, too, although the budget is gone", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts } = platform(table, {
        unknownPerSecond: 1,
        loadsAtOnce: 1,
        load: (account) => Effect.suspend(() => Effect.delay(Effect.succeed(table.get(account)), 10)),
      })
      const guesses = Array.from({ length: 12 }, (_, guess) =>
        Effect.exit(accounts.addressee(`guess-${guess}`)),
      )
      const crowd = yield* Effect.forkChild(Effect.all(guesses, { concurrency: "unbounded" }))
      yield* settled
      const callback = yield* Effect.forkChild(accounts.addressee("toko-1"))
      yield* settled
      const ours = yield* Effect.forkChild(accounts.account("toko-1"))
      yield* TestClock.adjust(1_000)
      expect(yield* Fiber.join(ours)).toMatchObject({ account: "toko-1" })
      expect(yield* Fiber.join(callback)).toMatchObject({ account: "toko-1" })
      yield* Fiber.join(crowd)
    }),
  )
})

describe("an account that the platform itself named is none that strangers made up", () => {
  /** Strangers ask for names until no more is looked up for them. */
  const exhausted = Effect.fnUntraced(function* (accounts: {
    addressee(name: string): Effect.Effect<unknown, QrisError>
  }) {
    for (let guess = 0; guess < 150; guess++) yield* Effect.flip(accounts.addressee(`guess-${guess}`))
    const { reason } = yield* Effect.flip(accounts.addressee("one-more"))
    expect(reason).toMatchObject({ kind: "busy" })
  })

  it.effect("in memory it is loaded anew after freshMillis, although their budget is gone", () =>
    Effect.gen(function* () {
      const { accounts } = platform(tableOf("toko-1"), { freshMillis: 60_000 })
      const client = yield* accounts.account("toko-1")
      yield* TestClock.adjust(60_000)
      yield* exhausted(accounts)
      expect(yield* accounts.addressee("toko-1")).toBe(client)
    }),
  )

  it.effect("where it cannot be loaded anew their budget stays, and it is asked for again", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1", "toko-2")
      let isDown = false
      const { accounts } = platform(table, {
        freshMillis: 1_000,
        unknownPerSecond: 1,
        load: (account) =>
          Effect.suspend(() => (isDown ? Effect.fail("down") : Effect.succeed(table.get(account)))),
      })
      const client = yield* accounts.account("toko-1")
      yield* TestClock.adjust(1_000)
      isDown = true
      for (let times = 0; times < 100; times++) {
        const { reason } = yield* Effect.flip(accounts.addressee("toko-1"))
        expect(reason).toMatchObject({ kind: "failed" })
      }
      expect(accounts.held).toBe(1)
      isDown = false
      expect(yield* accounts.addressee("toko-2")).toMatchObject({ account: "toko-2" })
      expect(yield* accounts.addressee("toko-1")).toBe(client)
    }),
  )

  it.effect("one that was removed costs its last look-up, and is then unknown like any other", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts, asked } = platform(table, { freshMillis: 1_000 })
      yield* accounts.account("toko-1")
      table.delete("toko-1")
      yield* TestClock.adjust(1_000)
      yield* exhausted(accounts)
      const before = asked.length
      for (let times = 0; times < 10; times++)
        expect((yield* Effect.flip(accounts.addressee("toko-1"))).reason._tag).toBe("NoSuchAccount")
      expect(asked).toHaveLength(before + 1)
    }),
  )

  it.effect("named to forget it is looked up for them until it is found out whether it exists", () =>
    Effect.gen(function* () {
      const table = tableOf("toko-1")
      const { accounts, asked } = platform(table)
      yield* accounts.account("toko-1")
      yield* exhausted(accounts)
      accounts.forget("toko-1")
      accounts.forget("toko-2")
      expect(yield* accounts.addressee("toko-1")).toMatchObject({ made: 2 })
      const before = asked.length
      for (let times = 0; times < 10; times++)
        expect((yield* Effect.flip(accounts.addressee("toko-2"))).reason._tag).toBe("NoSuchAccount")
      expect(asked).toHaveLength(before + 1)
      yield* TestClock.adjust(10_000)
      yield* exhausted(accounts)
      expect((yield* Effect.flip(accounts.addressee("toko-2"))).reason).toMatchObject({ kind: "busy" })
    }),
  )

  it.effect("of those that were forgotten the last thousand are remembered", () =>
    Effect.gen(function* () {
      const { accounts } = platform(tableOf("toko-0", "toko-1"))
      yield* exhausted(accounts)
      for (let index = 0; index <= 1_000; index++) accounts.forget(`toko-${index}`)
      expect((yield* Effect.flip(accounts.addressee("toko-0"))).reason).toMatchObject({ kind: "busy" })
      expect(yield* accounts.addressee("toko-1")).toMatchObject({ account: "toko-1" })
    }),
  )
})

describe("settings of accounts", () => {
  const load = () => Effect.succeed(undefined)
  const room = {
    provider: "contoh",
    decode: decodeConfiguration("contoh", Config),
    isSame: Schema.toEquivalence(Config),
    make: () => ({}),
  }

  it("are refused by name where they are out of range", () => {
    const wrong = makeAccounts(
      { load, capacity: 0, freshMillis: -1, loadMillis: 0.5, loadsAtOnce: 10_000, unknownPerSecond: 0 },
      room,
    )
    const failure = Result.getOrThrow(Result.flip(wrong))
    expect(failure).toBeInstanceOf(InvalidConfiguration)
    expect(failure.issues.map(({ path }) => path)).toEqual([
      "capacity",
      "freshMillis",
      "loadMillis",
      "loadsAtOnce",
      "unknownPerSecond",
    ])
  })
})
