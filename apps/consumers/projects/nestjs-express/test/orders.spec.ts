// Jest with ES modules: the whole application over the sandbox, without a port that a callback must find.
import { afterAll, beforeAll, expect, test } from "@jest/globals"
import type { INestApplication } from "@nestjs/common"
import { Test } from "@nestjs/testing"
import { QRIS_OPTIONS, QrisSandbox, QrisTestingModule } from "@qriskit/nestjs/testing"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { AppModule } from "../src/app.module.js"
import { OrdersService } from "../src/orders.service.js"

let sandbox: Sandbox
let app: INestApplication

beforeAll(async () => {
  sandbox = await startSandbox()
  const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const ifortepay = createIfortepay({ baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" })
  const notificationUrls = { ifortepay: "http://127.0.0.1:9/webhooks/qris/ifortepay" }
  const testing = await Test.createTestingModule({
    imports: [AppModule, QrisTestingModule.forSandbox(sandbox)],
  })
    .overrideProvider(QRIS_OPTIONS)
    .useValue({ providers: [ifortepay], notificationUrls })
    .compile()
  app = testing.createNestApplication({ rawBody: true, logger: false })
  await app.listen(0, "127.0.0.1")
})

afterAll(async () => {
  await app.close()
  await sandbox.close()
})

/** Pays an order at the sandbox, and posts the callback about it: the right one, or a forgery. */
const announce = async (id: string, overrides: { readonly wrongSignature?: boolean } = {}) => {
  const { qr } = await app.get(OrdersService).checkout(id)
  await sandbox.control.callbacks.script({ drop: true })
  const paid = await sandbox.control.pay(qr ?? "")
  const { path, headers, body } = await app.get(QrisSandbox).callback(paid, overrides)
  const answer = await fetch(`${await app.getUrl()}${path}`, {
    method: "POST",
    headers: { ...headers },
    body,
  })
  return answer.status
}

test("a signed callback about a payment fulfils its order", async () => {
  expect(await announce("order-1")).toBe(200)
  expect(app.get(OrdersService).get("order-1").status).toBe("paid")
})

test("a forged one does not", async () => {
  expect(await announce("order-2", { wrongSignature: true })).toBe(401)
  expect(app.get(OrdersService).get("order-2").status).toBe("open")
})
