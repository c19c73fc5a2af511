// The same from TypeScript that compiles to CommonJS: the payment is asked about, without a callback.
import assert = require("node:assert/strict")

import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { startSandbox } from "@qriskit/sandbox"

async function main(): Promise<void> {
  const sandbox = await startSandbox()
  const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const ifortepay = createIfortepay({ baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" })
  const { ref, qr } = await ifortepay.create({
    amount: 25_000,
    externalId: "order-1002-1",
    description: "Two coffees",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  })
  assert.ok(qr)
  await sandbox.control.pay(qr.payload)
  // @ts-expect-error A payment has no state, it has a status. Were the types lost on the way, this would compile.
  const { state, status, amount } = await ifortepay.inquire(ref)
  assert.equal(state, undefined)
  assert.equal(status, "paid")
  await ifortepay.close()
  await sandbox.close()
  console.log(`paid: ${ref.externalId}, Rp ${amount}`)
}

void main()
