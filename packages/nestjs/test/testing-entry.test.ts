import { Injectable, Module } from "@nestjs/common"
import { ExpressAdapter } from "@nestjs/platform-express"
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify"
import { Test } from "@nestjs/testing"
import type { Payment } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { OnPayment, QrisModule, QrisService } from "../src/index.js"
import { QRIS_OPTIONS, QrisSandbox, QrisTestingModule } from "../src/testing.js"
import { zipayOver } from "./support/acquirers.js"
import { post } from "./support/post.js"

@Injectable()
class Fulfilment {
  readonly fulfilled: Array<string> = []
  @OnPayment("paid")
  paid(payment: Payment) {
    this.fulfilled.push(payment.ref.orderId)
  }
}

/** An application as somebody writes it, with credentials for the real thing. */
@Module({
  imports: [
    QrisModule.forRoot({
      providers: [
        createZipay({
          userId: "live",
          password: "live",
          merchantId: "1",
          merchantKey: "live",
          baseUrl: "http://127.0.0.1:9",
        }),
      ],
    }),
  ],
  providers: [Fulfilment],
})
class AppModule {}

describe.each(["Express", "Fastify"] as const)("@qriskit/nestjs/testing on %s", (platform) => {
  it("puts an application on a sandbox, moves its clock, and builds its callbacks", async () => {
    await using sandbox = await startSandbox({ clock: "manual" })
    const testing = await Test.createTestingModule({
      imports: [AppModule, QrisTestingModule.forSandbox(sandbox)],
    })
      .overrideProvider(QRIS_OPTIONS)
      .useValue({ providers: [zipayOver(sandbox)], checkClock: false })
      .compile()
    const options = { rawBody: true, logger: false } as const
    const app =
      platform === "Express"
        ? testing.createNestApplication(new ExpressAdapter(), options)
        : testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), options)
    app.setGlobalPrefix("/api/")
    await app.listen(0, "127.0.0.1")
    const url = await app.getUrl()

    const qris = app.get(QrisService)
    const acquirers = app.get(QrisSandbox)
    const first = await qris.create("zipay", { amount: 10_000, externalId: "order-1" })
    const second = await qris.create("zipay", { amount: 10_000, externalId: "order-2" })
    await sandbox.control.pay(first.ref.paymentId)
    const callback = await acquirers.callback(first.ref)
    expect(callback).toMatchObject({ method: "POST", path: "/api/webhooks/qris/zipay" })
    expect((await post(url + callback.path, callback)).status).toBe(200)
    expect(app.get(Fulfilment).fulfilled).toEqual(["order-1"])

    await sandbox.control.advance({ hours: 25 })
    expect((await qris.inquire(second.ref)).status).toBe("expired")
    const forged = await acquirers.callback(second.ref, { status: "PAID", secret: "of-no-use-0123456789" })
    expect(forged.path).toBe("/api/webhooks/qris/zipay/of-no-use-0123456789")
    expect((await post(url + forged.path, forged)).status).toBe(503)
    expect(app.get(Fulfilment).fulfilled).toEqual(["order-1"])

    expect(() => acquirers.path("zipay", "another")).toThrow(
      'Registration "another" of QrisModule receives no callbacks.',
    )
    await app.close()
  })

  it("says at start when a test's application drops raw bodies", async () => {
    await using sandbox = await startSandbox()
    const testing = await Test.createTestingModule({
      imports: [QrisModule.forRoot({ providers: [zipayOver(sandbox)], checkClock: false })],
    }).compile()
    const adapter = platform === "Express" ? new ExpressAdapter() : new FastifyAdapter()
    const app = testing.createNestApplication(adapter, { logger: false })
    await expect(app.init()).rejects.toThrow("This application drops the raw bytes of request bodies")
    await app.close()
  })
})
