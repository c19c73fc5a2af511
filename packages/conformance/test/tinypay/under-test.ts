import { CreatePayment, Customer, Rupiah } from "@qriskit/core"
import * as Redacted from "effect/Redacted"
import type { ProviderUnderTest } from "../../src/index.js"
import { openTinyAcquirer, type TinyAcquirer } from "./acquirer.js"
import { makeTinypay, STATES } from "./provider.js"

const WRONG_KEY = "tiny-wrong-key-0123456789"
const WRONG_SECRET = "tiny-wrong-secret-abcdefgh"

const answers = { paymentId: "uid", externalId: "id", amount: "amount", status: "state", qr: "qr" } as const

export const tinypay: ProviderUnderTest<TinyAcquirer> = {
  openAcquirer: openTinyAcquirer,
  make: ({ baseUrl, apiKey, secret }, { credentials, timeouts, retry }) =>
    makeTinypay({
      baseUrl,
      apiKey: Redacted.make(credentials === "right" ? apiKey : WRONG_KEY),
      secret: Redacted.make(credentials === "right" ? secret : WRONG_SECRET),
      timeouts,
      retry,
    }),
  secrets: ({ apiKey, secret }, credentials) =>
    credentials === "right" ? [apiKey, secret] : [WRONG_KEY, WRONG_SECRET],
  request: ({ amount = Rupiah.make(25_000), ...choice }) =>
    new CreatePayment({
      amount,
      description: "Dua cangkir kopi",
      customer: new Customer({ name: "Pelanggan Contoh", email: "pelanggan@example.com" }),
      ...choice,
    }),
  invalidRequests: [
    {
      title: "no description, an amount below the minimum",
      change: { description: undefined, amount: 999 },
      fields: ["description", "amount"],
    },
  ],
  answers: { create: answers, inquire: answers, cancel: answers },
  refusalMessage: "error",
  statusWords: STATES,
  duplicateExternalId: "DuplicateExternalId",
  notApplicable: {
    "cancel/not-offered": "Tinypay can cancel.",
    "refund/not-offered": "Tinypay can refund.",
    "expiry/not-offered": "Tinypay lets one choose.",
    "capabilities/notification-url-not-offered": "Tinypay takes an address.",
  },
}
