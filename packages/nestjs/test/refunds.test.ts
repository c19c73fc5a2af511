import { Body, Controller, Inject, Injectable, Module, Param, Post } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import type { Payment, QrisError } from "@qriskit/core"
import { describe, expect, it } from "vitest"
import {
  OnPayment,
  QrisExceptionFilter,
  type QrisProviders,
  QrisService,
  type RefundInput,
  type StatusEvent,
} from "../src/index.js"
import { QrisPayments, QrisPaymentsExceptionFilter } from "../src/payments.js"
import { midtransOver, ORDER, xenditOver } from "./support/acquirers.js"
import { memoryPayments } from "./support/memory-payments.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

const also = (sandbox: Parameters<typeof midtransOver>[0]) => [midtransOver(sandbox), xenditOver(sandbox)]

const reasonOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  // Asserted by whoever looks at the reason.
  return (error as QrisError).reason
}

it("a refund of a part is heard of each time, and one of the whole only once", async () => {
  await using shop = await startShop("Express")
  const payment = await shop.order("ifortepay", "order-1")
  await shop.control.pay(payment.ref.paymentId)
  for (const word of ["PARTIAL_REFUND", "PARTIAL_REFUND", "REFUNDED", "REFUNDED", "NEED_REVIEW"]) {
    await shop.control.setProviderStatus(payment.ref.paymentId, word)
    expect((await shop.callBack(payment)).status).toBe(200)
  }
  expect(shop.heard).toEqual([
    "partially_refunded order-1",
    "partially_refunded order-1",
    "refunded order-1",
    "under_review order-1",
  ])
})

