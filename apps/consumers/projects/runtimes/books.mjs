// Durable payments in an embedded database: opened, paid, announced, known as paid, and still so after a second start.
import { createPayments } from "@qriskit/payments/promise"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { connectSandbox } from "@qriskit/sandbox"

const SECONDS = 30

const inTime = (promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`no word of the payment in ${SECONDS} s`)), SECONDS * 1_000).unref()
    }),
  ])

export const keepBooks = async ({ settings, sandbox, folder }) => {
  const control = connectSandbox(sandbox)
  const ifortepay = createIfortepay(settings)
  const payments = await createPayments({ database: folder, providers: [ifortepay] })
  const handled = new Promise((resolve) => {
    payments.on("paid", async ({ key, amount }) => resolve({ key, amount }))
  })
  const { qr } = await payments.open({
    key: "order-2001",
    amount: 25_000,
    provider: "ifortepay",
    description: "Two coffees",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  })
  await control.pay(qr.payload)
  await payments.receive("ifortepay", await control.callbacks.build(qr.payload))
  const { key } = await inTime(handled)

  const second = await createPayments({ database: folder, providers: [ifortepay] }).then(
    () => "opened twice",
    ({ kind }) => kind,
  )
  await payments.close()
  const again = await createPayments({ database: folder, providers: [ifortepay] })
  const { status, amount } = await again.get(key)
  await again.close()
  await ifortepay.close()
  return { key, status, amount, second }
}
