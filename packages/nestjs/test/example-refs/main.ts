import { Injectable, Module } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import type { Payment } from "@qriskit/core"
import { OnPayment, QrisModule, QrisService } from "@qriskit/nestjs"
import { QrisSandbox, QrisTestingModule } from "@qriskit/nestjs/testing"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { nicepay } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"

const sandbox = await startSandbox()

// Stands for a column of your table of attempts, by provider and external id.
const stored = new Map<string, string>()

@Injectable()
class Fulfilment {
  @OnPayment("paid")
  paid({ ref }: Payment) {
    console.log(`${ref.provider}: ${ref.orderId} is paid`)
  }
}

@Module({
  imports: [
    QrisModule.forRoot({
      providers: [
        createIfortepay(sandbox.ifortepay),
        createZipay(sandbox.zipay),
        createMidtrans(sandbox.midtrans),
        createXendit(sandbox.xendit),
        createSnap({ ...sandbox.snap.nicepay, profile: nicepay }),
      ],
      refOf: ({ provider, externalId }) => stored.get(`${provider} ${externalId}`),
    }),
    QrisTestingModule.forSandbox(sandbox),
  ],
  providers: [Fulfilment],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { rawBody: true, logger: false })
await app.listen(0, "127.0.0.1")
const qris = app.get(QrisService)

for (const provider of qris.providerIds) {
  const payment = await qris.create(provider, {
    amount: 25_000,
    orderId: "order1001",
    externalId: "order1001x1",
    description: "Two coffees",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  })
  stored.set(`${provider} ${payment.ref.externalId}`, JSON.stringify(payment.ref))
  await sandbox.control.pay(payment.ref.paymentId)
  const { path, headers, body } = await app.get(QrisSandbox).callback(payment.ref)
  const { status } = await fetch((await app.getUrl()) + path, {
    method: "POST",
    headers: { ...headers },
    body,
  })
  if (status !== 200) console.log(`${provider}: answered ${status}`)
}

await app.close()
await sandbox.close()
