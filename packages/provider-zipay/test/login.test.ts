import { it as effectIt } from "@effect/vitest"
import type { QrisError } from "@qriskit/core"
import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import * as TestClock from "effect/testing/TestClock"
import { afterEach, describe, expect, it } from "vitest"
import { type AccessToken, memoryTokenStore, type TokenStore, ZipayCreate } from "../src/index.js"
import { visible } from "./support/leak.js"
import { failureOf, openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")
const MINUTE = 60_000

const shops: Array<Shop> = []
const open = async (...options: Parameters<typeof openShop>): Promise<Shop> => {
  const shop = await openShop(...options)
  shops.push(shop)
  return shop
}
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop[Symbol.asyncDispose]()))
})

const operations = async (shop: Shop) =>
  (await shop.wire()).map(({ operation }) => operation?.replace("zipay.", ""))

const logins = async (shop: Shop): Promise<number> => (await shop.wire("zipay.login")).length

/** Resolves once so many logins have reached the wire. */
const loginsUnderWay = async (shop: Shop, count: number): Promise<void> => {
  while ((await logins(shop)) < count) await new Promise(setImmediate)
}

describe("one login", () => {
  it("sends user id and password, and no token", async () => {
    const shop = await open()
    await shop.zipay.create(shop.order())
    const [login, create] = await shop.wire()
    expect(login).toMatchObject({ operation: "zipay.login", method: "POST", path: "/auth/login" })
    expect(login?.headers).not.toHaveProperty("authorization")
    expect(JSON.parse(login?.body ?? "")).toEqual({ userId: "sandbox-user", password: "***" })
    expect(create?.headers["authorization"]).toBe("Bearer ***")
  })

  it("serves a hundred concurrent calls, and all later ones", async () => {
    const shop = await open()
    const payments = await Promise.all(Array.from({ length: 100 }, () => shop.zipay.create(shop.order())))
    expect(new Set(payments.map(({ ref }) => ref.paymentId)).size).toBe(100)
    await Promise.all(payments.map(({ ref }) => shop.zipay.inquire(ref)))
    expect(await logins(shop)).toBe(1)
  })

  it("is not needed before the first call", async () => {
    const shop = await open()
    expect(shop.zipay.capabilities.title).toBe("Zipay")
    await failureOf(shop.zipay.create(shop.order({ amount: 0 })))
    expect(await shop.wire()).toEqual([])
  })
})

const requestOf = Schema.decodeUnknownSync(ZipayCreate)

/** A shop where both clocks stand at noon, Jakarta time, and tokens live an hour. */
const atNoon = (config: Parameters<typeof openShop>[0] = {}) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(NOON.getTime())
    const shop = yield* Effect.promise(() =>
      open({ sandbox: { clock: "manual", startAt: NOON, zipay: { tokenLifetimeMinutes: 60 } }, ...config }),
    )
    return {
      shop,
      create: Effect.suspend(() => shop.zipay.effect.create(requestOf(shop.order()))),
      logins: Effect.promise(() => logins(shop)),
      moveTo: (millisAfterNoon: number) =>
        Effect.gen(function* () {
          const at = new Date(NOON.getTime() + millisAfterNoon)
          yield* TestClock.setTime(at.getTime())
          yield* Effect.promise(() => shop.control.setTime(at))
        }),
    }
  })

describe("a token is renewed before its end, which is told in Jakarta time", () => {
  effectIt.effect("a minute before", () =>
    Effect.gen(function* () {
      const { create, logins, moveTo } = yield* atNoon()
      yield* create
      yield* moveTo(59 * MINUTE - 1)
      yield* create
      expect(yield* logins).toBe(1)
      yield* moveTo(59 * MINUTE)
      yield* create
      expect(yield* logins).toBe(2)
    }),
  )

  effectIt.effect("or as long before as is configured", () =>
    Effect.gen(function* () {
      const { create, logins, moveTo } = yield* atNoon({ config: { tokenMargin: 0 } })
      yield* create
      yield* moveTo(60 * MINUTE - 1)
      yield* create
      expect(yield* logins).toBe(1)
      yield* moveTo(60 * MINUTE)
      yield* create
      expect(yield* logins).toBe(2)
    }),
  )

  effectIt.effect("after an hour where its end cannot be read", () =>
    Effect.gen(function* () {
      const { shop, create, logins, moveTo } = yield* atNoon()
      yield* Effect.promise(() =>
        shop.control.faults.script({
          at: "zipay.login",
          fault: { kind: "amend", set: { "data.expired_token": "next year" } },
        }),
      )
      yield* create
      yield* moveTo(59 * MINUTE - 1)
      yield* create
      expect(yield* logins).toBe(1)
      yield* moveTo(59 * MINUTE)
      yield* create
      expect(yield* logins).toBe(2)
    }),
  )

  effectIt.effect("at every call where it has ended when it comes, but never more than once for a call", () =>
    Effect.gen(function* () {
      const { shop, create, logins } = yield* atNoon()
      yield* Effect.promise(() =>
        shop.control.faults.script({
          at: "zipay.login",
          times: 9,
          fault: { kind: "amend", set: { "data.expired_token": "2020-01-01 00:00:00" } },
        }),
      )
      yield* create
      yield* create
      expect(yield* logins).toBe(2)
    }),
  )
})

