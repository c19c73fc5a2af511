import { Injectable, Module } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { OnPayment, QrisModule, QrisService } from "../src/index.js"
import { ifortepayOver, ORDER, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"

describe.each(PLATFORMS)("callbacks on %s", (platform) => {
  it("are confirmed by an inquiry before a handler hears of the money", async () => {
    await using sandbox = await startSandbox()
    const heard: Array<string> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid(payment: Payment) {
        heard.push(`${payment.ref.orderId} ${payment.status} ${payment.amount}`)
      }
    }
    @Module({
      imports: [QrisModule.forRoot({ providers: [ifortepayOver(sandbox), zipayOver(sandbox)] })],
      providers: [Fulfilment],
    })
    class App {}
    await using server = await startApp(platform, App)
    await sandbox.control.zipay.setCallbackUrl(`${server.url}/webhooks/qris/zipay`)
    const qris = server.app.get(QrisService)
    const first = await qris.create("ifortepay", {
      ...ORDER,
      externalId: "order-1-1",
      orderId: "order-1",
      notificationUrl: `${server.url}/webhooks/qris/ifortepay`,
    })
    const second = await qris.create("zipay", { amount: 10_000, externalId: "order-2" })
    await sandbox.control.pay(first.ref.paymentId)
    await sandbox.control.pay(second.ref.paymentId)
    expect(heard).toEqual(["order-1 paid 25000", "order-2 paid 10000"])
    const answers = (await sandbox.control.callbacks.attempts()).map(({ answer }) => answer)
    expect(answers).toEqual([
      { status: 200, body: '{"message":"SUCCESS"}' },
      { status: 200, body: '{"success":true}' },
    ])
    expect(server.log.lines).toEqual([])
  })
})
