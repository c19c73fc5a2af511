import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { decodeConfig, MidtransCreate, make, makeAccounts, STATUS } from "../src/index.js"

const WRONG = { serverKey: "SB-Mid-server-of-another-shop" }
const ids = { paymentId: "transaction_id", externalId: "order_id" }
const answer = { ...ids, amount: "gross_amount", status: "transaction_status" }

/** As the wire writes them. */
const statusWords = Object.fromEntries(
  Object.entries(STATUS).map(([word, status]) => [word.toLowerCase(), status]),
)

describeProvider("midtrans", {
  openAcquirer: sandboxAcquirer("midtrans"),
  make: (acquirer, settings) =>
    Effect.gen(function* () {
      const input = yield* Effect.promise(() => acquirer.configurationFor(settings, WRONG))
      const { account } = settings
      return yield* make(yield* Effect.fromResult(decodeConfig(input)), present({ account }))
    }),
  accounts: (acquirer, { load, freshMillis }) =>
    makeAccounts({ load: load((settings) => acquirer.configurationFor(settings, WRONG)), freshMillis }),
  secrets: (acquirer, credentials) =>
    credentials === "right" ? acquirer.everyone().map(({ serverKey }) => serverKey) : Object.values(WRONG),
  request: ({ amount = Rupiah.make(25_000), ...choice }) => new MidtransCreate({ amount, ...choice }),
  invalidRequests: [
    {
      title: "an id with a blank, an amount above the most, and an address that is none",
      change: { externalId: "a b", amount: 10_000_001, notificationUrl: "toko" },
      fields: ["externalId", "notificationUrl"],
    },
    {
      title: "a channel that is none and items that do not add up",
      change: { channel: "dana", items: [{ id: "1", name: "Kopi", unitPrice: 10_000, quantity: 1 }] },
      fields: ["channel", "items"],
    },
  ],
  answers: { create: { ...answer, qr: "qr_string" }, inquire: answer, cancel: answer },
  refusalMessage: "status_message",
  statusWords,
  duplicateExternalId: "DuplicateExternalId",
  notApplicable: {
    tokens: "The server key goes with every call.",
    "found-create": "A repeat is answered as the first, QR included, which says more than asking.",
    "required-fields": "Midtrans needs nothing beyond amount and order id.",
    "signed-claims": "signature_key covers order id, code and amount, and not the status.",
    "inquire-shows-qr": "A status answer has no qr_string: the QR's text cannot be had again.",
  },
})