describe("a 401", () => {
  it("is followed by one more login, and the call is sent once more", async () => {
    const shop = await open()
    const { ref } = await shop.zipay.create(shop.order())
    await shop.control.zipay.revokeTokens()
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "pending" })
    await shop.control.zipay.revokeTokens()
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(
      ["login", "create"].concat(["inquire", "login", "inquire"], ["create", "login", "create"]),
    )
    expect(await shop.control.payments()).toHaveLength(2)
  })

  it("that stays is Unauthorized after that: never a loop", async () => {
    const shop = await open({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    const fault: Fault = { kind: "status", status: 401, body: "{}", contentType: "application/json" }
    await shop.control.faults.script({ at: "zipay.create", times: 1_000, fault })
    const error = await failureOf(shop.zipay.create(shop.order()))
    expect(error).toMatchObject({ outcome: "refused", reason: { _tag: "Unauthorized", httpStatus: 401 } })
    expect(await operations(shop)).toEqual(["login", "create", "login", "create"])
  })

  it("for a hundred calls at once is followed by one more login", async () => {
    const shop = await open()
    await shop.zipay.create(shop.order())
    await shop.control.zipay.revokeTokens()
    await Promise.all(Array.from({ length: 100 }, () => shop.zipay.create(shop.order())))
    expect(await logins(shop)).toBe(2)
    expect((await shop.wire("zipay.create")).length).toBeLessThanOrEqual(1 + 200)
    expect(await shop.control.payments()).toHaveLength(101)
  })

  it("is told from a 403, which no other token would change", async () => {
    const shop = await open({ config: { merchantKey: "another-key" } })
    const error = await failureOf(shop.zipay.create(shop.order()))
    expect(error.reason).toMatchObject({ _tag: "Unauthorized", httpStatus: 403 })
    expect(await operations(shop)).toEqual(["login", "create"])
  })

  it("for a wrong signature ends after one more login, too", async () => {
    const shop = await open({
      sandbox: { zipay: { wrongSignatureStatus: 401 } },
      config: { merchantKey: "another-key" },
    })
    await failureOf(shop.zipay.create(shop.order()))
    expect(await operations(shop)).toEqual(["login", "create", "login", "create"])
  })

  it("does not spend a login where another call has one already", async () => {
    const shop = await open()
    const { ref } = await shop.zipay.create(shop.order())
    await shop.control.zipay.revokeTokens()
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "slow-headers", ms: 100 },
    })
    // Refused while it waits, the first call finds the token that the second got in the meantime.
    const slow = shop.zipay.inquire(ref)
    while ((await shop.wire("zipay.inquire")).length === 0) await new Promise(setImmediate)
    await shop.zipay.create(shop.order())
    expect(await slow).toMatchObject({ status: "pending" })
    expect(await logins(shop)).toBe(2)
  })
})

