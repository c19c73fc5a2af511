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
  type Exchanged,
  failuresOf,
  makeExchange,
  paymentIdInPath,
  present,
  providerLayer,
  reachOver,
  startedAs,
  timeReader,
  trusted,
  untraced,
  verb,
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
  refundOf,
  statusIn,
} from "./payment.js"
import { MidtransCreate, MidtransRefund, requestRules } from "./request.js"
import { basicAuthorization, idempotencyKey } from "./signature.js"
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
  /** The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it. */
  readonly account?: string
}

const { fail, untrusted } = failuresOf(PROVIDER)

/** What a call has beside what all have. */
type MidtransCall<A> = Pick<Call<A>, "operation" | "method" | "body" | "decode" | "sameAnswerMillis"> & {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

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
      const authorization = basicAuthorization(Redacted.value(config.serverKey))
      const baseUrl = baseUrlOf(config)
      const timeIn = timeReader(config.timeZone)
      const exchange = makeExchange({
        provider: PROVIDER,
        userAgent: USER_AGENT,
        transport,
        timeouts: config.timeouts,
        retry: config.retry,
        secrets: [config.serverKey, Redacted.make(authorization.slice("Basic ".length))],
      })

      const send = <A>({ path, headers, ...call }: MidtransCall<A>) =>
        exchange.send({
          ...call,
          url: baseUrl + path,
          headers: { authorization, ...headers },
          refusal: refusalOf(call.operation),
        })

      const decodeCreate = decodeRequest(PROVIDER, "create", MidtransCreate)
      const decodeRefund = decodeRequest(PROVIDER, "refund", MidtransRefund)
      const decodeRefundOf = decodeRefundRef(PROVIDER)
      const decodeInquireRef = decodeRef(PROVIDER, "inquire", { account, rules: paymentIdInPath })
      const decodeCancelRef = decodeRef(PROVIDER, "cancel", { account, rules: paymentIdInPath })
      const decodeRefundedRef = decodeRef(PROVIDER, "refund", { account, rules: paymentIdInPath })

      const create: MidtransProvider["create"] = verb(
        { span: "Midtrans.create", provider: PROVIDER, operation: "create", account },
        untraced(function* (input: MidtransCreate) {
          const now = yield* currentTimeMillis
          const request = yield* decodeCreate(input, requestRules(config, now))
          const { externalId, orderId = externalId, channel = config.acquirer } = request
          const exchanged = yield* send({
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
            return yield* fail(
              "create",
              new MalformedResponse({
                outcome: "unknown",
                description: "it has no qr_string, only the address of a picture, which is no QRIS string",
              }),
            )
          }
          const qr = checkQr(text, payableAmounts(amounts), config.qrCheck)
          if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
          const ref = trusted(PaymentRef, {
            provider: PROVIDER,
            paymentId: answer.transaction_id,
            externalId,
            orderId,
            channel,
            ...present({ account }),
          })
          return paymentOf(
            exchanged,
            ref,
            { ...qr.success, ...present({ imageUrl: qrImageIn(raw) }) },
            timeIn,
          )
        }),
      )

      /** Asks about a transaction, and checks that the answer is about it. */
      const ask = untraced(function* (operation: Operation, ref: PaymentRef) {
        const exchanged = yield* send({
          operation: "inquire",
          method: "GET",
          path: transactionPath(ref.paymentId, "status"),
          decode: decodeTransaction,
        })
        const contradictions = contradictingIds(exchanged.answer, ref)
        return contradictions.length > 0 ? yield* untrusted(operation, contradictions) : exchanged
      })

      const inquire: MidtransProvider["inquire"] = verb(
        { span: "Midtrans.inquire", provider: PROVIDER, operation: "inquire", account },
        untraced(function* (input: PaymentRef) {
          const ref = yield* decodeInquireRef(input)
          // The QR's text cannot be had again: a status answer has none [DOC].
          return paymentOf(yield* ask("inquire", ref), ref, undefined, timeIn)
        }),
      )

      const sendCancel = untraced(function* (ref: PaymentRef) {
        const { answer, raw, clean } = yield* send({
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

      const canceled = cancelKnowingState(PROVIDER, { send: sendCancel, inquire })

      const cancel: MidtransProvider["cancel"] = verb(
        { span: "Midtrans.cancel", provider: PROVIDER, operation: "cancel", account },
        untraced(function* (input: PaymentRef) {
          const ref = yield* decodeCancelRef(input)
          return yield* canceled(ref)
        }),
      )

      /** The refund under this key in a status answer; `undefined` where it lists none. */
      const listed = (exchanged: Exchanged<TransactionAnswer>, ref: PaymentRef, externalId: string) => {
        const found = refundsIn(exchanged.answer).find(({ key }) => key === externalId)
        return found && listedRefundOf(exchanged, ref, externalId, found, config.refundSettles, timeIn)
      }

      /** A key that was used before: the refund under it is the answer, where Midtrans lists it. */
      const earlier = untraced(function* (refused: QrisError, ref: PaymentRef, externalId: string) {
        if (!isRefundKeyUsed(refused.reason)) return yield* refused
        const exchanged = yield* Effect.mapError(ask("refund", ref), () => refused)
        return listed(exchanged, ref, externalId) ?? (yield* refused)
      })

      const refund: MidtransProvider["refund"] = verb(
        { span: "Midtrans.refund", provider: PROVIDER, operation: "refund", account },
        untraced(function* (input: PaymentRef, wanted: RefundPayment) {
          const ref = yield* decodeRefundedRef(input)
          const request = yield* decodeRefund(wanted)
          const sent = Effect.gen(function* () {
            const exchanged = yield* send({
              operation: "refund",
              path: transactionPath(ref.paymentId, "refund"),
              body: refundBody(request),
              decode: decodeRefundAnswer,
            })
            const contradictions = contradictingIds(exchanged.answer, ref)
            return contradictions.length > 0
              ? yield* untrusted("refund", contradictions)
              : refundOf(exchanged, ref, request, config.refundSettles)
          })
          return yield* Effect.catch(sent, (error) => earlier(error, ref, request.externalId))
        }),
      )

      const inquireRefund: MidtransProvider["inquireRefund"] = verb(
        { span: "Midtrans.inquireRefund", provider: PROVIDER, operation: "inquire", account },
        untraced(function* (input: PaymentRef, wanted: RefundRef) {
          const ref = yield* decodeInquireRef(input)
          const { externalId } = yield* decodeRefundOf(wanted)
          return listed(yield* ask("inquire", ref), ref, externalId)
        }),
      )

      return {
        id: PROVIDER,
        capabilities: capabilitiesOf(config),
        create,
        inquire,
        cancel,
        refund,
        inquireRefund,
        reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts: config.timeouts }),
        notifications: makeNotifications(config, account),
      }
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
