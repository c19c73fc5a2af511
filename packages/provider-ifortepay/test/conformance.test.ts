import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { decodeConfig, IfortepayCreate, make, makeAccounts, STATUS } from "../src/index.js"

const WRONG = { secretUnboundId: "0x99887766554433221100", hashKey: "anotherHashKey9876543210" }
const answer = {
  paymentId: "transaction_id",
  externalId: "external_id",
  amount: "payment_details.amount",
  status: "transaction_status",
  qr: "qr_response.qr_string",
}

describeProvider("ifortepay", {
  openAcquirer: sandboxAcquirer("ifortepay"),
  make: (acquirer, settings) =>
    Effect.gen(function* () {
      const input = yield* Effect.promise(() => acquirer.configurationFor(settings, WRONG))
      const { account } = settings
      return yield* make(yield* Effect.fromResult(decodeConfig(input)), present({ account }))
    }),
  accounts: (acquirer, { load, freshMillis }) =>
    makeAccounts({ load: load((settings) => acquirer.configurationFor(settings, WRONG)), freshMillis }),
  secrets: (acquirer, credentials) =>
    credentials === "right"
      ? acquirer.everyone().flatMap(({ secretUnboundId, hashKey }) => [secretUnboundId, hashKey])
      : Object.values(WRONG),
  secretHeaders: ["x-req-signature"],
  request: ({ amount = Rupiah.make(25_000), ...choice }) =>
    new IfortepayCreate({
      amount,
      description: "Dua kopi",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
      ...choice,
    }),
  invalidRequests: [
    {
      title: "an id with a blank, no e-mail, and an amount below the least",
      change: { externalId: "a b", "customer.email": "", amount: 999 },
      fields: ["externalId", "customer.email", "amount"],
    },
    {
      title: "a channel that is not open and a callback address that is none",
      change: { channel: "LINKAJA", notificationUrl: "toko" },
      fields: ["channel", "notificationUrl"],
    },
  ],
  answers: { create: answer, inquire: answer, cancel: answer },
  refusalMessage: "response_message",
  statusWords: STATUS,
  duplicateExternalId: "DuplicateExternalId",
  notApplicable: {
    tokens: "iFortepay signs every call and gives no token.",
    refund: "iFortepay documents no refund API for QRIS.",
    "found-create": "An inquiry wants the transaction_id that the lost answer named.",
    "repeated-create": "iFortepay documents no memory of what it answered.",
    "signed-claims": "mcp-signature covers the ids and neither status nor amount.",
  },
})
