// One payment through each of two providers, and one class of error for both: what an upgrade must not break.
// The rehearsal of a release installs the packages as a user does, by name, and upgrades them.
import assert from "node:assert/strict"
import { QrisError } from "@qriskit/core"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"

const sandbox = await startSandbox()
const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
const providers = [
  createIfortepay({ baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" }),
  createZipay(sandbox.zipay),
]
try {
  for (const provider of providers) {
    const order = {
      amount: 25_000,
      externalId: `${provider.id}-1001-1`,
      description: "Two coffees",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
    }
    const { ref, qr } = await provider.create(order)
    await sandbox.control.pay(qr.payload)
    const { status, amount } = await provider.inquire(ref)
    assert.equal(status, "paid")
    const error = await provider.create(order).catch((it) => it)
    assert.ok(error instanceof QrisError, `${provider.id} throws a QrisError of another copy of core`)
    console.log(`paid: ${ref.externalId}, Rp ${amount}`)
  }
} finally {
  for (const provider of providers) await provider.close()
  await sandbox.close()
}
