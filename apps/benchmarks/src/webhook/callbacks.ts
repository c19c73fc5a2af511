import { createHash } from "node:crypto"
import Stripe from "stripe"
import { AMOUNT, type Ids, MERCHANT, STRIPE_SECRET } from "./merchant.js"

/** A callback as it is posted. */
export interface Callback {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** What iFortepay posts when a payment was paid. */
export const ifortepayCallback = ({ paymentId, externalId, orderId }: Ids): Callback => ({
  headers: {
    "content-type": "application/json",
    "mcp-signature": sha256(paymentId + sha256(MERCHANT.hashKey + externalId + orderId)),
  },
  body: JSON.stringify({
    transaction_id: paymentId,
    external_id: externalId,
    order_id: orderId,
    payment_channel: "NOBU",
    transaction_status: "PAID",
    payment_details: { amount: AMOUNT, paid_time: "2026-04-07T17:53:45.850+07:00" },
    customer_details: {
      phone: "081200000000",
      email: "pelanggan@example.com",
      full_name: "Pelanggan Contoh",
    },
  }),
})

const stripe = new Stripe("sk_test_bench")

/** What Stripe posts, of about the same length. */
export const stripeCallback = ({ paymentId, externalId, orderId }: Ids): Callback => {
  const body = JSON.stringify({
    id: `evt_${paymentId}`,
    object: "event",
    type: "payment_intent.succeeded",
    livemode: true,
    data: {
      object: {
        id: paymentId,
        object: "payment_intent",
        amount: AMOUNT,
        currency: "idr",
        status: "succeeded",
        metadata: { externalId, orderId, email: "pelanggan@example.com", name: "Pelanggan Contoh" },
      },
    },
  })
  return {
    headers: {
      "content-type": "application/json",
      "stripe-signature": stripe.webhooks.generateTestHeaderString({ payload: body, secret: STRIPE_SECRET }),
    },
    body,
  }
}
