// What a customer does, over HTTP: checks out, pays at the sandbox, and looks at the order.
import assert from "node:assert/strict"
import type { INestApplication } from "@nestjs/common"
import type { Sandbox } from "@qriskit/sandbox"

export const payOrder = async (app: INestApplication, sandbox: Sandbox, id: string): Promise<string> => {
  const shop = await app.getUrl()
  await sandbox.control.zipay.setCallbackUrl(`${shop}/webhooks/qris/zipay`)
  const checkout = await fetch(`${shop}/orders/${id}/checkout`, { method: "POST" })
  assert.equal(checkout.status, 201)
  const { qr } = (await checkout.json()) as { qr: string }
  await sandbox.control.pay(qr)
  const { status } = (await (await fetch(`${shop}/orders/${id}`)).json()) as { status: string }
  return status
}
