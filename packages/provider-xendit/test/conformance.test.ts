import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { decodeConfig, make, makeAccounts, STATUS, XenditCreate } from "../src/index.js"

const WRONG = { secretKey: "xnd_development_of_another_shop", callbackToken: "token-of-another-shop" }
// For test mode it would not look at the QR's checksum.
const STRICT = { qrCheck: "strict" } as const
const ids = { paymentId: "payment_request_id", externalId: "reference_id" }
const answer = { ...ids, amount: "request_amount", status: "status", qr: "actions.0.value" }

describeProvider("xendit", {
  openAcquirer: sandboxAcquirer("xendit"),
  make: (acquirer, settings) =>
    Effect.gen(function* () {
      const input = yield* Effect.promise(() => acquirer.configurationFor(settings, WRONG))
      const { account } = settings
      return yield* make(
        yield* Effect.fromResult(decodeConfig({ ...input, ...STRICT })),
        present({ account }),
      )
    }),
  accounts: (acquirer, { load, freshMillis }) =>
    makeAccounts({
      load: load(async (settings) => ({ ...(await acquirer.configurationFor(settings, WRONG)), ...STRICT })),
      freshMillis,
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
    tokens: "The secret key goes with every call.",
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
