import {
  describeProvider,
  type NotApplicable,
  type ProviderUnderTest,
  type SnapSandboxAcquirer,
  snapSandboxAcquirer,
} from "@qriskit/conformance"
import { PaymentRef, type PaymentStatus, type QrisProvider, Rupiah, Transport } from "@qriskit/core"
import { memoryTokenStore, present } from "@qriskit/core/provider-kit"
import type { SnapAcquirer, SnapSettings } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import { issueToken } from "../../src/inbound-token.js"
import { decodeConfig, make, makeAccounts, SnapCreate, type SnapProfileInput } from "../../src/index.js"
import { VERIFIED_WITH } from "../../src/recipe.js"
import { acquirerKeys, merchantKeys } from "./merchant.js"

/** What the acquirer does not know. */
const WRONG = {
  clientSecret: "secret-of-another-merchant",
  privateKey: merchantKeys.privateKey,
  acquirerKeys: acquirerKeys.publicKey,
}

const LATER = Date.parse("2100-01-01")

/** What every profile lacks: SNAP's answers name neither, and its fields say nothing of a payment's limits. */
const LACKS = {
  "amount-minimum": "SNAP names no limits of the amount.",
  "amount-maximum": "SNAP names no limits of the amount.",
  "create-names-amount": "A create's answer names no amount.",
  "create-names-status": "A create's answer has no status of its own, only a code.",
  "cancel-names-status": "A cancel's answer has no status of its own, only a code.",
  "repeated-create": "A repeated create is refused.",
  "found-create": "Its inquiry wants the acquirer's own id, or one that only a create's answer names.",
  channels: "There is one acquirer behind it.",
  "expiry-limits": "No document names limits of the time.",
  "expired-status": "No document names a code for a QR that ran out.",
  "required-fields": "Amount and external id are enough.",
  "notification-url": "Callbacks go to the address registered for the merchant.",
  "expiry-time": "No answer names an expiry; one that was asked for is kept.",
  "inquire-shows-qr": "An inquiry's answer has no QR.",
} as const satisfies NotApplicable

/** What an acquirer has and lacks beside what they have in common. */
export interface Case {
  readonly lacks: NotApplicable
  /** What every profile lacks, and this one has. */
  readonly has?: ReadonlyArray<keyof typeof LACKS>
  /** A create that is repeated is answered as the first, and not refused. */
  readonly repeatsAnswer?: boolean
  readonly words?: Readonly<Record<string, PaymentStatus>>
  /** Its answers name an id of the acquirer's. Default: true. */
  readonly namesPaymentId?: boolean
  /** Where an inquiry's answer carries ids, other than the standard. */
  readonly inquireIds?: { readonly externalId: undefined }
  readonly requestOf?: (externalId: string) => string
  readonly expiresAt?: () => Date
}

type Send = Transport["Service"]["send"]

/** What a broken provider does differently. */
interface Variation {
  /** How the acquirer writes. */
  readonly snap?: Partial<SnapSettings>
  readonly adapt?: (provider: QrisProvider) => QrisProvider
  readonly send?: (send: Send) => Send
}

/**
 * How a profile is put before its own dialect of the sandbox, which was written from the same
 * documents by another hand.
 */