describe("a login that fails", () => {
  const manyCreates = (shop: Shop, count: number): Promise<ReadonlyArray<QrisError>> =>
    Promise.all(Array.from({ length: count }, () => failureOf(shop.zipay.create(shop.order()))))

  it("for a wrong password fails once for all who wait, and no payment is asked for", async () => {
    const shop = await open({ config: { password: "wrong-password" } })
    const errors = await manyCreates(shop, 50)
    for (const error of errors) {
      expect(error).toMatchObject({ provider: "zipay", operation: "create", isRetryable: false })
      expect(error.reason).toMatchObject({ _tag: "Unauthorized", httpStatus: 401 })
    }
    expect(await operations(shop)).toEqual(["login"])
  })

  const answer = (status: number, body: string): Fault => ({
    kind: "status",
    status,
    contentType: "application/json",
    body,
  })

  it.each<readonly [title: string, fault: Fault, tag: string, details: object]>([
    ["a gateway's page", badGatewayHtml, "ProviderUnavailable", { httpStatus: 502 }],
    [
      "a cut connection",
      { kind: "cut" },
      "NetworkFailure",
      { description: expect.stringMatching(/^login: /) },
    ],
    ["half an answer", { kind: "half-body" }, "NetworkFailure", {}],
    ["an endless answer", { kind: "oversized" }, "MalformedResponse", {}],
    ["no token", answer(200, '{"data":{}}'), "MalformedResponse", { httpStatus: 200 }],
    ["an empty token", answer(200, '{"data":{"access_token":""}}'), "MalformedResponse", {}],
    [
      "a token no header can carry",
      answer(200, '{"data":{"access_token":"a\\r\\nb"}}'),
      "MalformedResponse",
      {},
    ],
    ["a token with a blank", answer(200, '{"data":{"access_token":"a b"}}'), "MalformedResponse", {}],
    ["a page of another server", answer(404, "<html></html>"), "MalformedResponse", { httpStatus: 404 }],
    ["a redirect", { kind: "redirect", location: "https://zipay.example/" }, "MalformedResponse", {}],
  ])("with %s was not the payment's: nothing was sent", async (_, fault, tag, details) => {
    const shop = await open()
    await shop.control.faults.script({ at: "zipay.login", fault })
    const errors = await manyCreates(shop, 20)
    for (const error of errors) {
      expect(error.outcome).toBe("not_sent")
      expect(error.reason).toMatchObject({ _tag: tag, ...details })
      expect(error.message).toContain("Nothing was sent, so no payment was created")
    }
    expect(await operations(shop)).toEqual(["login"])
  })

  it.each<readonly [title: string, fault: Fault]>([
    ["400", answer(400, '{"success":false,"message":"who?"}')],
    ["402", answer(402, '{"success":false,"message":"who?"}')],
    ["403", answer(403, '{"success":false,"message":"who?"}')],
    ["404", answer(404, '{"success":false,"message":"who?"}')],
    ["409", answer(409, '{"success":false,"message":"who?"}')],
    ["422", answer(422, '{"success":false,"message":"who?"}')],
    ["success false", answer(200, '{"success":false,"message":"who?"}')],
  ])("with %s is Unauthorized, whatever the refusal is called", async (_, fault) => {
    const shop = await open()
    await shop.control.faults.script({ at: "zipay.login", fault })
    const error = await failureOf(shop.zipay.create(shop.order()))
    expect(error).toMatchObject({ outcome: "refused", operation: "create" })
    expect(error.reason).toMatchObject({ _tag: "Unauthorized", providerMessage: "who?" })
  })

  it("with 429 says how long to wait", async () => {
    const shop = await open()
    await shop.control.faults.script({ at: "zipay.login", fault: tooManyRequests(11) })
    const error = await failureOf(shop.zipay.create(shop.order()))
    expect(error.reason._tag).toBe("RateLimited")
    expect(error.retryAfter).toEqual(Duration.seconds(11))
  })

  it("leaves nothing behind: the next call logs in anew", async () => {
    const shop = await open()
    await shop.control.faults.script({ at: "zipay.login", fault: badGatewayHtml })
    await failureOf(shop.zipay.create(shop.order()))
    expect(await shop.zipay.create(shop.order())).toMatchObject({ status: "pending" })
    expect(await operations(shop)).toEqual(["login", "login", "create"])
  })

  it("is repeated by itself, since it changes nothing", async () => {
    const shop = await open({ config: { retry: { times: 3, baseDelay: 1, maxDelay: 1 } } })
    await shop.control.faults.script({ at: "zipay.login", times: 2, fault: badGatewayHtml })
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(["login", "login", "login", "create"])
  })

  it("without an answer ends with the call's deadline", async () => {
    const shop = await open({ config: { timeouts: { headers: 60, deadline: 60 } } })
    await shop.control.faults.script({ at: "zipay.login", fault: { kind: "silence" } })
    const error = await failureOf(shop.zipay.create(shop.order()))
    expect(error).toMatchObject({ outcome: "not_sent", reason: { _tag: "TimedOut" } })
    expect(await operations(shop)).toEqual(["login"])
  })

  effectIt.effect("is not waited for beyond the deadline of whoever waits", () =>
    Effect.gen(function* () {
      const { shop, create } = yield* atNoon({ config: { timeouts: { deadline: 20_000 } } })
      yield* Effect.promise(() =>
        shop.control.faults.script({ at: "zipay.login", fault: { kind: "silence" } }),
      )
      const waiting = yield* Effect.forkChild(create, { startImmediately: true })
      yield* Effect.promise(() => loginsUnderWay(shop, 1))
      yield* TestClock.adjust(20_000)
      const result = yield* Effect.result(Fiber.join(waiting))
      expect(Result.getOrThrow(Result.flip(result))).toMatchObject({
        outcome: "not_sent",
        reason: { _tag: "TimedOut", description: "login: the deadline passed" },
      })
    }),
  )
})

