import { Body, Controller, Get, Inject, Injectable, Module, Param, Post } from "@nestjs/common"
import { APP_FILTER, ModuleRef } from "@nestjs/core"
import { HealthIndicatorService } from "@nestjs/terminus"
import type { Payment } from "@qriskit/core"
import { endpoints } from "@qriskit/payments/endpoints"
import { createPayments } from "@qriskit/payments/promise"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type AnomalyEvent,
  OnPayment,
  QrisExceptionFilter,
  QrisModule,
  type QrisProviders,
  type StatusEvent,
} from "../src/index.js"
import { InjectQrisPayments, QrisPayments, QrisPaymentsExceptionFilter } from "../src/payments.js"
import { QrisHealthIndicator } from "../src/terminus.js"
import { zipayOver } from "./support/acquirers.js"
import { memoryPayments } from "./support/memory-payments.js"
import { PLATFORMS } from "./support/platforms.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

const CUSTOMER = { name: "Pelanggan Contoh", email: "pelanggan@example.com" }
const SECRET = "zipay-secret-0123456789"

@Controller("orders")
class Orders {
  readonly #payments: QrisPayments
  constructor(@Inject(QrisPayments) payments: QrisPayments) {
    this.#payments = payments
  }
  @Post(":key")
  open(@Param("key") key: string, @Body() { amount, provider }: { amount: number; provider: string }) {
    return this.#payments.open({ key, amount, provider, description: "Two coffees", customer: CUSTOMER })
  }
  @Get(":key")
  async status(@Param("key") key: string) {
    return { status: (await this.#payments.get(key)).status }
  }
  @Post("endpoints/:id")
  ping(@Param("id") id: string) {
    return this.#payments.endpoints.ping(id)
  }
  @Post(":key/cancel")
  async cancel(@Param("key") key: string) {
    return { status: (await this.#payments.cancel(key)).status }
  }
}

@Module({
  controllers: [Orders],
  providers: [
    { provide: APP_FILTER, useClass: QrisExceptionFilter },
    { provide: APP_FILTER, useClass: QrisPaymentsExceptionFilter },
  ],
})
class OrdersModule {}

describe.each(PLATFORMS)("with durable payments on %s", (platform) => {
  const heard: Array<string> = []
  const heardOf = (key: string) => heard.filter((line) => line.split(" ").includes(key))
  /** Orders of which a handler fails once. */
  const failures = new Map<string, Error>()
  let shop: Awaited<ReturnType<typeof startShop>>

  @Injectable()
  class Fulfilment {
    @OnPayment("paid")
    first(payment: Payment, { recorded }: StatusEvent) {
      heard.push(`first ${recorded?.key} ${payment.status} ${payment.amount} ${payment.ref.provider}`)
    }
    @OnPayment("paid")
    second(_: Payment, { recorded }: StatusEvent) {
      const key = recorded?.key ?? ""
      const failure = failures.get(key)
      failures.delete(key)
      if (failure !== undefined) throw failure
      heard.push(`second ${recorded?.key}`)
    }
    @OnPayment("anomaly")
    look(payment: Payment | undefined, { recorded }: AnomalyEvent) {
      heard.push(`anomaly ${recorded?.key} ${recorded?.anomaly} ${payment?.status}`)
    }
  }

  const inTransaction = new Set<string>()
  const written: Array<unknown> = []

  @Injectable()
  class Books {
    @OnPayment("paid", { transaction: true })
    async write(_: Payment, { recorded, tx }: StatusEvent) {
      const key = recorded?.key ?? ""
      await tx?.query("create table if not exists books (key text)")
      await tx?.query("insert into books values ($1)", [key])
      // Fails once, after it has written.
      if (key === "order-tx" && !inTransaction.has(key)) {
        inTransaction.add(key)
        throw new Error("the power went out")
      }
      written.push(...((await tx?.query("select key from books where key = $1", [key])) ?? []))
    }
  }

  const open = async (key: string, content: object = { amount: 25_000, provider: "zipay" }) => {
    const headers = { "content-type": "application/json" }
    const { status, text } = await post(`${shop.url}/orders/${key}`, {
      headers,
      body: JSON.stringify(content),
    })
    return { status, body: JSON.parse(text) }
  }
  const statusOf = async (key: string): Promise<string> =>
    JSON.parse(await (await fetch(`${shop.url}/orders/${key}`)).text()).status
  const callBack = async (payment: { ref: Payment["ref"] }, options: object = {}) => {
    const callback = await shop.acquirers.callback(payment.ref, { secret: SECRET, ...options })
    return post(shop.url + callback.path, callback)
  }

  beforeAll(async () => {
    shop = await startShop(platform, {
      zipay: { callbackSecret: SECRET },
      handlers: [Fulfilment, Books],
      isGlobal: true,
      imports: [OrdersModule],
      notificationUrls: { ifortepay: "http://127.0.0.1:9/webhooks/qris/ifortepay" },
      payments: (providers) => memoryPayments(providers, { endpoints: endpoints() }),
    })
  })
  afterAll(async () => {
    await shop.app.close()
    await shop.sandbox.close()
  })

  describe.concurrent("an order", () => {
    it("an order is opened once, paid, stored, answered, and handled from the event log", async ({
      expect,
    }) => {
      const { status, body } = await open("order-1")
      expect(status).toBe(201)
      expect((await open("order-1")).body.ref).toEqual(body.ref)
      await shop.control.pay(body.qr.payload)
      expect(await callBack(body)).toMatchObject({ status: 200, text: '{"success":true}' })
      await expect
        .poll(() => heardOf("order-1"))
        .toEqual(["first order-1 paid 25000 zipay", "second order-1"])
      expect(await statusOf("order-1")).toBe("paid")
    })

    it("a handler that fails is called again, and the one before it is not", async ({ expect }) => {
      failures.set("order-2", new Error("the warehouse is closed"))
      const { body } = await open("order-2")
      await shop.control.pay(body.qr.payload)
      expect((await callBack(body)).status).toBe(200)
      await expect
        .poll(() => heardOf("order-2"))
        .toEqual(["first order-2 paid 25000 zipay", "second order-2"])
      expect(shop.log.from("error").join()).toContain(
        "Fulfilment.second failed for paid of zipay payment order-2",
      )
    })

    it("what a handler writes through its event's transaction happens once, whatever fails after it", async ({
      expect,
    }) => {
      const { body } = await open("order-tx")
      await shop.control.pay(body.qr.payload)
      expect((await callBack(body)).status).toBe(200)
      await expect
        .poll(() => written.filter((row) => Reflect.get(Object(row), "key") === "order-tx"))
        .toEqual([{ key: "order-tx" }])
      // Those outside of it were not asked again.
      expect(heardOf("order-tx")).toEqual(["first order-tx paid 25000 zipay", "second order-tx"])
    })

    it("callbacks that prove nothing, say nothing, or are too long change nothing and are answered as without payments", async ({
      expect,
    }) => {
      const { body } = await open("order-3")
      expect((await callBack(body, { status: "PAID", secret: "a-guess-0123456789" })).status).toBe(401)
      const url = `${shop.url}/webhooks/qris/zipay/${SECRET}`
      const headers = { "content-type": "application/json" }
      expect((await post(url, { headers, body: '{"uuid":7}' })).status).toBe(400)
      expect((await post(url, { headers, body: JSON.stringify({ x: "x".repeat(70_000) }) })).status).toBe(413)
      expect((await callBack(body, { status: "PAID" })).status).toBe(200)
      await shop.app.get(QrisPayments).client.reconcileNow()
      expect(await statusOf("order-3")).toBe("pending")
      expect(heardOf("order-3")).toEqual([])
    })

    it("money that arrives after a cancel is an anomaly that a handler hears of", async ({ expect }) => {
      const { body } = await open("order-4")
      expect((await post(`${shop.url}/orders/order-4/cancel`)).text).toBe('{"status":"abandoned"}')
      await shop.control.pay(body.qr.payload)
      // A callback right after the cancel would be asked about two seconds later.
      await shop.app.get(QrisPayments).client.refresh("order-4")
      await expect.poll(() => heardOf("order-4")).toContain("anomaly order-4 paid_after_cancel paid")
      expect(heardOf("order-4")).toContain("first order-4 paid 25000 zipay")
    })

    it("the configured callback address goes along with an order whose provider takes one", async ({
      expect,
    }) => {
      const { body } = await open("order-5", { amount: 25_000, provider: "ifortepay" })
      const { url } = await shop.control.callbacks.build(body.ref.paymentId)
      expect(url).toBe("http://127.0.0.1:9/webhooks/qris/ifortepay")
    })

    it("endpoints are looked after, and one that there is not is answered as problem details", async ({
      expect,
    }) => {
      const payments = shop.app.get(QrisPayments)
      const { endpoint } = await payments.endpoints.add({
        url: "https://toko.example/webhooks",
        subjects: ["failed"],
      })
      expect(await payments.endpoints.list()).toEqual([endpoint])
      await payments.endpoints.remove(endpoint.id)
      const { status, text } = await post(`${shop.url}/orders/endpoints/${endpoint.id}`)
      expect(status).toBe(404)
      expect(JSON.parse(text)).toMatchObject({ reason: "NoSuchEndpoint", title: "No such endpoint" })
    })

    it("what goes wrong with a record is answered as problem details", async ({ expect }) => {
      await open("order-6")
      const conflict = await open("order-6", { amount: 1_000, provider: "zipay" })
      expect(conflict).toMatchObject({ status: 409, body: { reason: "IdempotencyConflict" } })
      expect(JSON.stringify(conflict.body)).not.toContain("order-6")
      const invalid = await open("order-7", { amount: 10.5, provider: "zipay" })
      expect(invalid).toMatchObject({ status: 400, body: { errors: [{ path: "amount" }] } })
      expect(await open("order-8", { amount: 1_000, provider: "another" })).toMatchObject({ status: 400 })
      const missing = await fetch(`${shop.url}/orders/nobody`)
      expect(missing.status).toBe(404)
      expect(missing.headers.get("content-type")).toMatch(/^application\/problem\+json/)
      const { body } = await open("order-9")
      await shop.control.pay(body.qr.payload)
      await callBack(body)
      await expect.poll(() => statusOf("order-9")).toBe("paid")
      const late = await post(`${shop.url}/orders/order-9/cancel`)
      expect(late.status).toBe(409)
      expect(JSON.parse(late.text)).toMatchObject({ reason: "WrongState", paymentStatus: "paid" })
    })
  })

  it("health tells of the database, of what waits and of what a person has to look at", async () => {
    const indicator = new QrisHealthIndicator(shop.app.get(ModuleRef), new HealthIndicatorService())
    await shop.app.get(QrisPayments).client.reconcileNow()
    expect(await indicator.check("qris")).toMatchObject({
      qris: {
        status: "up",
        zipay: { reachable: true },
        payments: { database: "up", deadLetters: 0, anomalies: 1, closedGates: {} },
      },
    })
  })

  it("records are listed and events streamed through QrisPayments", async () => {
    const payments = shop.app.get(QrisPayments)
    const { payments: records } = await payments.list({ status: ["paid"], limit: 2 })
    expect(records.every(({ status }) => status === "paid")).toBe(true)
    const events: Array<string> = []
    for await (const { event } of payments.events(0)) {
      if (event.key === "order-1") events.push(event.type)
      if (events.length === 2) break
    }
    expect(events).toEqual(["opened", "paid"])
  })
})

describe("several registrations with durable payments", () => {
  it("each have their own, and one that nobody handles leaves its events where they are", async () => {
    const heard: Array<string> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid", { registration: "toko-b" })
      paid(_: Payment, { recorded, registration }: StatusEvent) {
        heard.push(`${registration} ${recorded?.key}`)
      }
    }
    @Injectable()
    class Second {
      readonly payments: QrisPayments
      constructor(@InjectQrisPayments("toko-b") payments: QrisPayments) {
        this.payments = payments
      }
    }
    await using base = await startShop("Express")
    const durable = (providers: QrisProviders) => memoryPayments(providers)
    const second = QrisModule.forRoot({
      name: "toko-b",
      providers: [zipayOver(base.sandbox)],
      payments: durable,
      checkClock: false,
    })
    const shop = await startShop("Express", {
      payments: durable,
      handlers: [Fulfilment, Second],
      imports: [second],
    })
    const [first, other] = [shop.app.get(QrisPayments), shop.app.get(Second).payments]
    for (const [payments, control] of [
      [first, shop.control],
      [other, base.control],
    ] as const) {
      const { qr } = await payments.open({ key: "order-1", amount: 1_000, provider: "zipay" })
      await control.pay(qr?.payload ?? "")
      await payments.client.refresh("order-1")
    }
    await expect.poll(() => heard).toEqual(["toko-b order-1"])
    expect(await first.health()).toMatchObject({ eventLag: 0 })
    await shop.app.close()
    await shop.sandbox.close()
    await expect(first.get("order-1")).rejects.toThrow()
    await expect(other.get("order-1")).rejects.toThrow()
  })
})

describe("without durable payments", () => {
  it("QrisPayments says what to write, and handlers of anomalies are refused at start", async () => {
    await using shop = await startShop("Express")
    const payments = shop.app.get(QrisPayments)
    await expect(payments.get("order-1")).rejects.toThrow(
      'QrisPayments needs durable payments: write payments: (providers) => createPayments({ database: "./data", providers }) in the options of QrisModule.',
    )
    @Injectable()
    class Auditor {
      @OnPayment("anomaly")
      look() {}
    }
    await expect(startShop("Express", { handlers: [Auditor] })).rejects.toThrow(
      "@OnPayment of Auditor.look would never be called: anomalies are found by durable payments: write payments:",
    )
  })
})

describe("durable payments that cannot be had", () => {
  it("end the start with their own sentence", async () => {
    const payments = () => createPayments({ database: "mysql://127.0.0.1/shop", providers: [] })
    await expect(startShop("Express", { payments })).rejects.toThrow(/payments/)
  })

  it("are refused where two registrations share them", async () => {
    await using base = await startShop("Express")
    const zipay = zipayOver(base.sandbox)
    const payments = await memoryPayments([zipay])
    const second = QrisModule.forRoot({ name: "toko-b", providers: [zipay], payments, checkClock: false })
    await expect(startShop("Express", { payments, imports: [second] })).rejects.toThrow(
      'Registrations "default" and "toko-b" of QrisModule share one payments',
    )
    await payments.close()
  })
})