export const underTest = <P extends SnapProfileInput>(
  profile: P,
  snapCase: Case,
  { snap = {}, adapt = (provider) => provider, send }: Variation = {},
): ProviderUnderTest<SnapSandboxAcquirer> => {
  const {
    lacks,
    has = [],
    requestOf = (externalId) => externalId,
    expiresAt,
    repeatsAnswer = false,
    namesPaymentId = true,
    inquireIds,
  } = snapCase
  const common = Object.fromEntries(
    Object.entries(LACKS).filter(([name]) => !has.some((feature) => feature === name)),
  )
  // As the preset's id says.
  const acquirer = profile.id.replace("snap-", "") as SnapAcquirer
  const words = snapCase.words ?? profile.status
  return {
    openAcquirer: async () => {
      const opened = await snapSandboxAcquirer(acquirer, { snap })()
      /** The acquirer's own id, where it does not tell the merchant. */
      const there = async (ref: PaymentRef) => {
        if (namesPaymentId) return ref
        const { merchantId } = await opened.credentialsOf(ref.account)
        return new PaymentRef({ ...ref, paymentId: `${profile.id}-${merchantId}-${ref.externalId}` })
      }
      const notification: typeof opened.notification = async (ref, forgery) => {
        const raw = await opened.notification(await there(ref), forgery)
        if (profile.inboundToken === undefined) return raw
        const { inbound } = await opened.credentialsOf(ref.account)
        const { clientId, secret } = inbound
        const claims = { clientId, profile: profile.id, account: ref.account, expiresAt: LATER }
        return { ...raw, headers: { ...raw.headers, authorization: `Bearer ${issueToken(secret, claims)}` } }
      }
      return {
        ...opened,
        notification,
        pay: async (ref) => opened.pay(await there(ref)),
        expire: async (ref) => opened.expire(await there(ref)),
        setStatus: async (ref, word) => opened.setStatus(await there(ref), word),
      }
    },
    make: (opened, settings) =>
      Effect.gen(function* () {
        const input = { ...(yield* Effect.promise(() => opened.configurationFor(settings, WRONG))), profile }
        const { account } = settings
        const making = make(yield* Effect.fromResult(decodeConfig(input)), present({ account }))
        const transport = yield* Transport
        const sending = send === undefined ? transport : { send: send(transport.send) }
        return adapt(yield* Effect.provideService(making, Transport, sending))
      }),
    accounts: (opened, { load, freshMillis }) =>
      makeAccounts({
        profile,
        load: load((settings) => opened.configurationFor(settings, WRONG)),
        freshMillis,
        tokenStore: memoryTokenStore(),
      }),
    secrets: (opened, credentials) => [
      ...opened.everyone().map(({ inbound }) => inbound.secret),
      ...(credentials === "right"
        ? opened.everyone().flatMap(({ clientSecret, privateKey }) => [clientSecret, privateKey])
        : [WRONG.clientSecret, WRONG.privateKey]),
    ],
    request: ({ amount = Rupiah.make(25_000), externalId, ...choice }) =>
      new SnapCreate({
        amount,
        externalId: requestOf(externalId),
        ...(expiresAt && { expiresAt: expiresAt() }),
        ...choice,
      }),
    invalidRequests: [
      {
        title: "an empty order and no amount",
        change: { orderId: "", amount: 0 },
        fields: ["orderId", "amount"],
      },
    ],
    answers: {
      create: {
        ...(namesPaymentId && { paymentId: "referenceNo" }),
        externalId: "partnerReferenceNo",
        qr: "qrContent",
      },
      inquire: {
        ...(namesPaymentId && { paymentId: "originalReferenceNo" }),
        ...(inquireIds === undefined && { externalId: "originalPartnerReferenceNo" }),
        amount: "amount.value",
        status: "latestTransactionStatus",
      },
      cancel: { externalId: "originalPartnerReferenceNo" },
    },
    refusalMessage: "responseMessage",
    statusWords: words,
    ...(!repeatsAnswer && { duplicateExternalId: "DuplicateExternalId" }),
    notApplicable: {
      ...common,
      ...(VERIFIED_WITH[profile.notification.recipe] === "publicKeys" && {
        "own-signatures":
          "The acquirer signs with one key for all merchants; the stored reference tells whose it is.",
      }),
      ...(profile.token === undefined && { tokens: "It signs every call and gives no token." }),
      ...(!namesPaymentId && {
        "create-names-payment-id": "It names no id of its own: the merchant's stands in for it.",
        "inquire-names-payment-id": "It names no id of its own: the merchant's stands in for it.",
      }),
      ...lacks,
    },
  }
}

/** A profile against its own dialect of the sandbox. */
export const describeProfile = <P extends SnapProfileInput>(profile: P, snapCase: Case): void => {
  describeProvider(profile.id, underTest(profile, snapCase))
}
