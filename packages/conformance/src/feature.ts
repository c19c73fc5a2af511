import { canCancel, canRefund, type Payment } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Bench } from "./bench.js"

/** Something that not every provider has. */
export interface Feature {
  /** What it is, in words that follow "this provider has no". */
  readonly what: string
  readonly offered: (bench: Bench) => boolean | Promise<boolean>
}

const inquirePaid = async (bench: Bench): Promise<Payment> =>
  bench.run(bench.provider.inquire((await bench.createPaid()).ref))

/** Whether a callback about one account's payment is unauthentic to another. */
const isProvenByAccount = async (bench: Bench): Promise<boolean> => {
  const mine = await bench.open({ account: "toko-1" })
  const other = await bench.open({ account: "toko-2" })
  const { ref } = await bench.run(mine.provider.create(bench.request()))
  await bench.acquirer.pay(ref)
  const raw = await bench.acquirer.notification(ref)
  const reading = await bench.run(Effect.result(other.provider.notifications.read(raw)))
  if (Result.isSuccess(reading)) return false
  const { reason } = reading.failure
  return reason._tag === "InvalidNotification" && reason.kind === "unauthentic"
}

const inquireRefunded = async (bench: Bench): Promise<Payment> => {
  const { provider } = bench
  const { ref } = await bench.createPaid()
  if (canRefund(provider)) await bench.run(provider.refund(ref, { externalId: "refund-that-looks" }))
  return bench.run(provider.inquire(ref))
}