describe.each([
  { provider: "midtrans", part: "partially_refunded", whole: "refunded", heard: ["paid", "refunded"] },
  // What Xendit says of a payment stays paid: its refunds are asked about by themselves.
  { provider: "xendit", part: "paid", whole: "paid", heard: ["paid"] },
] as const)("a refund through QrisService at $provider", ({ provider, part, whole, heard }) => {
  it("gives money back once for its id, tells what became of it, and is heard of", async () => {
    await using shop = await startShop("Express", { also })
    await shop.control[provider].setCallbackUrl(shop.url + shop.acquirers.path(provider))
    const payment = await shop.order(provider, "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(shop.heard).toEqual(["paid order-1"])
    const request = { externalId: "refund-1", amount: 5_000, reason: "One coffee was cold" }
    const refund = await shop.qris.refund(payment.ref, request)
    expect(refund).toMatchObject({ externalId: "refund-1", status: "succeeded" })
    const asked = { externalId: "refund-1", refundId: refund.refundId ?? "" }
    expect(await shop.qris.inquireRefund(payment.ref, asked)).toMatchObject({ status: "succeeded" })
    expect(await shop.qris.inquire(payment.ref)).toMatchObject({ status: part })
    await shop.qris.refund(JSON.parse(JSON.stringify(payment.ref)), { externalId: "refund-2" })
    expect(await shop.qris.inquire(payment.ref)).toMatchObject({ status: whole })
    await expect
      .poll(() => [...new Set(shop.heard)])
      .toEqual(expect.arrayContaining(heard.map((type) => `${type} order-1`)))
    expect(await reasonOf(shop.qris.refund(payment.ref, { externalId: "refund-3" }))).toMatchObject({
      outcome: "refused",
    })
    expect(shop.log.from("error")).toEqual([])
  })
})

describe("a refund that cannot be", () => {
  it("is refused before the network, with why", async () => {
    await using shop = await startShop("Express", { also })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const before = (await shop.control.journal()).length
    for (const call of [
      shop.qris.refund(payment.ref, { externalId: "refund-1" }),
      shop.qris.inquireRefund(payment.ref, { externalId: "refund-1" }),
    ]) {
      expect(await reasonOf(call)).toMatchObject({
        _tag: "Unsupported",
        outcome: "not_sent",
        why: expect.stringContaining("Zipay"),
      })
    }
    const xendit = await shop.order("xendit", "order-2")
    const wrong = shop.qris.refund(xendit.ref, { externalId: "refund-1", amount: -1 })
    expect(await reasonOf(wrong)).toMatchObject({ _tag: "InvalidRequest", outcome: "not_sent" })
    const nobody = { provider: "another", paymentId: "1", externalId: "1", orderId: "1" }
    expect(await reasonOf(shop.qris.refund(nobody, { externalId: "refund-1" }))).toMatchObject({
      _tag: "InvalidRequest",
    })
    expect((await shop.control.journal()).length).toBe(before + 1)
  })
})

it("money that comes after the expiry at Xendit is told of by a callback alone: a person looks", async () => {
  await using shop = await startShop("Express", { also })
  const payment = await shop.order("xendit", "order-1")
  await shop.control.pay(payment.ref.paymentId)
  await shop.control.setProviderStatus(payment.ref.paymentId, "EXPIRED")
  expect((await shop.callBack(payment, { status: "SUCCEEDED" })).status).toBe(200)
  expect(shop.heard).toEqual(["under_review order-1"])
})

@Controller("payments")
class Desk {
  readonly #qris: QrisService
  readonly #payments: QrisPayments
  constructor(@Inject(QrisService) qris: QrisService, @Inject(QrisPayments) payments: QrisPayments) {
    this.#qris = qris
    this.#payments = payments
  }
  @Post("refund-directly")
  directly(@Body() { ref, request }: { ref: Payment["ref"]; request: RefundInput }) {
    return this.#qris.refund(ref, request)
  }
  @Post(":key/refunds")
  refund(@Param("key") key: string, @Body() input: { amount?: number; reason: string; by: string }) {
    return this.#payments.refund(key, input)
  }
}

@Module({
  controllers: [Desk],
  providers: [
    { provide: APP_FILTER, useClass: QrisExceptionFilter },
    { provide: APP_FILTER, useClass: QrisPaymentsExceptionFilter },
  ],
})
class DeskModule {}

describe.each([
  { platform: "Express", provider: "midtrans" },
  { platform: "Fastify", provider: "xendit" },
] as const)("refunds of durable payments on $platform at $provider", ({ platform, provider }) => {
  it("are asked for at a desk, listed, heard of in order, and refused with the sentence for the operator", async () => {
    const heard: Array<string> = []
    @Injectable()
    class Books {
      @OnPayment("partially_refunded")
      part({ status }: Payment, { type, recorded }: StatusEvent) {
        heard.push(`${type} ${recorded?.key} ${status}`)
      }
      @OnPayment("refunded")
      whole({ status }: Payment, { type, recorded }: StatusEvent) {
        heard.push(`${type} ${recorded?.key} ${status}`)
      }
    }
    await using shop = await startShop(platform, {
      also,
      imports: [DeskModule],
      isGlobal: true,
      handlers: [Books],
      payments: (providers: QrisProviders) => memoryPayments(providers),
    })
    const payments = shop.app.get(QrisPayments)
    const send = async (path: string, content: object) => {
      const headers = { "content-type": "application/json" }
      const { status, text } = await post(`${shop.url}/payments/${path}`, {
        headers,
        body: JSON.stringify(content),
      })
      return { status, body: JSON.parse(text) }
    }
    const asked = { reason: "One coffee was cold", by: "kasir-1" }
    const key = `order-${provider}`
    const { ref, qr } = await payments.open({ ...ORDER, key, provider })
    expect(await send(`${key}/refunds`, asked)).toMatchObject({
      status: 409,
      body: { reason: expect.stringMatching(/WrongState|NotRefundable/), status: 409 },
    })
    await shop.control.pay(qr?.payload ?? "")
    if (ref === undefined) throw new Error("no reference")
    expect((await shop.callBack({ ...ref, ref } as unknown as Payment)).status).toBe(200)
    await expect.poll(async () => (await payments.get(key)).status).toBe("paid")

    const first = await send(`${key}/refunds`, { ...asked, amount: 5_000 })
    expect(first).toMatchObject({
      status: 201,
      body: { amount: 5_000, status: "succeeded", by: "kasir-1" },
    })
    expect(await send(`${key}/refunds`, { ...asked, amount: 20_001 })).toMatchObject({
      status: 409,
      body: { reason: "NotRefundable", why: expect.stringContaining("more than") },
    })
    expect(await send(`${key}/refunds`, asked)).toMatchObject({ status: 201, body: { amount: 20_000 } })
    await expect
      .poll(() => heard)
      .toEqual([`partially_refunded ${key} partially_refunded`, `refunded ${key} refunded`])
    expect((await payments.refunds(key)).map(({ amount, status }) => `${amount} ${status}`)).toEqual([
      "5000 succeeded",
      "20000 succeeded",
    ])
    expect(await send("nobody/refunds", asked)).toMatchObject({ status: 404 })
    const zipay = await payments.open({ key: "order-zipay", amount: 1_000, provider: "zipay" })
    expect(
      await send("refund-directly", { ref: zipay.ref, request: { externalId: "refund-9" } }),
    ).toMatchObject({ status: 501, body: { reason: "Unsupported", why: expect.stringContaining("Zipay") } })
  })
})
