import { CreatePayment, Customer, Rupiah } from "@qriskit/core"
import type { ProviderSettings, ProviderUnderTest } from "../../src/index.js"
import { openTinyAcquirer, type TinyAcquirer } from "./acquirer.js"
import { makeTinypay } from "./provider.js"
import { STATES } from "./wire.js"

const WRONG = { apiKey: "tiny-wrong-key-0123456789", secret: "tiny-wrong-secret-abcdefgh" }

export const configure = (
  { baseUrl, credentialsOf }: TinyAcquirer,
  { credentials, account, timeouts, retry }: ProviderSettings,
) => ({
  baseUrl,
  timeouts,
  retry,
  account,
  ...(credentials === "right" ? credentialsOf(account) : WRONG),
})

const answer = { paymentId: "uid", externalId: "id", amount: "amount", status: "state", qr: "qr" } as const

export const tinypay: ProviderUnderTest<TinyAcquirer> = {
  openAcquirer: () => openTinyAcquirer(),
  make: (acquirer, settings) => makeTinypay(configure(acquirer, settings)),
  secrets: ({ secrets }, credentials) => (credentials === "right" ? secrets() : Object.values(WRONG)),
  secretHeaders: ["x-signature"],
  request: ({ amount = Rupiah.make(25_000), ...choice }) =>
    new CreatePayment({
      amount,
      description: "Dua cangkir kopi",
      customer: new Customer({ name: "Pelanggan Contoh", email: "pelanggan@example.com" }),
      ...choice,
    }),
  invalidRequests: [
    { title: "too little", change: { amount: 999 }, fields: ["amount"] },
    { title: "nothing said", change: { description: "", amount: 999 }, fields: ["description", "amount"] },
  ],
  answers: { create: answer, inquire: answer, cancel: answer },
  refusalMessage: "error",
  statusWords: STATES,
  duplicateExternalId: "DuplicateExternalId",
  notApplicable: {
    "repeated-create": "Tinypay refuses an id that was used.",
    "found-create": "Tinypay finds a payment by its own id alone.",
  },
}

/** Tinypay where it answers a create that comes again as it answered the first. */
export const remembering: ProviderUnderTest<TinyAcquirer> = {
  ...tinypay,
  openAcquirer: () => openTinyAcquirer({ remembersCreates: true }),
  make: (acquirer, settings) => makeTinypay({ ...configure(acquirer, settings), sameAnswerMillis: 300_000 }),
  notApplicable: { "found-create": "Tinypay finds a payment by its own id alone." },
}
