import { Body, Controller, Get, HttpCode, Inject, Module, Param, Post, UseFilters } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import {
  InvalidNotification,
  InvalidRequest,
  InvalidState,
  NetworkFailure,
  type PaymentRef,
  ProviderUnavailable,
  QrisError,
  RateLimited,
  Reason,
  TimedOut,
  Unsupported,
} from "@qriskit/core"
import { badGatewayHtml, startSandbox, tooManyRequests } from "@qriskit/sandbox"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import {
  type CreatePaymentInput,
  problemOf,
  QrisExceptionFilter,
  QrisModule,
  QrisService,
  retryAfterSecondsOf,
} from "../src/index.js"
import { PROBLEM } from "../src/problem/problem-table.js"
import { ifortepayOver, ORDER, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, type Platform, startApp } from "./support/platforms.js"

const errorOf = (reason: Reason, operation: QrisError["operation"] = "create") =>
  new QrisError({ provider: "contoh", operation, reason })

describe("the problem details of an error", () => {
  it("have a row for every reason there is", () => {
    expect(Object.keys(PROBLEM).sort()).toEqual(Reason.members.map(({ identifier }) => identifier).sort())
  })

  it("say of an unknown outcome that it is unknown, with 502 or 504", () => {
    const unknown = [
      new ProviderUnavailable({ outcome: "unknown" }),
      new NetworkFailure({ outcome: "unknown", description: "the connection broke" }),
      new TimedOut({ outcome: "unknown", description: "no answer in time" }),
    ]
    expect(unknown.map((reason) => problemOf(errorOf(reason)).status)).toEqual([502, 502, 504])
    for (const reason of unknown) {
      const { detail, outcome } = problemOf(errorOf(reason))
      expect(outcome).toBe("unknown")
      expect(detail).toContain("A payment may exist at the provider, but nobody was shown its QR")
    }
  })

  it("answer 503 where nothing was sent, and ask for another try", () => {
    const reason = new NetworkFailure({ outcome: "not_sent", description: "no connection could be made" })
    expect(problemOf(errorOf(reason))).toMatchObject({ status: 503, retryable: true })
    expect(retryAfterSecondsOf(errorOf(reason))).toBe(5)
  })

  it("ask to wait as long as the provider does, in whole seconds, and only for what is worth it", () => {
    const limited = new RateLimited({ retryAfter: Duration.millis(2_100) })
    expect(retryAfterSecondsOf(errorOf(limited))).toBe(3)
    const mayHaveActed = new ProviderUnavailable({ outcome: "unknown", retryAfter: Duration.seconds(9) })
    expect(retryAfterSecondsOf(errorOf(mayHaveActed))).toBeUndefined()
    expect(retryAfterSecondsOf(errorOf(mayHaveActed, "inquire"))).toBe(9)
  })

  it("name fields, states and reasons that help, and no word of the provider's", () => {
    const said = { httpStatus: 418, providerCode: "CODE-77", providerMessage: "secret teapot" }
    const errors = [{ path: "customer.email", message: "must not be empty" }]
    expect(problemOf(errorOf(new InvalidRequest({ issues: errors, outcome: "not_sent", ...said })))).toEqual({
      type: "urn:qriskit:reason:InvalidRequest",
      title: "The payment request is not valid",
      status: 400,
      detail:
        "The payment request is not valid. Nothing was sent, so no payment was created and no money can move.",
      reason: "InvalidRequest",
      outcome: "not_sent",
      retryable: false,
      errors,
    })
    expect(problemOf(errorOf(new InvalidState({ status: "paid", ...said }), "cancel"))).toMatchObject({
      status: 409,
      paymentStatus: "paid",
    })
    expect(problemOf(errorOf(new InvalidState(said), "cancel"))).not.toHaveProperty("paymentStatus")
    expect(problemOf(errorOf(new Unsupported({ why: "it expires by itself" }), "cancel"))).toMatchObject({
      status: 501,
      why: "it expires by itself",
    })
    for (const reason of [
      new InvalidRequest({ issues: [], outcome: "refused", ...said }),
      new InvalidState(said),
    ]) {
      expect(JSON.stringify(problemOf(errorOf(reason)))).not.toMatch(/418|CODE-77|teapot/)
    }
  })

  it.each([
    ["malformed", 400],
    ["unauthentic", 401],
    ["mismatch", 401],
    ["oversized", 413],
  ] as const)("answer a notification that is %s with %i", (kind, status) => {
    const reason = new InvalidNotification({ kind, description: "…" })
    expect(problemOf(errorOf(reason, "notification")).status).toBe(status)
  })
})

