import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { decodeConfig, make, STATUS, XenditCreate } from "../src/index.js"

const WRONG = { secretKey: "xnd_development_of_another_shop", callbackToken: "token-of-another-shop" }
const ids = { paymentId: "payment_request_id", externalId: "reference_id" }
const answer = { ...ids, amount: "request_amount", status: "status", qr: "actions.0.value" }

describeProvider("xendit", {
  openAcquirer: sandboxAcquirer("xendit"),
  make: (acquirer, { credentials, account, timeouts, retry }) =>
    Effect.gen(function* () {
      const right = yield* Effect.promise(() => acquirer.credentialsOf(account))
      const wrong = credentials === "wrong" && WRONG
      const input = { ...right, ...wrong, qrCheck: "strict", timeouts, retry }
      return yield* make(yield* Effect.fromResult(decodeConfig(input)), present({ account }))
    }),
  secrets: (acquirer, credentials) =>
    credentials === "right"
      ? acquirer.everyone().flatMap(({ secretKey, callbackToken }) => [secretKey, callbackToken])
      : Object.values(WRONG),
  request: ({ amount = Rupiah.make(25_000), ...choice }) => new XenditCreate({ amount, ...choice }),
  invalidRequests: [
    {
      title: "no id, an expiry, and an address of its own",
      change: { externalId: "", expiresAt: new Date(), notificationUrl: "https://toko.example.com/" },
      fields: ["externalId", "expiresAt", "notificationUrl"],
    },
    { title: "an amount above the most", change: { amount: 10_000_001 }, fields: ["amount"] },
  ],
  answers: { create: answer, inquire: answer, cancel: answer },
  refusalMessage: "message",
  statusWords: STATUS,
  notApplicable: {
    channels: "There is one channel, QRIS.",
    "required-fields": "Xendit needs nothing beyond amount and reference.",
    "expiry-choice": "Xendit takes no expiry for QRIS.",
    "notification-url": "Webhooks go to the dashboard's address.",
    "paid-time": "A payment request does not say when it was paid; its webhook does.",
    payer: "A payment request does not say who paid; its webhook does.",
    "refunded-status": "Refunds are objects of their own and do not change a payment request.",
    "found-create": "No page names a look-up of payment requests by reference_id.",
    "repeated-create": "No page names an idempotency key for payment requests.",
    "duplicate-refusal": "A reference is documented to be unique for cards only.",
    "signed-callbacks": "x-callback-token is a password and signs nothing.",
    "signed-claims": "x-callback-token is a password and signs nothing.",
  },
})
