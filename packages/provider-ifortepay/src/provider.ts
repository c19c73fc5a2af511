import {
  type Cancels,
  MalformedResponse,
  PaymentRef,
  type QrisProvider,
  type Reaches,
  Rejected,
  Transport,
} from "@qriskit/core"
import {
  basicCredentials,
  cancelKnowingState,
  cancellationOf,
  checkQr,
  contradictionsAmong,
  currentTimeMillis,
  decodeRef,
  decodeRequest,
  type Exchange,
  failuresOf,
  lazily,
  makeExchange,
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
import { baseUrlOf, type IfortepayConfig, sharedQrStringFields } from "./config.js"
import { mayBeAboutState, refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import { contradictingAmounts, contradictingIds, payableAmounts, paymentOf, statusIn } from "./payment.js"
import { IfortepayCreate, requestRules } from "./request.js"
import { requestSignature } from "./signature.js"
import {
  CANCEL_PATH,
  createBody,
  decodeCancel,
  decodePayment,
  INQUIRY_PATH,
  qrImageIn,
  qrStringIn,
  refBody,
  X_VERSION,
} from "./wire.js"

const PROVIDER = "ifortepay"

const USER_AGENT = `${manifest.name}/${manifest.version}`

/** iFortepay: makes, inquires about and cancels dynamic QRIS through NOBU and SHOPEEPAY. */
export type IfortepayProvider = QrisProvider<IfortepayCreate> & Cancels & Reaches

/** iFortepay as a service, `cancel` included. */
export class Ifortepay extends Context.Service<Ifortepay, IfortepayProvider>()(
  "@qriskit/provider-ifortepay/Ifortepay",
) {}

/** What is not configuration. */
export interface IfortepayOptions {
  /**
   * The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it.
   */
  readonly account?: string
}

const decodeCreate = decodeRequest(PROVIDER, "create", IfortepayCreate)

const { fail, untrusted } = failuresOf(PROVIDER)

/** One merchant, of perhaps thousands: what every call of it needs, in one place in memory. */
interface Merchant extends Exchange, Pick<IfortepayConfig, "channel" | "qrCheck" | "qrStringFields"> {
  readonly config: IfortepayConfig
  readonly account: string | undefined
  readonly baseUrl: string
  readonly authorization: string
  readonly hashKey: string
  readonly subMerchantId: string | undefined
  readonly timeIn: TimeReader
}

/** Headers of every call (Securities [DOC]), and the signature to keep out of what comes back. */
const sign = (
  { subMerchantId, authorization, hashKey }: Merchant,
  ids: { readonly externalId: string; readonly orderId: string },
) => {
  const signature = requestSignature(hashKey, ids)
  return {
    headers: {
      authorization,
      "x-req-signature": signature,
      "x-version": X_VERSION,
      ...present({ "sub-merchant-id": subMerchantId }),
    },
    secrets: [signature],
  }
}

/** A reference without a channel is from before channels were stored: the configured one is the best guess. */
const channelOf = ({ channel }: Merchant, ref: PaymentRef): string => ref.channel ?? channel

/** The reference that a merchant's verb was given. */
const refOf = ({ account }: Merchant, operation: "inquire" | "cancel", input: PaymentRef) =>
  decodeRef(PROVIDER, operation, { account })(input)

const makeQr = untraced(function* (merchant: Merchant, input: IfortepayCreate) {
  const { config, account, baseUrl, timeIn } = merchant
  const request = yield* decodeCreate(input, requestRules(config, yield* currentTimeMillis))
  const channel = request.channel ?? config.channel
  const orderId = request.orderId ?? request.externalId
  const ids = { externalId: request.externalId, orderId }

  const exchanged = yield* merchant.send({
    operation: "create",
    url: baseUrl + config.createPath,
    ...sign(merchant, ids),
    body: createBody(request, orderId, channel),
    decode: decodePayment,
    refusal: refusalOf("create"),
  })
  const { answer, raw } = exchanged

  const status = statusIn(answer)
  if (status === "failed")
    return yield* fail("create", new Rejected({ providerMessage: answer.transaction_status }))
  const contradictions = contradictionsAmong([
    ...contradictingIds(answer, { ...ids, channel }),
    ...contradictingAmounts(answer, request.amount),
    startedAs(status),
  ])
  if (contradictions.length > 0) return yield* untrusted("create", contradictions)
  const text = qrStringIn(raw, config.qrStringFields)
  if (text === undefined) {
    const description = `it holds no QR string in ${config.qrStringFields.join(", ")}`
    return yield* fail("create", new MalformedResponse({ outcome: "unknown", description }))
  }
  const qr = checkQr(text, payableAmounts(answer), config.qrCheck)
  if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
  const imageUrl = qrImageIn(raw)
  return paymentOf(
    exchanged,
    trusted(PaymentRef, {
      provider: PROVIDER,
      paymentId: answer.transaction_id,
      ...ids,
      channel,
      account,
    }),
    { ...qr.success, imageUrl },
    timeIn,
  )
})

const ask = untraced(function* (merchant: Merchant, input: PaymentRef) {
  const { baseUrl, timeIn, qrStringFields, qrCheck } = merchant
  const ref = yield* refOf(merchant, "inquire", input)
  const channel = channelOf(merchant, ref)
  const exchanged = yield* merchant.send({
    operation: "inquire",
    url: baseUrl + INQUIRY_PATH,
    ...sign(merchant, ref),
    body: refBody(ref, channel),
    decode: decodePayment,
    refusal: refusalOf("inquire"),
  })
  const { answer, raw } = exchanged
  const contradictions = contradictingIds(answer, { ...ref, channel })
  if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
  // A QR that cannot be trusted is left out; it must not hide what the payment's status is.
  const text = qrStringIn(raw, qrStringFields)
  const qr = text === undefined ? undefined : checkQr(text, payableAmounts(answer), qrCheck)
  return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined, timeIn)
})

const sendCancel = untraced(function* (merchant: Merchant, ref: PaymentRef) {
  const channel = channelOf(merchant, ref)
  const { answer, raw, clean } = yield* merchant.send({
    operation: "cancel",
    url: merchant.baseUrl + CANCEL_PATH,
    ...sign(merchant, ref),
    body: refBody(ref, channel),
    decode: decodeCancel,
    refusal: refusalOf("cancel"),
  })
  const contradictions = contradictingIds(answer, { ...ref, channel })
  if (contradictions.length > 0) return yield* untrusted("cancel", contradictions)
  return yield* Effect.fromResult(
    cancellationOf(PROVIDER, ref, {
      status: statusIn(answer),
      providerStatus: clean(answer.transaction_status),
      raw,
    }),
  )
})

const create = verbFor({ span: "Ifortepay.create", provider: PROVIDER, operation: "create" }, makeQr)

const inquire = verbFor({ span: "Ifortepay.inquire", provider: PROVIDER, operation: "inquire" }, ask)

const cancel = verbFor(
  { span: "Ifortepay.cancel", provider: PROVIDER, operation: "cancel" },
  (merchant: Merchant, input: PaymentRef) =>
    Effect.flatMap(
      refOf(merchant, "cancel", input),
      cancelKnowingState(PROVIDER, {
        send: (ref) => sendCancel(merchant, ref),
        inquire: (ref) => inquire(merchant, ref),
        mayBeAboutState,
      }),
    ),
)

/**
 * Builds iFortepay from a decoded configuration and the `Transport` in context.
 *
 * @example
 * ```ts
 * import * as Ifortepay from "@qriskit/provider-ifortepay"
 * import { layer as transport } from "@qriskit/core/transport-undici"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const program = Effect.gen(function* () {
 *   const ifortepay = yield* Ifortepay.Ifortepay
 *   return ifortepay.capabilities.title
 * })
 *
 * program.pipe(Effect.provide(Ifortepay.layerConfig.pipe(Layer.provide(transport()))))
 * ```
 */
export const make = (
  config: IfortepayConfig,
  { account }: IfortepayOptions = {},
): Effect.Effect<IfortepayProvider, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const { merchantId, secretUnboundId, hashKey, timeouts, retry, timeZone } = config
    const { channel, qrCheck, qrStringFields, subMerchantId } = config
    const { authorization, pair } = basicCredentials(merchantId, Redacted.value(secretUnboundId))
    const baseUrl = baseUrlOf(config)
    const secrets = [secretUnboundId, hashKey, pair]
    const merchant: Merchant = makeExchange(
      { provider: PROVIDER, userAgent: USER_AGENT, transport, timeouts, retry, secrets },
      {
        config,
        account,
        baseUrl,
        authorization,
        hashKey: Redacted.value(hashKey),
        timeIn: timeReader(timeZone),
        channel,
        qrCheck,
        qrStringFields: sharedQrStringFields(qrStringFields),
        subMerchantId,
      },
    )

    const provider = {
      id: PROVIDER,
      capabilities: capabilitiesOf(config),
      ...verbsOf(merchant, { create, inquire, cancel }),
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts }),
    }
    return lazily(provider, "notifications", () => makeNotifications(config, account))
  })

/** iFortepay as a layer, both as `Ifortepay` and as the one `QrisProvider`. */
export const layer = (
  config: IfortepayConfig,
  options?: IfortepayOptions,
): Layer.Layer<Ifortepay | QrisProvider, never, Transport> => providerLayer(Ifortepay, make(config, options))
