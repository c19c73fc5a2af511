// One payment with Zipay: a QR is made, a customer pays it, the callback is asked about, and the answer is "paid".
import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { type Payment, type PaymentRef, QrisError } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"

const server = createServer().listen(0, "127.0.0.1")
await once(server, "listening")
const { port } = server.address() as AddressInfo
const sandbox = await startSandbox({ zipay: { callbackUrl: `http://127.0.0.1:${port}/callbacks/zipay` } })
const zipay = createZipay(sandbox.zipay)

const orders = new Map<string, PaymentRef>()
const confirmed: Array<Payment> = []

server.on("request", async (request, response) => {
  const raw = { headers: request.headers, body: await buffer(request) }
  const { externalId } = await zipay.notifications.peek(raw)
  const { ref } = await zipay.notifications.read(raw, orders.get(externalId))
  confirmed.push(await zipay.inquire(ref))
  const { status, headers, body } = zipay.notifications.reply("accepted")
  response.writeHead(status, headers).end(body)
})

try {
  const payment = await zipay.create({ amount: 25_000, externalId: "order-1001-1" })
  orders.set(payment.ref.externalId, payment.ref)
  assert.equal(payment.status, "pending")
  assert.ok(payment.qr)

  await sandbox.control.pay(payment.qr.payload) // resolves when the callback was answered
  const [paid] = confirmed
  assert.equal(paid?.status, "paid")
  assert.equal(paid.amount, 25_000)

  const error: unknown = await zipay.create({ amount: 25_000, externalId: "order-1001-1" }).catch((it) => it)
  assert.ok(error instanceof QrisError, "a second create with one external id is refused")
  assert.equal(error.outcome, "refused")

  // @ts-expect-error Zipay cancels nothing. Were the types lost on the way, this would compile.
  assert.equal(zipay.cancel, undefined)

  console.log(`paid: ${paid.ref.externalId}, Rp ${paid.amount}`)
} finally {
  await zipay.close()
  await sandbox.close()
  server.close()
}
