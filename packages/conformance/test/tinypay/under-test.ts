import { CreatePayment, Customer, Rupiah } from "@qriskit/core"
import { memoryTokenStore } from "@qriskit/core/provider-kit"
import type { ProviderSettings, ProviderUnderTest } from "../../src/index.js"
import { makeTinypayAccounts } from "./accounts.js"
import { openTinyAcquirer, type TinyAcquirer } from "./acquirer.js"
import { makeTinypay, type TinypayConfig } from "./provider.js"
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

/** How Tinypay is made, alone and for a platform, with settings that are the same for everybody. */
const makingWith = (
  common: () => Partial<TinypayConfig>,
): Pick<ProviderUnderTest<TinyAcquirer>, "make" | "accounts"> => ({
  make: (acquirer, settings) => makeTinypay({ ...configure(acquirer, settings), ...common() }),
  accounts: (acquirer, { load, freshMillis }) => {
    const shared = common()
    return makeTinypayAccounts({
      load: load((settings) => ({ ...configure(acquirer, settings), ...shared })),
      freshMillis,
    })
  },
})

const NO_TOKENS = { tokens: "The key goes with every call." } as const

const answer = { paymentId: "uid", externalId: "id", amount: "amount", status: "state", qr: "qr" } as const

export const tinypay: ProviderUnderTest<TinyAcquirer> = {
  openAcquirer: () => openTinyAcquirer(),
  ...makingWith(() => ({})),
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
    ...NO_TOKENS,
    "repeated-create": "Tinypay refuses an id that was used.",
    "found-create": "Tinypay finds a payment by its own id alone.",
  },
}

/** Tinypay where it answers a create that comes again as it answered the first. */
export const remembering: ProviderUnderTest<TinyAcquirer> = {
  ...tinypay,
  ...makingWith(() => ({ sameAnswerMillis: 300_000 })),
  openAcquirer: () => openTinyAcquirer({ remembersCreates: true }),
  notApplicable: { ...NO_TOKENS, "found-create": "Tinypay finds a payment by its own id alone." },
}

/** Tinypay where it logs in, and all accounts keep their tokens in one place. */
export const loggingIn: ProviderUnderTest<TinyAcquirer> = {
  ...tinypay,
  ...makingWith(() => ({ tokenStore: memoryTokenStore() })),
  notApplicable: {
    "repeated-create": "Tinypay refuses an id that was used.",
    "found-create": "Tinypay finds a payment by its own id alone.",
  },
}

/** Tinypay where it has whatever it can have. */
export const havingAll: ProviderUnderTest<TinyAcquirer> = {
  ...remembering,
  ...makingWith(() => ({ sameAnswerMillis: 300_000, tokenStore: memoryTokenStore() })),
}
