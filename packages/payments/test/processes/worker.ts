/** One of several processes that sell: opens what it is told to, takes callbacks, asks, and fulfils. */
import { endpoints } from "@qriskit/payments/endpoints"
import { createPayments } from "@qriskit/payments/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import type { Order, Report, Setup } from "./messages.ts"

const setup: Setup = JSON.parse(process.env["WORKER"] ?? "{}")
const { baseUrl, userId, password, merchantId, merchantKey } = setup.zipay

const report = (told: Report): void => {
  process.send?.(told)
}

const payments = await createPayments({
  database: setup.database,
  providers: [
    createZipay({ baseUrl, userId, password, merchantId, merchantKey }),
    createMidtrans(setup.midtrans),
    createXendit(setup.xendit),
  ],
  connections: 8,
  sweepMillis: 200,
  createMillis: 3_000,
  inquiryLeaseMillis: 4_000,
  handlerMillis: 1_000,
  maxDeliveries: 50,
  gateFailures: 20,
  gateMillis: 500,
  inquiriesPerSecond: 300,
  inquiryBurst: 300,
  endpoints: endpoints({
    allowPrivate: true,
    allowHttp: true,
    ports: "any",
    attemptMillis: 1_000,
    retryMillis: Array<number>(30).fill(300),
  }),
})

payments.on("*", async ({ key, seq, type }, tx) => {
  await tx.query("insert into handled (key, seq) values ($1, $2)", [key, seq])
  if (type === "paid") await tx.query("insert into fulfilment values ($1)", [key])
})

process.on("message", (order: Order) => {
  if (order.do === "receive") {
    void payments.receive(order.provider, { headers: order.headers, body: order.body })
    return
  }
  if (order.do === "endpoint") {
    void payments.endpoints.add({ url: order.url, from: 0 })
    return
  }
  if (order.do === "refund") {
    const { key, amount, externalId } = order
    payments
      .refund(key, { amount, externalId, reason: "the coffee was cold", by: "kasir" })
      .then(({ status }) => report({ is: "refunded", externalId, status }))
      // Not paid yet as far as is known here, or nobody answers: it is asked for again.
      .catch((error: unknown) => report({ is: "failed", key, why: String(error) }))
    return
  }
  payments
    .open({ key: order.key, amount: order.amount, provider: order.provider }, { renew: true })
    .then(({ key, qr }) => report({ is: "opened", key, ...(qr === undefined ? {} : { qr: qr.payload }) }))
    .catch((error: unknown) => report({ is: "failed", key: order.key, why: String(error) }))
})

// The parent is gone: nobody needs this process.
process.on("disconnect", () => process.exit(0))

report({ is: "ready" })