/** Everything that scenarios may need and a provider may lack. What it lacks it declares, with the reason. */
export const FEATURES = {
  accounts: {
    what: "accounts of many merchants",
    offered: async (bench) => {
      if (bench.acquirer.accounts === undefined) return false
      const { provider } = await bench.open({ account: "toko-1" })
      return (await bench.run(provider.create(bench.request()))).ref.account === "toko-1"
    },
  },
  "accounts-table": {
    what: "accounts that are loaded from a platform's table",
    offered: ({ hasPlatform }) => hasPlatform,
  },
  tokens: {
    what: "bearer token that a login gives",
    offered: async (bench) => {
      const { provider, bearers } = await bench.open()
      await bench.run(provider.create(bench.request()))
      return bearers().length > 0
    },
  },
  cancel: {
    what: "cancel",
    offered: ({ provider }) => canCancel(provider),
  },
  refund: {
    what: "refund",
    offered: ({ provider }) => canRefund(provider),
  },
  "partial-refund": {
    what: "refund of a part",
    offered: ({ provider: { capabilities } }) =>
      capabilities.refund.supported && capabilities.refund.terms.some(({ partial }) => partial.supported),
  },
  "refunded-status": {
    what: "word for a payment that is refunded",
    offered: async (bench) => (await inquireRefunded(bench)).status !== "paid",
  },
  "refund-window": {
    what: "time within which refunds must be asked for",
    offered: ({ provider: { capabilities } }) =>
      capabilities.refund.supported && capabilities.refund.terms.some(({ days }) => days !== undefined),
  },
  "repeated-create": {
    what: "answer for a create that is repeated but the first one's",
    offered: ({ provider }) => provider.capabilities.repeatedCreate !== undefined,
  },
  "found-create": {
    what: "way to ask about a create whose answer was lost",
    offered: ({ provider }) => provider.capabilities.lostCreates !== undefined,
  },
  "duplicate-refusal": {
    what: "refusal of an external id that was used",
    offered: ({ facts }) => facts.duplicateExternalId !== undefined,
  },
  channels: {
    what: "channels to choose from",
    offered: ({ provider }) => provider.capabilities.channels.length > 0,
  },
  "amount-minimum": {
    what: "smallest amount",
    offered: ({ provider }) => provider.capabilities.amount.minimum !== undefined,
  },
  "amount-maximum": {
    what: "largest amount",
    offered: ({ provider: { capabilities } }) =>
      capabilities.amount.maximum !== undefined ||
      capabilities.channels.some(({ maximumAmount }) => maximumAmount !== undefined),
  },
  "external-id-length": {
    what: "greatest length of an external id",
    offered: ({ provider }) => provider.capabilities.externalId.maximumLength !== undefined,
  },
  "expiry-choice": {
    what: "choice of an expiry",
    offered: ({ provider }) => provider.capabilities.expiry.supported,
  },
  "expiry-limits": {
    what: "limits of an expiry",
    offered: ({ provider: { capabilities } }) =>
      capabilities.expiry.minimumMinutes !== undefined && capabilities.expiry.maximumMinutes !== undefined,
  },
  "expiry-time": {
    what: "time of expiry in its payments",
    offered: async (bench) => (await bench.create()).expiresAt !== undefined,
  },
  "expired-status": {
    what: "word for a QR that ran out",
    offered: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.expire(ref)
      return (await bench.run(bench.provider.inquire(ref))).status === "expired"
    },
  },
  "json-callbacks": {
    what: "JSON in its callbacks",
    offered: async (bench) => {
      const { body } = await bench.acquirer.notification((await bench.createPaid()).ref)
      const text = typeof body === "string" ? body : new TextDecoder().decode(body)
      return text.trimStart().startsWith("{")
    },
  },
  "paid-time": {
    what: "time of payment in its paid payments",
    offered: async (bench) => (await inquirePaid(bench)).paidAt !== undefined,
  },
  payer: {
    what: "payer in its paid payments",
    offered: async (bench) => (await inquirePaid(bench)).payer !== undefined,
  },
  "required-fields": {
    what: "further fields that a request must set",
    offered: ({ provider }) => provider.capabilities.requiredFields.length > 0,
  },
  "notification-url": {
    what: "callback address for one payment",
    offered: ({ provider }) => provider.capabilities.notificationUrl.supported,
  },
  "signed-callbacks": {
    what: "signature on its callbacks",
    offered: ({ provider }) => provider.capabilities.notifications.authenticity !== "none",
  },
  "own-signatures": {
    what: "secret of each account's own that signs its callbacks",
    offered: isProvenByAccount,
  },
  "signed-claims": {
    what: "signature over a callback's status and amount",
    offered: ({ provider }) => provider.capabilities.notifications.authenticity === "signed",
  },
  "refusal-message": {
    what: "message of its own in a refusal",
    offered: ({ facts }) => facts.refusalMessage !== undefined,
  },
  "create-names-amount": {
    what: "amount in its answer to create",
    offered: ({ facts }) => facts.answers.create.amount !== undefined,
  },
  "create-names-payment-id": {
    what: "payment id in its answer to create",
    offered: ({ facts }) => facts.answers.create.paymentId !== undefined,
  },
  "create-names-status": {
    what: "status in its answer to create",
    offered: ({ facts }) => facts.answers.create.status !== undefined,
  },
  "create-names-external-id": {
    what: "external id in its answer to create",
    offered: ({ facts }) => facts.answers.create.externalId !== undefined,
  },
  "inquire-names-external-id": {
    what: "external id in its answer to inquire",
    offered: ({ facts }) => facts.answers.inquire.externalId !== undefined,
  },
  "inquire-names-payment-id": {
    what: "payment id in its answer to inquire",
    offered: ({ facts }) => facts.answers.inquire.paymentId !== undefined,
  },
  "inquire-shows-qr": {
    what: "QR in its answer to inquire",
    offered: ({ facts }) => facts.answers.inquire.qr !== undefined,
  },
  "cancel-names-external-id": {
    what: "external id in its answer to cancel",
    offered: ({ facts }) => facts.answers.cancel?.externalId !== undefined,
  },
  "cancel-names-status": {
    what: "status in its answer to cancel",
    offered: ({ facts }) => facts.answers.cancel?.status !== undefined,
  },
} satisfies Readonly<Record<string, Feature>>

/** A feature by name. */
export type FeatureName = keyof typeof FEATURES
