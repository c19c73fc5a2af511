// One payment with iFortepay from CommonJS. Node reads ES modules by `require`, so there is one copy of every class.
const assert = require("node:assert/strict")
const { once } = require("node:events")
const { createServer } = require("node:http")
const { buffer } = require("node:stream/consumers")
const { QrisError } = require("@qriskit/core")
const { createIfortepay } = require("@qriskit/provider-ifortepay/promise")
const { startSandbox } = require("@qriskit/sandbox")

async function main() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const sandbox = await startSandbox()
  const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const ifortepay = createIfortepay({ baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" })
  const confirmed = []

  try {
    const order = {
      amount: 25_000,
      externalId: "order-1001-1",
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      notificationUrl: `http://127.0.0.1:${server.address().port}/callbacks/ifortepay`,
    }
    const payment = await ifortepay.create(order)

    server.on("request", async (request, response) => {
      const raw = { headers: request.headers, body: await buffer(request) }
      const { ref } = await ifortepay.notifications.read(raw, payment.ref)
      confirmed.push(await ifortepay.inquire(ref))
      const { status, headers, body } = ifortepay.notifications.reply("accepted")
      response.writeHead(status, headers).end(body)
    })
    await sandbox.control.pay(payment.qr.payload)
    const [paid] = confirmed
    assert.equal(paid?.status, "paid")
    assert.equal(paid.amount, 25_000)

    const error = await ifortepay.create(order).catch((it) => it)
    assert.ok(error instanceof QrisError, "a second create with one external id is refused")
    assert.equal((await import("@qriskit/core")).QrisError, QrisError, "require and import give one class")

    console.log(`paid: ${paid.ref.externalId}, Rp ${paid.amount}`)
  } finally {
    await ifortepay.close()
    await sandbox.close()
    server.close()
  }
}

void main()
