import { createHmac } from "node:crypto"
import {
  Cancellation,
  type Cancels,
  type Capabilities,
  CreatePayment,
  Notification,
  NotificationSubject,
  Payer,
  Payment,
  PaymentRef,
  type PaymentStatus,
  QrisError,
  type QrisProvider,
  Refund,
  RefundPayment,
  type Refunds,
  type RetryPolicy,
  type Rupiah,
  type Timeouts,
  Transport,
  UntrustedResponse,
} from "@qriskit/core"
import {
  type Answer,
  checkQr,
  decodeRef,
  decodeRequest,
  decoderOf,
  invalidNotification,
  isSameSecret,
  jsonReply,
  makeExchange,
  notificationHeader,
  observe,
  present,
  type QrCheck,
  readNotificationBody,
  reasonOfStatus,
  rupiahIn,
  statusOf,
  textIn,
  timeIn,
  WireRupiah,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const PROVIDER = "tinypay"

export type Tinypay = QrisProvider & Cancels & Refunds

export interface TinypayConfig {
  readonly baseUrl: string
  readonly apiKey: Redacted.Redacted<string>
  readonly secret: Redacted.Redacted<string>
  readonly timeouts: Timeouts
  readonly retry: RetryPolicy
}

/** Tinypay's words. */
export const STATES: Readonly<Record<string, PaymentStatus>> = {
  OPEN: "pending",
  SETTLED: "paid",
  LAPSED: "expired",
  VOID: "canceled",
  BROKEN: "failed",
  PARTLY_RETURNED: "partially_refunded",
  RETURNED: "refunded",
}

const LIMITS = { minimum: 1_000, maximum: 5_000_000 } as const
const EXPIRY = { minimumMinutes: 5, maximumMinutes: 60 } as const
const ID_LENGTH = 32

const CAPABILITIES: Capabilities = {
  title: "Tinypay",
  cancel: { supported: true },
  refund: { supported: true },
  expiry: { supported: true, ...EXPIRY },
  notificationUrl: { supported: true },
  amount: LIMITS,
  externalId: { maximumLength: ID_LENGTH },
  channels: [{ id: "TINY" }],
  notifications: { authenticity: "signed", statuses: ["paid", "expired", "canceled", "refunded"] },
  requiredFields: ["description"],
}

class TinyCreate extends Schema.Class<TinyCreate>("TinyCreate")({
  ...CreatePayment.fields,
  externalId: Schema.NonEmptyString.check(Schema.isMaxLength(ID_LENGTH, { message: "is too long" })),
  description: Schema.NonEmptyString,
}) {}

const TinyAnswer = Schema.Struct({
  uid: Schema.NonEmptyString,
  id: Schema.NonEmptyString,
  amount: WireRupiah,
  state: Schema.NonEmptyString,
  channel: Schema.optionalKey(Schema.Unknown),
  qr: Schema.optionalKey(Schema.String),
  expires_at: Schema.optionalKey(Schema.Unknown),
  paid_at: Schema.optionalKey(Schema.Unknown),
  payer: Schema.optionalKey(Schema.Struct({ bank: Schema.optionalKey(Schema.Unknown) })),
  refund_id: Schema.optionalKey(Schema.String),
  refunded: Schema.optionalKey(Schema.Unknown),
})
type TinyAnswer = typeof TinyAnswer.Type
const decodeAnswer = decoderOf(TinyAnswer)

const decodeClaim = decoderOf(
  Schema.Struct({
    uid: Schema.NonEmptyString,
    id: Schema.NonEmptyString,
    order: Schema.NonEmptyString,
    state: Schema.NonEmptyString,
    amount: WireRupiah,
    at: Schema.optionalKey(Schema.Unknown),
  }),
)

const hmac = (secret: Redacted.Redacted<string>, body: string): string =>
  createHmac("sha256", Redacted.value(secret)).update(body).digest("hex")

/** What the broken variants break. */
export const SOUND_PARTS = {
  sign: hmac,
  status: (word: string): PaymentStatus => statusOf(STATES, word),
  isGenuine: (given: string, expected: string): boolean => isSameSecret(given, expected),
  contradictions: (
    answer: TinyAnswer,
    asked: { id: string; uid?: string; amount?: Rupiah },
  ): ReadonlyArray<string> => [
    ...(answer.id === asked.id ? [] : ["it is about another external id"]),
    ...(asked.uid === undefined || answer.uid === asked.uid ? [] : ["it is about another payment"]),
    ...(asked.amount === undefined || answer.amount === asked.amount ? [] : ["it names another amount"]),
  ],
  /** How a QR is looked at before it is shown. */
  qrCheck: "strict" as QrCheck,
  /** Whether the acquirer's echo of a secret is cut out. */
  scrubs: true,
}
export type TinyParts = typeof SOUND_PARTS

const ownWords = ({ body }: Answer): string | undefined =>
  typeof body === "object" && body !== null && "error" in body ? textIn(body.error) : undefined

const minutesAhead = (expiresAt: Date): number => (expiresAt.getTime() - Date.now()) / 60_000

const rules = ({ amount, expiresAt }: { readonly amount?: number; readonly expiresAt?: Date }) => [
  ...(amount !== undefined && (amount < LIMITS.minimum || amount > LIMITS.maximum)
    ? [{ path: "amount", message: "is outside the limits" }]
    : []),
  ...(expiresAt !== undefined &&
  (minutesAhead(expiresAt) < EXPIRY.minimumMinutes || minutesAhead(expiresAt) > EXPIRY.maximumMinutes)
    ? [{ path: "expiresAt", message: "must be 5 to 60 minutes ahead" }]
    : []),
]

/** A provider written from core's documentation alone. */
export const makeTinypay = (
  config: TinypayConfig,
  parts: TinyParts = SOUND_PARTS,
): Effect.Effect<Tinypay, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: "tinypay-test/1.0.0",
      transport,
      timeouts: config.timeouts,
      retry: config.retry,
      secrets: parts.scrubs ? [config.apiKey, config.secret] : [],
    })

    const call = (operation: "create" | "inquire" | "cancel" | "refund", path: string, body: object) =>
      exchange.send({
        operation,
        url: config.baseUrl + path,
        headers: {
          authorization: `Tiny ${Redacted.value(config.apiKey)}`,
          "x-signature": parts.sign(config.secret, JSON.stringify(body)),
        },
        body,
        decode: decodeAnswer,
        refusal: (answer) => {
          const words = ownWords(answer)
          const said = present({ providerMessage: words && answer.clean(words) })
          return reasonOfStatus(operation, answer, words !== undefined, said)
        },
      })

    const untrusted = (
      operation: "create" | "inquire" | "cancel" | "refund",
      contradictions: ReadonlyArray<string>,
    ) => new QrisError({ provider: PROVIDER, operation, reason: new UntrustedResponse({ contradictions }) })

    const decodeCreate = decodeRequest(PROVIDER, "create", TinyCreate)
    const decodeRefund = decodeRequest(PROVIDER, "refund", RefundPayment)

    const paymentOf = (
      answer: TinyAnswer,
      raw: unknown,
      ref: PaymentRef,
      qr: Payment["qr"] | undefined,
    ): Payment =>
      new Payment({
        ref,
        status: parts.status(answer.state),
        providerStatus: answer.state,
        amount: answer.amount,
        raw,
        ...present({
          qr,
          expiresAt: timeIn(answer.expires_at),
          paidAt: timeIn(answer.paid_at),
          payer: answer.payer && new Payer(present({ issuer: textIn(answer.payer.bank) })),
        }),
      })

    const create = Effect.fn("Tinypay.create")(
      function* (input: CreatePayment) {
        const request = yield* decodeCreate(input, rules)
        const { amount, externalId: id, orderId = id, expiresAt, notificationUrl } = request
        const { answer, raw } = yield* call("create", "/qr", {
          id,
          order: orderId,
          amount,
          ...present({ expires_at: expiresAt?.toISOString(), callback_url: notificationUrl?.href }),
        })
        const contradictions = parts.contradictions(answer, { id, amount })
        if (contradictions.length > 0) return yield* untrusted("create", contradictions)
        const qr = checkQr(answer.qr ?? "", [amount], parts.qrCheck)
        if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
        const ref = new PaymentRef({
          provider: PROVIDER,
          paymentId: answer.uid,
          externalId: id,
          orderId,
          channel: "TINY",
        })
        return paymentOf(answer, raw, ref, qr.success)
      },
      observe(PROVIDER, "create"),
    )

    const inquire = Effect.fn("Tinypay.inquire")(
      function* (input: PaymentRef) {
        const ref = yield* decodeRef(PROVIDER, "inquire")(input)
        const { answer, raw } = yield* call("inquire", "/qr/status", { uid: ref.paymentId })
        const contradictions = parts.contradictions(answer, { id: ref.externalId, uid: ref.paymentId })
        if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
        const qr = answer.qr === undefined ? undefined : checkQr(answer.qr, [answer.amount], parts.qrCheck)
        return paymentOf(answer, raw, ref, qr && Result.isSuccess(qr) ? qr.success : undefined)
      },
      observe(PROVIDER, "inquire"),
    )

    const cancel = Effect.fn("Tinypay.cancel")(
      function* (input: PaymentRef) {
        const ref = yield* decodeRef(PROVIDER, "cancel")(input)
        const { answer, raw } = yield* call("cancel", "/qr/cancel", { uid: ref.paymentId })
        const contradictions = parts.contradictions(answer, { id: ref.externalId, uid: ref.paymentId })
        if (contradictions.length > 0) return yield* untrusted("cancel", contradictions)
        return new Cancellation({
          ref,
          status: parts.status(answer.state),
          providerStatus: answer.state,
          raw,
        })
      },
      observe(PROVIDER, "cancel"),
    )

    const refund = Effect.fn("Tinypay.refund")(
      function* (input: PaymentRef, wanted: RefundPayment) {
        const ref = yield* decodeRef(PROVIDER, "refund")(input)
        const { externalId, amount } = yield* decodeRefund(wanted)
        const { answer, raw } = yield* call("refund", "/qr/refund", {
          uid: ref.paymentId,
          refund_id: externalId,
          ...present({ amount }),
        })
        return new Refund({
          ref,
          externalId,
          status: parts.status(answer.state),
          providerStatus: answer.state,
          raw,
          ...present({ amount: rupiahIn(answer.refunded) }),
        })
      },
      (effect, ref) => observe(PROVIDER, "refund")(effect, ref),
    )

    const claimIn = (raw: Parameters<Tinypay["notifications"]["read"]>[0]) =>
      readNotificationBody(PROVIDER, raw, decodeClaim)

    return {
      id: PROVIDER,
      capabilities: CAPABILITIES,
      create,
      inquire,
      cancel,
      refund,
      notifications: {
        peek: (raw) =>
          Effect.map(
            claimIn(raw),
            ({ claim: { uid, id, order } }) =>
              new NotificationSubject({ provider: PROVIDER, paymentId: uid, externalId: id, orderId: order }),
          ),
        read: (raw, expected) =>
          Effect.gen(function* () {
            const { claim, raw: body } = yield* claimIn(raw)
            const given = notificationHeader(raw.headers, "x-tiny-signature") ?? ""
            const text = typeof raw.body === "string" ? raw.body : Buffer.from(raw.body).toString()
            if (!parts.isGenuine(given, hmac(config.secret, text))) {
              return yield* invalidNotification(PROVIDER, "unauthentic", "x-tiny-signature does not match")
            }
            const { uid, id, order, state, amount } = claim
            if (expected !== undefined && (expected.paymentId !== uid || expected.externalId !== id)) {
              return yield* invalidNotification(PROVIDER, "mismatch", "it is about another payment")
            }
            const ref = {
              provider: PROVIDER,
              paymentId: uid,
              externalId: id,
              orderId: order,
              channel: "TINY",
            }
            return new Notification({
              ref: new PaymentRef(ref),
              claimedStatus: parts.status(state),
              providerStatus: state,
              amount,
              authenticity: "signed",
              raw: body,
              ...present({ occurredAt: timeIn(claim.at) }),
            })
          }),
        reply: (outcome) => jsonReply({ accepted: 200, rejected: 401, failed: 500 }[outcome], { outcome }),
      },
    }
  })
