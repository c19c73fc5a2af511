import { it as effectIt } from "@effect/vitest"
import type { QrisError } from "@qriskit/core"
import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { atNoon } from "./support/at-noon.js"
import { loginsUnderWay, operations } from "./support/logins.js"
import { openTestShop as open, type Shop } from "./support/shop.js"

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
