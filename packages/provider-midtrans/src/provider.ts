import {
  type Cancels,
  MalformedResponse,
  type Operation,
  PaymentRef,
  type QrisError,
  type QrisProvider,
  type Reaches,
  type RefundPayment,
  type RefundRef,
  type Refunds,
  Transport,
} from "@qriskit/core"
import {
  basicCredentials,
  type Call,
  cancelKnowingState,
  cancellationOf,
  checkQr,
  contradictionsAmong,
  currentTimeMillis,
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  differsInAmount,
  type Exchange,
  type Exchanged,
  failuresOf,
  lazily,
  makeExchange,
  paymentIdInPath,
  present,
  providerLayer,
  reachOver,
  startedAs,
  type TimeReader,
  timeReader,
  trusted,
  untraced,
  verbFor,
  verbsOf,
} from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import manifest from "../package.json" with { type: "json" }
import { capabilitiesOf } from "./capabilities.js"
import { baseUrlOf, keyWarning, type MidtransConfig } from "./config.js"
import { isRefundKeyUsed, refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import {
  amountsIn,
  contradictingIds,
  listedRefundOf,
  payableAmounts,
  paymentOf,
  refundAmong,
  refundContradictions,
  refundOf,
  statusIn,
} from "./payment.js"
import { MidtransCreate, MidtransRefund, requestRules } from "./request.js"
import { idempotencyKey } from "./signature.js"
import {
  CHARGE_PATH,
  chargeBody,
  decodeRefundAnswer,
  decodeTransaction,
  NOTIFICATION_HEADER,
  qrImageIn,
  qrStringIn,
  refundBody,
  refundsIn,
  type TransactionAnswer,
  transactionPath,
} from "./wire.js"

const PROVIDER = "midtrans"

const USER_AGENT = `${manifest.name}/${manifest.version}`

/** Midtrans: makes, inquires about, cancels and refunds dynamic QRIS through GoPay and ShopeePay. */
export type MidtransProvider = QrisProvider<MidtransCreate> & Cancels & Refunds & Reaches

/** Midtrans as a service, `cancel` and `refund` included. */
export class Midtrans extends Context.Service<Midtrans, MidtransProvider>()(
  "@qriskit/provider-midtrans/Midtrans",
) {}

/** What is not configuration. */
export interface MidtransOptions {
  /**
   * The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it.
   */
  readonly account?: string
}

const { fail, untrusted } = failuresOf(PROVIDER)

/** What a call has beside what all have. */
type MidtransCall<A> = Pick<Call<A>, "operation" | "method" | "body" | "decode" | "sameAnswerMillis"> & {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One merchant, of perhaps thousands: what every call of it needs, in one place in memory. */
interface Merchant extends Exchange {
  readonly config: MidtransConfig
  readonly account: string | undefined
  readonly baseUrl: string
  readonly authorization: string
  readonly timeIn: TimeReader
}

const sendAs = <A>(merchant: Merchant, { path, headers, ...call }: MidtransCall<A>) =>
  merchant.send({
    ...call,
    url: merchant.baseUrl + path,
    headers: { authorization: merchant.authorization, ...headers },
    refusal: refusalOf(call.operation),
  })

const decodeCreate = decodeRequest(PROVIDER, "create", MidtransCreate)
const decodeRefund = decodeRequest(PROVIDER, "refund", MidtransRefund)
const decodeRefundOf = decodeRefundRef(PROVIDER)

/** The reference that a merchant's verb was given. */
const refOf = ({ account }: Merchant, operation: "inquire" | "cancel" | "refund", input: PaymentRef) =>
  decodeRef(PROVIDER, operation, { account, rules: paymentIdInPath })(input)

const makeQr = untraced(function* (merchant: Merchant, input: MidtransCreate) {
  const { config, account, timeIn } = merchant
  const now = yield* currentTimeMillis
  const request = yield* decodeCreate(input, requestRules(config, now))
  const { externalId, orderId = externalId, channel = config.acquirer } = request
  const exchanged = yield* sendAs(merchant, {
    operation: "create",
    path: CHARGE_PATH,
    headers: {
      "idempotency-key": idempotencyKey("create", externalId),
      ...present({ [NOTIFICATION_HEADER]: request.notificationUrl?.href }),
    },
    body: chargeBody(request, channel, now),
    decode: decodeTransaction,
    sameAnswerMillis: config.sameAnswerMillis || undefined,
  })
  const { answer, raw } = exchanged
  const status = statusIn(answer)
  const amounts = amountsIn(answer, answer.gross_amount)
  const contradictions = contradictionsAmong([
    ...contradictingIds(answer, { externalId, channel }),
    // A remembered answer ignores what is asked now: another amount shows here.
    differsInAmount(amounts.amount, request.amount),
    startedAs(status),
  ])
  if (contradictions.length > 0) return yield* untrusted("create", contradictions)
  const text = qrStringIn(raw)
  if (text === undefined) {
    const description = "it has no qr_string, only the address of a picture, which is no QRIS string"
    return yield* fail("create", new MalformedResponse({ outcome: "unknown", description }))
  }
  const qr = checkQr(text, payableAmounts(amounts), config.qrCheck)
  if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
  const ref = trusted(PaymentRef, {
    provider: PROVIDER,
    paymentId: answer.transaction_id,
    externalId,
    orderId,
    channel,
    account,
  })
  return paymentOf(exchanged, ref, { ...qr.success, imageUrl: qrImageIn(raw) }, timeIn)
})

/** Asks about a transaction, and checks that the answer is about it. */
const ask = untraced(function* (merchant: Merchant, operation: Operation, ref: PaymentRef) {
  const exchanged = yield* sendAs(merchant, {
    operation: "inquire",
    method: "GET",
    path: transactionPath(ref.paymentId, "status"),
    decode: decodeTransaction,
  })
  const contradictions = contradictingIds(exchanged.answer, ref)
  return contradictions.length > 0 ? yield* untrusted(operation, contradictions) : exchanged
})

const sendCancel = untraced(function* (merchant: Merchant, ref: PaymentRef) {
  const { answer, raw, clean } = yield* sendAs(merchant, {
    operation: "cancel",
    path: transactionPath(ref.paymentId, "cancel"),
    body: {},
    decode: decodeTransaction,
  })
  const contradictions = contradictingIds(answer, ref)
  if (contradictions.length > 0) return yield* untrusted("cancel", contradictions)
  return yield* Effect.fromResult(
    cancellationOf(PROVIDER, ref, {
      status: statusIn(answer),
      providerStatus: clean(answer.transaction_status),
      raw,
    }),
  )
})

/** The refund under this key in a status answer; `undefined` where it lists none. */
const listed = untraced(function* (
  { config, timeIn }: Merchant,
  exchanged: Exchanged<TransactionAnswer>,
  ref: PaymentRef,
  externalId: string,
) {
  const found = refundAmong(refundsIn(exchanged.answer), externalId)
  if (typeof found === "string")
    return yield* fail("inquire", new MalformedResponse({ outcome: "unknown", description: found }))
  return found && listedRefundOf(exchanged, ref, externalId, found, config.refundSettles, timeIn)
})

/** A key that was used before: the refund under it is the answer, where Midtrans lists it. */
const earlier = untraced(function* (
  merchant: Merchant,
  refused: QrisError,
  ref: PaymentRef,
  { externalId, amount }: MidtransRefund,
) {
  if (!isRefundKeyUsed(refused.reason)) return yield* refused
  const asked = Effect.flatMap(ask(merchant, "refund", ref), (exchanged) =>
    listed(merchant, exchanged, ref, externalId),
  )
  const found = yield* Effect.mapError(asked, () => refused)
  if (found === undefined) return yield* refused
  const contradictions = contradictionsAmong([differsInAmount(found.amount, amount)])
  return contradictions.length > 0 ? yield* untrusted("refund", contradictions) : found
})

const sendRefund = untraced(function* (merchant: Merchant, ref: PaymentRef, request: MidtransRefund) {
  const exchanged = yield* sendAs(merchant, {
    operation: "refund",
    path: transactionPath(ref.paymentId, "refund"),
    body: refundBody(request),
    decode: decodeRefundAnswer,
  })
  const contradictions = [
    ...contradictingIds(exchanged.answer, ref),
    ...refundContradictions(exchanged.answer, request.externalId),
  ]
  return contradictions.length > 0
    ? yield* untrusted("refund", contradictions)
    : refundOf(exchanged, ref, request, merchant.config.refundSettles)
})

const create = verbFor({ span: "Midtrans.create", provider: PROVIDER, operation: "create" }, makeQr)

const inquire = verbFor(
  { span: "Midtrans.inquire", provider: PROVIDER, operation: "inquire" },
  untraced(function* (merchant: Merchant, input: PaymentRef) {
    const ref = yield* refOf(merchant, "inquire", input)
    // The QR's text cannot be had again: a status answer has none [DOC].
    return paymentOf(yield* ask(merchant, "inquire", ref), ref, undefined, merchant.timeIn)
  }),
)

const cancel = verbFor(
  { span: "Midtrans.cancel", provider: PROVIDER, operation: "cancel" },
  untraced(function* (merchant: Merchant, input: PaymentRef) {
    const canceled = cancelKnowingState(PROVIDER, {
      send: (ref) => sendCancel(merchant, ref),
      inquire: (ref) => inquire(merchant, ref),
    })
    return yield* canceled(yield* refOf(merchant, "cancel", input))
  }),
)

const refund = verbFor(
  { span: "Midtrans.refund", provider: PROVIDER, operation: "refund" },
  untraced(function* (merchant: Merchant, input: PaymentRef, wanted: RefundPayment) {
    const ref = yield* refOf(merchant, "refund", input)
    const request = yield* decodeRefund(wanted)
    return yield* Effect.catch(sendRefund(merchant, ref, request), (error) =>
      earlier(merchant, error, ref, request),
    )
  }),
)

const inquireRefund = verbFor(
  { span: "Midtrans.inquireRefund", provider: PROVIDER, operation: "inquire" },
  untraced(function* (merchant: Merchant, input: PaymentRef, wanted: RefundRef) {
    const ref = yield* refOf(merchant, "inquire", input)
    const { externalId } = yield* decodeRefundOf(wanted)
    return yield* listed(merchant, yield* ask(merchant, "inquire", ref), ref, externalId)
  }),
)

/**
 * Builds Midtrans from a decoded configuration and the `Transport` in context.
 *
 * @example
 * ```ts
 * import * as Midtrans from "@qriskit/provider-midtrans"
 * import { layer as transport } from "@qriskit/core/transport-undici"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const program = Effect.gen(function* () {
 *   const midtrans = yield* Midtrans.Midtrans
 *   return midtrans.capabilities.title
 * })
 *
 * program.pipe(Effect.provide(Midtrans.layerConfig.pipe(Layer.provide(transport()))))
 * ```
 */
export const make = (
  config: MidtransConfig,
  { account }: MidtransOptions = {},
): Effect.Effect<MidtransProvider, never, Transport> =>
  Effect.tap(
    Effect.map(Transport, (transport): MidtransProvider => {
      const { serverKey, timeouts, retry, timeZone } = config
      const { authorization, pair } = basicCredentials(Redacted.value(serverKey), "")
      const baseUrl = baseUrlOf(config)
      const merchant: Merchant = makeExchange(
        {
          provider: PROVIDER,
          userAgent: USER_AGENT,
          transport,
          timeouts,
          retry,
          secrets: [serverKey, pair],
        },
        { config, account, baseUrl, authorization, timeIn: timeReader(timeZone) },
      )
      const provider = {
        id: PROVIDER,
        capabilities: capabilitiesOf(config),
        ...verbsOf(merchant, { create, inquire, cancel, refund, inquireRefund }),
        reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts }),
      }
      return lazily(provider, "notifications", () => makeNotifications(config, account))
    }),
    () => {
      const warning = keyWarning(config)
      return warning === undefined ? Effect.void : Effect.logWarning(warning)
    },
  )

/** Midtrans as a layer, both as `Midtrans` and as the one `QrisProvider`. */
export const layer = (
  config: MidtransConfig,
  options?: MidtransOptions,
): Layer.Layer<Midtrans | QrisProvider, never, Transport> => providerLayer(Midtrans, make(config, options))
