// One payment: checked out, paid at the sandbox, announced by a signed callback, confirmed, and known to the order.
import assert from "node:assert/strict"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { NestFactory } from "@nestjs/core"
import { startSandbox } from "@qriskit/sandbox"

/** A port that is free now: callbacks need the address before the application listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const sandbox = await startSandbox()
const port = await freePort()
const shop = `http://127.0.0.1:${port}`
process.env.PUBLIC_URL = shop
process.env.IFORTEPAY_BASE_URL = sandbox.ifortepay.baseUrl
process.env.IFORTEPAY_MERCHANT_ID = sandbox.ifortepay.merchantId
process.env.IFORTEPAY_SECRET_UNBOUND_ID = sandbox.ifortepay.secretUnboundId
process.env.IFORTEPAY_HASH_KEY = sandbox.ifortepay.hashKey

const { AppModule } = await import("./app.module.js")
const app = await NestFactory.create(AppModule, { rawBody: true, logger: ["warn", "error"] })
await app.listen(port, "127.0.0.1")
try {
  const checkout = await fetch(`${shop}/orders/order-1001/checkout`, { method: "POST" })
  const { qr } = (await checkout.json()) as { qr: string }
  await sandbox.control.pay(qr)

  const order = (await (await fetch(`${shop}/orders/order-1001`)).json()) as {
    amount: number
    status: string
  }
  assert.equal(order.status, "paid")

  const again = await fetch(`${shop}/orders/order-1001/checkout`, { method: "POST" })
  assert.equal(again.status, 201)
  assert.equal(((await again.json()) as { qr: string }).qr, qr, "a second click shows the QR of the first")
  const missing = await fetch(`${shop}/orders/nobody`)
  assert.equal(missing.status, 404)

  const forged = await fetch(`${shop}/webhooks/qris/ifortepay`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  })
  assert.equal(forged.status, 400)
  console.log(`paid: order-1001, Rp ${order.amount}`)
} finally {
  await app.close()
  await sandbox.close()
}
