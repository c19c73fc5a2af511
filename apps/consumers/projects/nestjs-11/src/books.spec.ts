// Durable payments: one embedded database in memory for all tests, emptied between them.
import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"

let sandbox: Sandbox
let zipay: ZipayClient
let payments: PaymentsClient

beforeAll(async () => {
  sandbox = await startSandbox()
  zipay = createZipay(sandbox.zipay)
  payments = await createPayments({ database: "memory://", providers: [zipay], work: false })
}, 30_000)

beforeEach(async () => {
  await payments.reset()
  await sandbox.control.reset()
})

afterAll(async () => {
  await payments.close()
  await zipay.close()
  await sandbox.close()
})

test("a payment whose callback was lost is found by asking", async () => {
  const { qr } = await payments.open({ key: "order-1", amount: 25_000, provider: "zipay" })
  await sandbox.control.pay(qr?.payload ?? "")
  expect((await payments.refresh("order-1")).status).toBe("paid")
})

test("the next test begins with nothing, and the same key is free", async () => {
  const { status } = await payments.open({ key: "order-1", amount: 10_000, provider: "zipay" })
  expect(status).toBe("pending")
})
