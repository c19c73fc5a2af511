// One durable payment: opened, paid at the sandbox, its callback stored and confirmed, the handler
// called, the record true.
import assert from "node:assert/strict"
import { NestFactory } from "@nestjs/core"
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify"
import { startSandbox } from "@qriskit/sandbox"

const SECONDS = 30

const sandbox = await startSandbox()
process.env.ZIPAY_BASE_URL = sandbox.zipay.baseUrl
process.env.ZIPAY_USER_ID = sandbox.zipay.userId
process.env.ZIPAY_PASSWORD = sandbox.zipay.password
process.env.ZIPAY_MERCHANT_ID = sandbox.zipay.merchantId
process.env.ZIPAY_MERCHANT_KEY = sandbox.zipay.merchantKey

const { AppModule } = await import("./app.module.js")
const { Orders } = await import("./orders.js")
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  rawBody: true,
  logger: ["warn", "error"],
})
await app.listen(0, "127.0.0.1")
try {
  await sandbox.control.zipay.setCallbackUrl(`${await app.getUrl()}/webhooks/qris/zipay`)
  const orders = app.get(Orders)
  const opened = await orders.checkout("order-1001")
  assert.equal(opened.status, "pending")
  assert.ok(opened.qr)
  await sandbox.control.pay(opened.qr.payload)

  const paid = await Promise.race([
    orders.firstPaid(),
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`no word of the payment in ${SECONDS} s`)), SECONDS * 1_000).unref()
    }),
  ])
  assert.deepEqual(paid, { key: "order-1001", amount: 25_000 })
  const record = await orders.record("order-1001")
  assert.equal(record?.status, "paid")
  console.log(`paid: ${paid.key}, Rp ${paid.amount}`)
} finally {
  await app.close()
  await sandbox.close()
}