describe("a caller that goes away", () => {
  it("does not take the login from the others, not even the one who began it", async () => {
    const shop = await open({ config: { retry: { times: 1, baseDelay: 1, maxDelay: 1 } } })
    await shop.control.faults.script({ at: "zipay.login", fault: { kind: "silence" } })
    const controller = new AbortController()
    const first = shop.zipay.create(shop.order(), { signal: controller.signal })
    await loginsUnderWay(shop, 1)
    const second = shop.zipay.create(shop.order())
    controller.abort(new Error("the customer left"))
    await expect(first).rejects.toThrow("the customer left")
    // What is held back is cut; the login, a read, is repeated.
    await shop.control.faults.clear()
    expect(await second).toMatchObject({ status: "pending" })
    expect(await operations(shop)).toEqual(["login", "login", "create"])
  })
})

describe("a token store", () => {
  it("shares one login among clients, by account and host", async () => {
    const tokenStore = memoryTokenStore()
    const shop = await open({ options: { tokenStore } })
    const twin = await open({ config: shop.configuration, options: { tokenStore } })
    await shop.zipay.create(shop.order())
    await twin.zipay.create(twin.order({ externalId: "twin" }))
    expect(await logins(shop)).toBe(1)
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    expect(await Effect.runPromise(tokenStore.get(key))).toMatchObject({ expiresAt: expect.any(Date) })
    const elsewhere = await open({ options: { tokenStore } })
    await elsewhere.zipay.create(elsewhere.order())
    expect(await logins(elsewhere)).toBe(1)
  })

  it("that forgets costs a login for each call, and nothing else", async () => {
    const forgetful: TokenStore = { get: () => Effect.succeed(undefined), set: () => Effect.void }
    const shop = await open({ options: { tokenStore: forgetful } })
    await shop.zipay.create(shop.order())
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(["login", "create", "login", "create"])
  })

  it("may hold a token that is refused: it is replaced", async () => {
    const stale: AccessToken = { value: Redacted.make("stale-token"), expiresAt: new Date(Date.now() + 1e9) }
    const tokenStore = memoryTokenStore()
    const shop = await open({ options: { tokenStore } })
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    await Effect.runPromise(tokenStore.set(key, stale))
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(["create", "login", "create"])
    expect(await Effect.runPromise(tokenStore.get(key))).not.toBe(stale)
  })
})

describe("a token", () => {
  it("appears in no error, no payment, no span, and in nothing that is printed", async () => {
    const tokenStore = memoryTokenStore()
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      },
    })
    const shop = await open({ options: { tokenStore, tracer } })
    const { ref } = await shop.zipay.create(shop.order())
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    const token = await Effect.runPromise(tokenStore.get(key))
    const text = token === undefined ? "" : Redacted.value(token.value)
    expect(text.length).toBeGreaterThan(100)

    const body = JSON.stringify({ success: false, message: text, errors: { [text]: [text] } })
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "status", status: 422, contentType: "application/json", body },
    })
    const error = await failureOf(shop.zipay.inquire(ref))
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "amend", set: { "data.echo": `Bearer ${text}` } },
    })
    const payment = await shop.zipay.inquire(ref)
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(["Zipay.create", "Zipay.inquire"]))
    for (const shown of [error, payment, spans.map(({ attributes }) => [...attributes]), shop.zipay, token]) {
      expect(visible(shown)).not.toContain(text)
      expect(visible(shown)).not.toContain(shop.sandbox.zipay.password)
      expect(visible(shown)).not.toContain(shop.sandbox.zipay.merchantKey)
    }
  })
})
