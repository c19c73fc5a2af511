import { describeProvider, sandboxAcquirer } from "@qriskit/conformance"
import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { decodeConfig, make, makeAccounts, memoryTokenStore, STATUS, ZipayCreate } from "../src/index.js"

const WRONG = { password: "not-the-password", merchantKey: "00000000-0000-4000-8000-000000000000" }
const answer = {
  paymentId: "data.uuid",
  externalId: "data.externalId",
  amount: "data.amount",
  status: "data.status",
  qr: "data.qrString",
}

describeProvider("zipay", {
  openAcquirer: sandboxAcquirer("zipay"),
  make: (acquirer, settings) =>
    Effect.gen(function* () {
      const input = yield* Effect.promise(() => acquirer.configurationFor(settings, WRONG))
      const { account } = settings
      return yield* make(yield* Effect.fromResult(decodeConfig(input)), present({ account }))
    }),
  accounts: (acquirer, { load, freshMillis }) =>
    makeAccounts({
      load: load((settings) => acquirer.configurationFor(settings, WRONG)),
      freshMillis,
      tokenStore: memoryTokenStore(),
    }),
  secrets: (acquirer, credentials) =>
    credentials === "right"
      ? acquirer.everyone().flatMap(({ password, merchantKey }) => [password, merchantKey])
      : Object.values(WRONG),
  request: ({ amount = Rupiah.make(25_000), ...choice }) => new ZipayCreate({ amount, ...choice }),
  invalidRequests: [
    {
      title: "an empty order and an expiry, which Zipay has no field for",
      change: { orderId: "", expiresAt: new Date("2030-01-01T00:00:00+07:00") },
      fields: ["orderId", "expiresAt"],
    },
  ],
  answers: { create: answer, inquire: answer },
  refusalMessage: "message",
  statusWords: STATUS,
  duplicateExternalId: "DuplicateExternalId",
  notApplicable: {
    cancel: "Zipay documents no cancel; a QR expires by itself.",
    "found-create": "Zipay finds a payment by its own id alone.",
    "repeated-create": "Zipay documents no memory of what it answered.",
    refund: "Zipay documents no refund.",
    channels: "Zipay is its own acquirer.",
    "amount-minimum": "Zipay documents no limits of the amount.",
    "amount-maximum": "Zipay documents no limits of the amount.",
    "external-id-length": "Zipay documents no length.",
    "required-fields": "Amount and external id are enough.",
    "expiry-choice": "Zipay decides when a QR expires.",
    "notification-url": "Callbacks go to the address registered for the merchant.",
    "paid-time": "What a paid inquiry adds is not documented; callbacks tell the time.",
    payer: "What a paid inquiry adds is not documented; callbacks name the payer.",
    "signed-callbacks": "Zipay signs no callback.",
    "signed-claims": "Zipay signs no callback.",
  },
})
