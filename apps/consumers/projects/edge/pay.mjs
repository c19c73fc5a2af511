// One payment through each runtime: checked out, paid at the sandbox, announced, asked about, known to the order.
import assert from "node:assert/strict"
import { startSandbox } from "@qriskit/sandbox"
import { startBareContext } from "./bare-context.mjs"
import { startWorkerd } from "./workerd.mjs"

const sandbox = await startSandbox()
const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
const env = {
  ZIPAY_BASE_URL: baseUrl,
  ZIPAY_USER_ID: userId,
  ZIPAY_PASSWORD: password,
  ZIPAY_MERCHANT_ID: merchantId,
  ZIPAY_MERCHANT_KEY: merchantKey,
}

const payThrough = async (start, script, externalId) => {
  const shop = await start(script, env)
  try {
    await sandbox.control.zipay.setCallbackUrl(`${shop.url}/callbacks`)
    const checkout = await fetch(`${shop.url}/checkout/${externalId}`, { method: "POST" })
    const { qr } = await checkout.json()
    assert.equal(checkout.status, 200)
    await sandbox.control.pay(qr)
    const order = await (await fetch(`${shop.url}/orders/${externalId}`)).json()
    assert.deepEqual(order, { status: "paid", amount: 25_000 })

    const again = await fetch(`${shop.url}/checkout/${externalId}`, { method: "POST" })
    assert.equal(
      (await again.json()).outcome,
      "refused",
      "a QrisError is known by its class in the bundle, too",
    )
    console.log(`paid: ${externalId}, Rp ${order.amount}`)
  } finally {
    await shop.close()
  }
}

try {
  await payThrough(startWorkerd, "dist/workerd.mjs", "order-1001-1")
  await payThrough(startBareContext, "dist/edge-light.js", "order-1002-1")
} finally {
  await sandbox.close()
}
