import { CreatePayment, Customer, Rupiah } from "@qriskit/core"
import * as Redacted from "effect/Redacted"
import type { ProviderSettings, ProviderUnderTest } from "../../src/index.js"
import { openTinyAcquirer, type TinyAcquirer } from "./acquirer.js"
import { makeTinypay, SOUND_PARTS, STATES, type TinyParts } from "./provider.js"

const WRONG_KEY = "tiny-wrong-key-0123456789"
const WRONG_SECRET = "tiny-wrong-secret-abcdefgh"

const answers = { paymentId: "uid", externalId: "id", amount: "amount", status: "state", qr: "qr" } as const

/** Makes Tinypay, with some of its parts replaced. */
export const tinypayWith =
  (parts: Partial<TinyParts>) =>
  ({ baseUrl, apiKey, secret }: TinyAcquirer, { credentials, timeouts, retry }: ProviderSettings) =>
    makeTinypay(
      {
        baseUrl,
        apiKey: Redacted.make(credentials === "right" ? apiKey : WRONG_KEY),
        secret: Redacted.make(credentials === "right" ? secret : WRONG_SECRET),
        timeouts,
        retry,
      },
      { ...SOUND_PARTS, ...parts },
    )

export const tinypay: ProviderUnderTest<TinyAcquirer> = {
  openAcquirer: openTinyAcquirer,
  make: tinypayWith({}),
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
  notApplicable: {},
}
