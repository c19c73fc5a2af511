import type { INestApplication } from "@nestjs/common"
import { Test } from "@nestjs/testing"
import { QRIS_OPTIONS, QrisSandbox, QrisTestingModule } from "@qriskit/nestjs/testing"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { AppModule } from "./app.module"
import { payOrder } from "./checkout"
import { OrdersService } from "./orders.service"

let sandbox: Sandbox
let app: INestApplication

beforeAll(async () => {
  sandbox = await startSandbox()
  const testing = await Test.createTestingModule({
    imports: [AppModule, QrisTestingModule.forSandbox(sandbox)],
  })
    .overrideProvider(QRIS_OPTIONS)
    .useValue({ providers: [createZipay(sandbox.zipay)] })
    .compile()
  app = testing.createNestApplication({ rawBody: true, logger: false })
  await app.listen(0, "127.0.0.1")
})

afterAll(async () => {
  await app.close()
  await sandbox.close()
})

test("an order is paid by its callback", async () => {
  expect(await payOrder(app, sandbox, "order-1")).toBe("paid")
})

test("a callback that claims a payment which was not made changes nothing", async () => {
  const orders = app.get(OrdersService)
  await orders.checkout("order-2")
  const [payment] = (await sandbox.control.payments()).filter(({ externalId }) => externalId === "order-2")
  if (payment === undefined) throw new Error("the sandbox knows no such payment")
  const { path, headers, body } = await app.get(QrisSandbox).callback(payment, { status: "PAID" })
  await fetch(`${await app.getUrl()}${path}`, { method: "POST", headers: { ...headers }, body })
  expect(orders.status("order-2")).toBe("open")
})
