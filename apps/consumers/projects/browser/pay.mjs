// One payment: the shop makes a QR, the phone in the browser reads it, the customer pays what the phone showed.
import assert from "node:assert/strict"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { openPage } from "./page.mjs"

const sandbox = await startSandbox()
const zipay = createZipay(sandbox.zipay)
const page = await openPage("dist/phone.js")
try {
  const { ref, qr } = await zipay.create({ amount: 25_000, externalId: "order-1001-1" })
  const shown = await page.scan(qr.payload)
  assert.equal(shown.merchant, "TOKO CONTOH")
  assert.equal(shown.rupiah, 25_000)
  assert.match(shown.picture, /^<svg/)
  assert.equal(
    await page.scan(qr.payload.replace("5802ID", "5802SG")),
    undefined,
    "a code that was changed is not shown",
  )

  await sandbox.control.pay(shown.payload)
  const { status, amount } = await zipay.inquire(ref)
  assert.equal(status, "paid")
  console.log(`paid: ${ref.externalId}, Rp ${amount}`)
} finally {
  await page.close()
  await zipay.close()
  await sandbox.close()
}
