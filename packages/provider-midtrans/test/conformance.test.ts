import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { decodeConfig, MidtransCreate, make, STATUS } from "../src/index.js"

const WRONG = { serverKey: "SB-Mid-server-of-another-shop" }
const ids = { paymentId: "transaction_id", externalId: "order_id" }
const answer = { ...ids, amount: "gross_amount", status: "transaction_status" }

/** As the wire writes them. */
const statusWords = Object.fromEntries(
  Object.entries(STATUS).map(([word, status]) => [word.toLowerCase(), status]),
)

describeProvider("midtrans", {
  openAcquirer: sandboxAcquirer("midtrans"),
  make: ({ credentials: { baseUrl, serverKey } }, { credentials, timeouts, retry }) =>
    Effect.flatMap(
      Effect.fromResult(
        decodeConfig({ baseUrl, serverKey, ...(credentials === "wrong" && WRONG), timeouts, retry }),
      ),
      make,
    ),
  secrets: ({ credentials: { serverKey } }, credentials) => [
    credentials === "right" ? serverKey : WRONG.serverKey,
  ],
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
    accounts: "One client has the credentials of one merchant so far.",
    "required-fields": "Midtrans needs nothing beyond amount and order id.",
    "signed-claims": "signature_key covers order id, code and amount, and not the status.",
    "inquire-shows-qr": "A status answer has no qr_string: the QR's text cannot be had again.",
  },
})
