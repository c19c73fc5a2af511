import { gzipSync } from "node:zlib"
import {
  type CallHandler,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  UseGuards,
  VersioningType,
} from "@nestjs/common"
import { type Payment, QrisError, TimedOut } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { badGatewayHtml, tooManyRequests } from "@qriskit/sandbox"
import { map } from "rxjs"
import { describe, expect, it } from "vitest"
import { OnPayment } from "../src/index.js"
import { ORDER } from "./support/acquirers.js"
import { Deferred } from "./support/deferred.js"
import { PLATFORMS } from "./support/platforms.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

const JSON_HEADERS = { "content-type": "application/json" }
const SECRET = "zipay-secret-0123456789"

describe.each(PLATFORMS)("a callback on %s", (platform) => {
  it("is confirmed by an inquiry, handled, and answered in the provider's own words", async () => {
    await using shop = await startShop(platform)
    await shop.control.zipay.setCallbackUrl(shop.url + shop.acquirers.path("zipay"))
    const first = await shop.qris.create("ifortepay", {
      amount: 25_000,
      externalId: "order-1",
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      notificationUrl: shop.url + shop.acquirers.path("ifortepay"),
    })
    const second = await shop.order("zipay", "order-2")
    await shop.control.pay(first.ref.paymentId)
    await shop.control.pay(second.ref.paymentId)
    expect(shop.heard).toEqual(["paid order-1", "paid order-2"])
    expect((await shop.control.callbacks.attempts()).map(({ answer }) => answer)).toEqual([
      { status: 200, body: '{"message":"SUCCESS"}' },
      { status: 200, body: '{"success":true}' },
    ])
    expect(shop.log.lines).toEqual([])
  })

  it("that comes again is accepted, and handled and asked about only once", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    for (const _ of [1, 2, 3]) expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
    const inquiries = (await shop.control.journal()).filter(
      ({ operation }) => operation === "ifortepay.inquire",
    )
    expect(inquiries).toHaveLength(1)
  })

  it("that comes many times at once is handled only once", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.callBack(payment)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("with a wrong signature, or none, is answered 401 and changes nothing", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const wrong = await shop.callBack(payment, { wrongSignature: true })
    expect(wrong).toMatchObject({ status: 401, text: '{"message":"REJECTED"}' })
    expect(wrong.headers.get("content-type")).toContain("application/json")
    const { path, body } = await shop.acquirers.callback(payment.ref)
    expect((await post(shop.url + path, { headers: JSON_HEADERS, body })).status).toBe(401)
    expect(shop.heard).toEqual([])
    expect(shop.log.from("warn")).toHaveLength(2)
  })

  it("whose ids were exchanged under a good signature is answered 401", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    expect((await shop.callBack(payment, { set: { transaction_id: "another" } })).status).toBe(401)
    expect(shop.heard).toEqual([])
  })

  it("whose ids were cut elsewhere under a good signature, which has no separators, is answered 401", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const set = { external_id: "order-", order_id: "1order-1" }
    expect((await shop.callBack(payment, { set })).status).toBe(401)
    expect(shop.heard).toEqual([])
  })

  it("of nonsense is answered 400", async () => {
    await using shop = await startShop(platform)
    for (const body of ["", "{", "[]", "null", "{}", '{"uuid":7}', "\u0000"]) {
      const answer = await post(shop.url + shop.acquirers.path("zipay"), { headers: JSON_HEADERS, body })
      expect([body, answer.status]).toEqual([body, 400])
    }
    expect(shop.heard).toEqual([])
  })

  it("that is compressed is taken", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const { path, headers, body } = await shop.acquirers.callback(payment.ref)
    const send = (encoding: string, bytes: Uint8Array<ArrayBuffer>) =>
      post(shop.url + path, { headers: { ...headers, "content-encoding": encoding }, body: bytes })
    expect((await send("gzip", Uint8Array.from(gzipSync(body)))).status).toBe(200)
    expect((await send("gzip", Uint8Array.from(Buffer.from("no gzip")))).status).toBe(400)
    expect((await send("gzip", Uint8Array.from(gzipSync(Buffer.alloc(5_000_000))))).status).toBe(413)
    expect((await send("compress", Uint8Array.from(Buffer.from(body)))).status).toBe(415)
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("of a content type that nothing parses is answered 415", async () => {
    await using shop = await startShop(platform)
    const headers = { "content-type": "application/xml" }
    const answer = await post(shop.url + shop.acquirers.path("zipay"), { headers, body: "<paid/>" })
    expect(answer.status).toBe(415)
  })

  it("that is too long is answered 413, by this module and by the platform", async () => {
    await using shop = await startShop(platform, { webhooks: { bodyLimit: 2_000 } })
    const payment = await shop.order("zipay", "order-1")
    const url = shop.url + shop.acquirers.path("zipay")
    const padding = (length: number) => JSON.stringify({ padding: "x".repeat(length) })
    expect((await shop.callBack(payment, { set: { padding: "x".repeat(2_000) } })).status).toBe(413)
    expect((await post(url, { headers: JSON_HEADERS, body: padding(2_000_000) })).status).toBe(413)
  })

  it("about a payment that the provider does not know is answered 401", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    const answer = await shop.callBack(payment, {
      status: "PAID",
      set: { uuid: "b0a7a1c2-0000-4000-8000-000000000000" },
    })
    expect(answer).toMatchObject({ status: 401, text: '{"success":false}' })
    expect(shop.heard).toEqual([])
  })

  it("about a payment that is another one at the provider is answered 401", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment, { set: { externalId: "order-of-somebody-else" } })).status).toBe(401)
    expect(shop.heard).toEqual([])
  })

  it("that claims a payment which the provider does not confirm yet is answered 503, and handled once it does", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    const early = await shop.callBack(payment, { status: "PAID" })
    expect(early).toMatchObject({ status: 503, text: '{"success":false}' })
    expect(shop.heard).toEqual([])
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("that claims a payment which the provider calls expired waits, and expires nothing", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    await shop.control.expire(payment.ref.paymentId)
    expect((await shop.callBack(payment, { status: "PAID" })).status).toBe(503)
    expect(shop.heard).toEqual([])
  })

  it("that claims less than the provider answers is handled as the provider answers", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment, { status: "EXPIRED" })).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("that claims nothing of a payment that is still pending is accepted and handled by nobody", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("zipay", "order-1")
    expect((await shop.callBack(payment, { status: "A_WORD_NOBODY_MAPPED" })).status).toBe(200)
    expect(shop.heard).toEqual([])
  })

  it("is answered 503 while the provider cannot be asked, and handled when it comes again", async () => {
    await using shop = await startShop(platform)
    const payment = await shop.order("ifortepay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    await shop.control.faults.script({ at: "ifortepay.inquire", fault: badGatewayHtml })
    await shop.control.faults.script({ at: "ifortepay.inquire", fault: tooManyRequests(17) })
    await shop.control.faults.script({ at: "ifortepay.inquire", fault: { kind: "cut" } })
    expect(await shop.callBack(payment)).toMatchObject({ status: 503, text: '{"message":"FAILED"}' })
    const limited = await shop.callBack(payment)
    expect(limited.status).toBe(503)
    expect(limited.headers.get("retry-after")).toBe("17")
    expect((await shop.callBack(payment)).status).toBe(503)
    expect(shop.heard).toEqual([])
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("whose handler fails is answered 500, and only what failed is done again", async () => {
    const done: Array<string> = []
    const failures = [new Error("the warehouse is closed")]
    @Injectable()
    class Receipts {
      @OnPayment("paid")
      print() {
        done.push("receipt")
      }
    }
    @Injectable()
    class Warehouse {
      @OnPayment("paid")
      async send() {
        const failure = failures.pop()
        if (failure !== undefined) throw failure
        done.push("parcel")
      }
    }
    await using shop = await startShop(platform, { handlers: [Receipts, Warehouse] })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(await shop.callBack(payment)).toMatchObject({ status: 500, text: '{"success":false}' })
    expect(done).toEqual(["receipt"])
    expect(shop.log.from("error").join()).toContain("Warehouse.send failed for paid of zipay payment")
    expect(shop.log.from("error").join()).toContain("the warehouse is closed")
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(done).toEqual(["receipt", "parcel"])
  })

  it("makes the provider's own repetition deliver what failed", async () => {
    const failures = [new Error("the warehouse is closed")]
    const done: Array<string> = []
    @Injectable()
    class Warehouse {
      @OnPayment("paid")
      async send() {
        const failure = failures.pop()
        if (failure !== undefined) throw failure
        done.push("parcel")
      }
    }
    await using shop = await startShop(platform, { handlers: [Warehouse] })
    const payment = await shop.qris.create("ifortepay", {
      amount: 25_000,
      externalId: "order-1",
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      notificationUrl: shop.url + shop.acquirers.path("ifortepay"),
    })
    await shop.control.pay(payment.ref.paymentId)
    await shop.control.callbacks.resend(payment.ref.paymentId)
    expect((await shop.control.callbacks.attempts()).map(({ outcome }) => outcome)).toEqual([
      "rejected",
      "accepted",
    ])
    expect(done).toEqual(["parcel"])
  })

  it("reaches a provider with a secret in its address only through that address, and the secret is never logged", async () => {
    await using shop = await startShop(platform, { zipay: { callbackSecret: SECRET } })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment)).status).toBe(401)
    expect((await shop.callBack(payment, { secret: "a-guess-0123456789" })).status).toBe(401)
    expect(shop.heard).toEqual([])
    expect((await shop.callBack(payment, { secret: SECRET })).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
    expect(shop.log.lines.join()).not.toContain(SECRET)
    expect(shop.log.lines.join()).not.toContain("a-guess")
  })

  it("about payments that nobody made comes in a flood, and costs a budget of inquiries, not one each", async () => {
    const unanswered = new Deferred<never>()
    let asked = 0
    const inquire = () => {
      asked += 1
      return unanswered.promise
    }
    const zipay = createZipay({ userId: "u", password: "pass", merchantId: "3", merchantKey: "key-key" })
    await using shop = await startShop(platform, {
      providers: [{ ...zipay, inquire }],
      webhooks: { unknownPerSecond: 4 },
    })
    let left = 400
    const turnedAway = new Deferred<void>()
    const answers = Array.from({ length: left }, async (_, index) => {
      const body = JSON.stringify({ uuid: `made-up-${index}`, externalId: "order-1", status: "PAID" })
      const answer = await post(`${shop.url}/webhooks/qris/zipay`, { headers: JSON_HEADERS, body })
      left -= 1
      if (left === 100) turnedAway.resolve()
      return answer.status
    })
    await turnedAway.promise
    expect(asked).toBe(16)
    unanswered.reject(
      new QrisError({
        provider: "zipay",
        operation: "inquire",
        reason: new TimedOut({ outcome: "unknown", description: "no answer in time" }),
      }),
    )
    expect(new Set(await Promise.all(answers))).toEqual(new Set([503]))
    // 40 saved up, and 4 for each second that the flood took.
    expect(asked).toBeGreaterThanOrEqual(40)
    expect(asked).toBeLessThan(100)
    // Bounded, too, is what a flood writes into the log.
    expect(shop.log.from("warn").length).toBeLessThanOrEqual(21)
  })

  it("about a payment made here is asked about while a flood of strangers has spent its budget", async () => {
    await using shop = await startShop(platform, { webhooks: { unknownPerSecond: 0.1 } })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const flood = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const body = JSON.stringify({ uuid: `made-up-${index}`, externalId: "order-1", status: "PAID" })
        return post(shop.url + shop.acquirers.path("zipay"), { headers: JSON_HEADERS, body })
      }),
    )
    expect(flood.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(18)
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("brings the stored reference to the handler, with the order that the provider does not know", async () => {
    const orders = new Map<string, string>()
    const heard: Array<string> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid({ ref }: Payment) {
        heard.push(`${ref.provider} ${ref.orderId}`)
      }
    }
    await using shop = await startShop(platform, {
      handlers: [Fulfilment],
      webhooks: { unknownPerSecond: 0.01 },
      refOf: async ({ externalId }) => orders.get(externalId),
    })
    for (const provider of ["ifortepay", "zipay"] as const) {
      const payment = await shop.qris.create(provider, {
        ...ORDER,
        externalId: `attempt-${provider}`,
        orderId: "order-7",
      })
      orders.set(payment.ref.externalId, JSON.stringify(payment.ref))
      await shop.control.pay(payment.ref.paymentId)
      expect((await shop.callBack(payment)).status).toBe(200)
    }
    expect(heard).toEqual(["ifortepay order-7", "zipay order-7"])
    expect(shop.log.from("error")).toEqual([])
  })

  it("is asked about by what it says itself where refOf knows no such order", async () => {
    await using shop = await startShop(platform, { refOf: () => undefined })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment)).status).toBe(200)
  })

  it("is answered 500 where refOf gives something that is no reference, without a word of it", async () => {
    await using shop = await startShop(platform, { refOf: () => "Toko Contoh" })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment)).status).toBe(500)
    expect(shop.log.from("error").join()).toContain("no stored reference")
    expect(shop.log.lines.join()).not.toContain("Toko Contoh")
  })

  it("writes one line into the log, whatever stands in it", async () => {
    await using shop = await startShop(platform)
    const uuid = "a\r\n[Nest] 1 FATAL paid by \u001b[31mnobody\u009b0m\u202e"
    const answer = { uuid, externalId: "order-1", amount: 25_000, status: "ACTIVE" }
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "status", status: 200, body: JSON.stringify({ success: true, data: answer }) },
    })
    const body = JSON.stringify({ uuid, externalId: "order-1", status: "PAID" })
    const path = shop.acquirers.path("zipay")
    expect((await post(shop.url + path, { headers: JSON_HEADERS, body })).status).toBe(503)
    const [line = "", ...others] = shop.log.lines
    expect(others).toEqual([])
    expect(line).toContain("FATAL")
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it("carries the caller's address to a provider that has an allow-list", async () => {
    const callers: Array<string | undefined> = []
    const allowCaller = (address: string | undefined) => callers.push(address) > 0 && false
    await using shop = await startShop(platform, { zipay: { allowCaller } })
    const payment = await shop.order("zipay", "order-1")
    expect((await shop.callBack(payment)).status).toBe(401)
    expect(callers).toEqual(["127.0.0.1"])
  })

  it("for a provider that is not registered is answered 404, as is anything but a POST", async () => {
    await using shop = await startShop(platform)
    expect(
      (await post(`${shop.url}/webhooks/qris/another`, { headers: JSON_HEADERS, body: "{}" })).status,
    ).toBe(404)
    expect((await fetch(`${shop.url}/webhooks/qris/zipay`)).status).toBe(404)
  })

  it("arrives below a prefix of the module's and of the application's, whatever the default version", async () => {
    await using shop = await startShop(platform, {
      webhooks: { prefix: "/qris/callbacks/" },
      app: {
        configure: (app) => {
          app.setGlobalPrefix("api")
          app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" })
        },
      },
    })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(shop.acquirers.path("zipay")).toBe("/api/qris/callbacks/zipay")
    expect((await shop.callBack(payment)).status).toBe(200)
  })

  it("passes the guards that were put on it, and no others of another registration", async () => {
    class Closed {
      canActivate = () => false
    }
    await using shop = await startShop(platform, { webhooks: { decorators: [UseGuards(new Closed())] } })
    const payment = await shop.order("zipay", "order-1")
    expect((await shop.callBack(payment)).status).toBe(403)
    await using open = await startShop(platform)
    const other = await open.order("zipay", "order-1")
    expect((await open.callBack(other, { status: "ACTIVE" })).status).toBe(200)
  })

  it("passes a guard that injects from a module of the application's", async () => {
    class Doors {
      isOpen = true
    }
    @Injectable()
    class Doorkeeper {
      readonly #doors: Doors
      constructor(@Inject(Doors) doors: Doors) {
        this.#doors = doors
      }
      canActivate = () => this.#doors.isOpen
    }
    @Module({ providers: [Doors], exports: [Doors] })
    class House {}
    await using shop = await startShop(platform, {
      webhooks: { decorators: [UseGuards(Doorkeeper)] },
      moduleImports: [House],
    })
    const payment = await shop.order("zipay", "order-1")
    expect((await shop.callBack(payment, { status: "ACTIVE" })).status).toBe(200)
    shop.app.get(Doors, { strict: false }).isOpen = false
    expect((await shop.callBack(payment, { status: "ACTIVE" })).status).toBe(403)
  })

  it("keeps the provider's words where an interceptor wraps every answer of the application", async () => {
    const wrap: NestInterceptor = {
      intercept: (_, next: CallHandler) => next.handle().pipe(map((data: unknown) => ({ data }))),
    }
    await using shop = await startShop(platform, {
      app: { configure: (app) => app.useGlobalInterceptors(wrap) },
    })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(await shop.callBack(payment)).toMatchObject({ status: 200, text: '{"success":true}' })
    expect(shop.heard).toEqual(["paid order-1"])
  })

  it("is not received at all where webhooks are off", async () => {
    await using shop = await startShop(platform, { webhooks: false, app: { rawBody: false } })
    expect(
      (await post(`${shop.url}/webhooks/qris/zipay`, { headers: JSON_HEADERS, body: "{}" })).status,
    ).toBe(404)
    expect(() => shop.acquirers.path("zipay")).toThrow(
      'Registration "default" of QrisModule receives no callbacks.',
    )
  })
})
