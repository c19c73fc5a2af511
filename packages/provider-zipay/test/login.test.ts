import { it as effectIt } from "@effect/vitest"
import type { Fault } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { atNoon } from "./support/at-noon.js"
import { logins, operations } from "./support/logins.js"
import { openTestShop as open } from "./support/shop.js"

const MINUTE = 60_000

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

describe("a token is renewed before its end, which is told in Jakarta time", () => {
  /** So many milliseconds after noon, and not before. */
  const renewedAt = Effect.fnUntraced(function* (
    millisAfterNoon: number,
    { create, logins, moveTo }: Effect.Success<ReturnType<typeof atNoon>>,
  ) {
    yield* create
    yield* moveTo(millisAfterNoon - 1)
    yield* create
    expect(yield* logins).toBe(1)
    yield* moveTo(millisAfterNoon)
    yield* create
    expect(yield* logins).toBe(2)
  })

  effectIt.effect("a minute before", () =>
    Effect.gen(function* () {
      yield* renewedAt(59 * MINUTE, yield* atNoon())
    }),
  )

  effectIt.effect("or as long before as is configured", () =>
    Effect.gen(function* () {
      yield* renewedAt(60 * MINUTE, yield* atNoon({ config: { tokenMargin: 0 } }))
    }),
  )

  effectIt.effect("after an hour where its end cannot be read", () =>
    Effect.gen(function* () {
      const noon = yield* atNoon()
      yield* Effect.promise(() =>
        noon.shop.control.faults.script({
          at: "zipay.login",
          fault: { kind: "amend", set: { "data.expired_token": "next year" } },
        }),
      )
      yield* renewedAt(59 * MINUTE, noon)
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
