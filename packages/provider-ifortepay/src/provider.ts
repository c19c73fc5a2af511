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
  cancelKnowingState,
  cancellationOf,
  checkQr,
  contradictionsAmong,
  decodeRef,
  decodeRequest,
  failuresOf,
  makeExchange,
  present,
  providerLayer,
  reachOver,
  startedAs,
  timeReader,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import manifest from "../package.json" with { type: "json" }
import { capabilitiesOf } from "./capabilities.js"
import { baseUrlOf, type IfortepayConfig } from "./config.js"
import { mayBeAboutState, refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import { contradictingAmounts, contradictingIds, payableAmounts, paymentOf, statusIn } from "./payment.js"
import { IfortepayCreate, requestRules } from "./request.js"
import { basicAuthorization, requestSignature } from "./signature.js"
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
  /** The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it. */
  readonly account?: string
}

const decodeCreate = decodeRequest(PROVIDER, "create", IfortepayCreate)

const { fail, untrusted } = failuresOf(PROVIDER)

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
    const secretUnboundId = Redacted.value(config.secretUnboundId)
    const hashKey = Redacted.value(config.hashKey)
    const authorization = basicAuthorization(config.merchantId, secretUnboundId)
    const baseUrl = baseUrlOf(config)
    const timeIn = timeReader(config.timeZone)
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: USER_AGENT,
      transport,
      timeouts: config.timeouts,
      retry: config.retry,
      secrets: [config.secretUnboundId, config.hashKey, Redacted.make(authorization.slice("Basic ".length))],
    })

    /** Headers of every call (Securities [DOC]), and the signature to keep out of what comes back. */
    const sign = (ids: { readonly externalId: string; readonly orderId: string }) => {
      const signature = requestSignature(hashKey, ids)
      return {
        headers: {
          authorization,
          "x-req-signature": signature,
          "x-version": X_VERSION,
          ...present({ "sub-merchant-id": config.subMerchantId }),
        },
        secrets: [Redacted.make(signature)],
      }
    }

    /** A reference without a channel is from before channels were stored: the configured one is the best guess. */
    const channelOf = (ref: PaymentRef): string => ref.channel ?? config.channel

    const decodeInquire = decodeRef(PROVIDER, "inquire", { account })
    const decodeCancelRef = decodeRef(PROVIDER, "cancel", { account })

    const create: IfortepayProvider["create"] = verb(
      { span: "Ifortepay.create", provider: PROVIDER, operation: "create", account },
      untraced(function* (input: IfortepayCreate) {
        const request = yield* decodeCreate(input, requestRules(config, yield* Clock.currentTimeMillis))
        const channel = request.channel ?? config.channel
        const orderId = request.orderId ?? request.externalId
        const ids = { externalId: request.externalId, orderId }

        const exchanged = yield* exchange.send({
          operation: "create",
          url: baseUrl + config.createPath,
          ...sign(ids),
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
          new PaymentRef({
            provider: PROVIDER,
            paymentId: answer.transaction_id,
            ...ids,
            channel,
            ...present({ account }),
          }),
          { ...qr.success, ...present({ imageUrl }) },
          timeIn,
        )
      }),
    )

    const inquire: IfortepayProvider["inquire"] = verb(
      { span: "Ifortepay.inquire", provider: PROVIDER, operation: "inquire", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decodeInquire(input)
        const channel = channelOf(ref)
        const exchanged = yield* exchange.send({
          operation: "inquire",
          url: baseUrl + INQUIRY_PATH,
          ...sign(ref),
          body: refBody(ref, channel),
          decode: decodePayment,
          refusal: refusalOf("inquire"),
        })
        const { answer, raw } = exchanged
        const contradictions = contradictingIds(answer, { ...ref, channel })
        if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
        // A QR that cannot be trusted is left out; it must not hide what the payment's status is.
        const text = qrStringIn(raw, config.qrStringFields)
        const qr = text === undefined ? undefined : checkQr(text, payableAmounts(answer), config.qrCheck)
        return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined, timeIn)
      }),
    )

    const sendCancel = untraced(function* (ref: PaymentRef) {
      const channel = channelOf(ref)
      const { answer, raw, clean } = yield* exchange.send({
        operation: "cancel",
        url: baseUrl + CANCEL_PATH,
        ...sign(ref),
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

    const canceled = cancelKnowingState(PROVIDER, { send: sendCancel, inquire, mayBeAboutState })

    const cancel: IfortepayProvider["cancel"] = verb(
      { span: "Ifortepay.cancel", provider: PROVIDER, operation: "cancel", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decodeCancelRef(input)
        return yield* canceled(ref)
      }),
    )

    return {
      id: PROVIDER,
      capabilities: capabilitiesOf(config),
      create,
      inquire,
      cancel,
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts: config.timeouts }),
      notifications: makeNotifications(config, account),
    }
  })

/** iFortepay as a layer, both as `Ifortepay` and as the one `QrisProvider`. */
export const layer = (
  config: IfortepayConfig,
  options?: IfortepayOptions,
): Layer.Layer<Ifortepay | QrisProvider, never, Transport> => providerLayer(Ifortepay, make(config, options))