@Controller("payments")
class Payments {
  readonly #qris: QrisService
  constructor(@Inject(QrisService) qris: QrisService) {
    this.#qris = qris
  }
  @Post(":provider")
  create(@Param("provider") provider: string, @Body() request: CreatePaymentInput) {
    return this.#qris.create(provider, request)
  }
  @Post("inquire/this")
  @HttpCode(200)
  inquire(@Body() ref: PaymentRef) {
    return this.#qris.inquire(ref)
  }
  @Post("cancel/this")
  cancel(@Body() ref: PaymentRef) {
    return this.#qris.cancel(ref)
  }
  @Get("bug")
  bug() {
    throw new Error("something of ours")
  }
}

@Controller("filtered")
@UseFilters(QrisExceptionFilter)
class Filtered extends Payments {}

describe.each(PLATFORMS)("QrisExceptionFilter on %s", (platform: Platform) => {
  const start = async ({ isGlobal }: { isGlobal: boolean }) => {
    const sandbox = await startSandbox()
    @Module({
      imports: [
        QrisModule.forRoot({
          providers: [ifortepayOver(sandbox), zipayOver(sandbox, { timeouts: { headers: 500 } })],
          checkClock: false,
          webhooks: false,
        }),
      ],
      controllers: [Payments, Filtered],
      providers: isGlobal ? [{ provide: APP_FILTER, useClass: QrisExceptionFilter }] : [],
    })
    class App {}
    const server = await startApp(platform, App)
    const send = async (method: string, path: string, content: unknown = {}) => {
      const response = await fetch(server.url + path, {
        method,
        headers: { "content-type": "application/json" },
        ...(method === "GET" ? {} : { body: JSON.stringify(content) }),
      })
      const { status, headers } = response
      return { status, headers, body: JSON.parse(await response.text()) }
    }
    return {
      sandbox,
      send,
      async [Symbol.asyncDispose]() {
        await server.app.close()
        await sandbox.close()
      },
    }
  }

  it("answers problems in their media type, with their status", async () => {
    await using shop = await start({ isGlobal: true })
    const { status, headers, body } = await shop.send("POST", "/payments/ifortepay", { amount: 10.5 })
    expect(status).toBe(400)
    expect(headers.get("content-type")).toMatch(/^application\/problem\+json/)
    expect(headers.get("retry-after")).toBeNull()
    expect(body).toMatchObject({ reason: "InvalidRequest", status: 400, outcome: "not_sent" })
    expect(body.errors).toContainEqual({ path: "amount", message: "must be whole rupiah" })
    expect(await shop.send("POST", "/payments/another")).toMatchObject({ status: 400 })
  })

  it("answers what the provider did not do, and what it may have done", async () => {
    await using shop = await start({ isGlobal: true })
    const { control } = shop.sandbox
    const create = (externalId: string) => shop.send("POST", "/payments/zipay", { ...ORDER, externalId })
    await control.faults.script({ at: "zipay.create", fault: tooManyRequests(30) })
    const limited = await create("order-1")
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([503, "30"])
    await control.faults.script({ at: "zipay.create", fault: badGatewayHtml })
    const unavailable = await create("order-2")
    expect(unavailable).toMatchObject({ status: 502, body: { outcome: "unknown", retryable: false } })
    expect(unavailable.headers.get("retry-after")).toBeNull()
    await control.faults.script({ at: "zipay.create", fault: { kind: "silence" } })
    expect(await create("order-3")).toMatchObject({ status: 504, body: { outcome: "unknown" } })
    const { body } = await create("order-4")
    expect(await create("order-4")).toMatchObject({ status: 409, body: { reason: "DuplicateExternalId" } })
    expect(await shop.send("POST", "/payments/cancel/this", body.ref)).toMatchObject({
      status: 501,
      body: { why: "Zipay documents no way to cancel a QR; it expires by itself" },
    })
    const unknown = { ...body.ref, paymentId: "b0a7a1c2-0000-4000-8000-000000000000" }
    expect(await shop.send("POST", "/payments/inquire/this", unknown)).toMatchObject({ status: 404 })
  })

  it("leaves every other error, and every other controller, alone", async () => {
    await using everywhere = await start({ isGlobal: true })
    expect(await everywhere.send("GET", "/payments/bug")).toMatchObject({
      status: 500,
      body: { message: "Internal server error" },
    })
    await using shop = await start({ isGlobal: false })
    expect(await shop.send("POST", "/payments/zipay")).toMatchObject({ status: 500 })
    expect(await shop.send("POST", "/filtered/zipay")).toMatchObject({ status: 400 })
  })
})
