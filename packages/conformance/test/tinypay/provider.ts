import {
  Cancellation,
  type Cancels,
  type CreatePayment,
  type Operation,
  Payer,
  Payment,
  PaymentRef,
  QrisError,
  type QrisProvider,
  Refund,
  RefundPayment,
  type RefundRef,
  type Refunds,
  type RetryPolicy,
  type Timeouts,
  Transport,
  UntrustedResponse,
} from "@qriskit/core"
import {
  checkQr,
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  type Exchanged,
  makeExchange,
  present,
  rupiahIn,
  type TokenStore,
  textIn,
  timeIn,
  verb,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { authorize } from "./login.js"
import { makeNotifications } from "./notifications.js"
import { SOUND_PARTS, type TinyParts } from "./parts.js"
import { CAPABILITIES, requestRules, TinyCreate } from "./request.js"
import { decodeAnswer, refusalOf, type TinyAnswer } from "./wire.js"

const PROVIDER = "tinypay"

export type Tinypay = QrisProvider & Cancels & Refunds

export interface TinypayConfig {
  readonly baseUrl: string
  readonly apiKey: string
  readonly secret: string
  /** Whose these are, where there are others. */
  readonly account?: string | undefined
  readonly timeouts: Timeouts
  readonly retry: RetryPolicy
  /** Where Tinypay answers a create that comes again as it answered the first: for so many milliseconds. */
  readonly sameAnswerMillis?: number
  /** Logs in and keeps the token there. Absent: the key goes with every call. */
  readonly tokenStore?: TokenStore
}

const untrusted = (operation: Operation, contradictions: ReadonlyArray<string>) =>
  new QrisError({ provider: PROVIDER, operation, reason: new UntrustedResponse({ contradictions }) })

/** A provider written from core's documentation alone, on core's provider kit. */
export const makeTinypay = (
  { baseUrl, account, timeouts, retry, sameAnswerMillis, tokenStore, ...secrets }: TinypayConfig,
  parts: TinyParts = SOUND_PARTS,
): Effect.Effect<Tinypay, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const apiKey = Redacted.make(secrets.apiKey)
    const secret = Redacted.make(secrets.secret)
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: "tinypay-test/1.0.0",
      transport,
      timeouts,
      retry,
      secrets: parts.scrubs ? [apiKey, secret] : [],
    })

    const authorized = authorize({ provider: PROVIDER, baseUrl, account, apiKey, exchange, tokenStore })

    const call = (operation: Operation, path: string, body: object) =>
      authorized(operation, ({ authorization, ...limits }) =>
        exchange.send({
          ...limits,
          operation,
          url: baseUrl + path,
          headers: { authorization, "x-signature": parts.sign(secret, JSON.stringify(body)) },
          body,
          sameAnswerMillis: operation === "create" ? sameAnswerMillis : undefined,
          decode: decodeAnswer,
          refusal: refusalOf(operation),
        }),
      )

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
          refunded: rupiahIn(answer.returned),
          expiresAt: timeIn(answer.expires_at),
          paidAt: timeIn(answer.paid_at),
          payer: answer.payer && new Payer(present({ issuer: textIn(answer.payer.bank) })),
        }),
      })

    const create = verb(
      { span: "Tinypay.create", provider: PROVIDER, operation: "create", account },
      Effect.fnUntraced(function* (input: CreatePayment) {
        const request = yield* decodeCreate(input, requestRules)
        const { amount, externalId: id, orderId = id, expiresAt, notificationUrl } = request
        const wanted = { expires_at: expiresAt?.toISOString(), callback_url: notificationUrl?.href }
        const { answer, raw } = yield* call("create", "/qr", {
          id,
          order: orderId,
          amount,
          ...present(wanted),
        })
        const contradictions = parts.contradictions(answer, { id, amount })
        if (contradictions.length > 0) return yield* untrusted("create", contradictions)
        const qr = checkQr(answer.qr ?? "", [amount], parts.qrCheck)
        if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
        const ids = {
          provider: PROVIDER,
          paymentId: answer.uid,
          externalId: id,
          orderId,
          channel: "TINY",
          ...present({ account }),
        }
        return paymentOf(answer, raw, new PaymentRef(ids), qr.success)
      }),
    )

    /** Asks about a payment that is known already, and checks that the answer is about it. */
    const ask = Effect.fnUntraced(function* (operation: Operation, path: string, ref: PaymentRef) {
      const exchanged = yield* call(operation, path, { uid: ref.paymentId })
      const asked = { id: ref.externalId, uid: ref.paymentId }
      const contradictions = parts.contradictions(exchanged.answer, asked)
      return contradictions.length > 0 ? yield* untrusted(operation, contradictions) : exchanged
    })

    const inquire = verb(
      { span: "Tinypay.inquire", provider: PROVIDER, operation: "inquire", account },
      Effect.fnUntraced(function* (input: PaymentRef) {
        const ref = yield* decodeRef(PROVIDER, "inquire", { account })(input)
        const { answer, raw } = yield* ask("inquire", "/qr/status", ref)
        const qr = checkQr(answer.qr ?? "", [answer.amount], parts.qrCheck)
        return paymentOf(answer, raw, ref, Result.isSuccess(qr) ? qr.success : undefined)
      }),
    )

    const cancel = verb(
      { span: "Tinypay.cancel", provider: PROVIDER, operation: "cancel", account },
      Effect.fnUntraced(function* (input: PaymentRef) {
        const ref = yield* decodeRef(PROVIDER, "cancel", { account })(input)
        const { answer, raw } = yield* ask("cancel", "/qr/cancel", ref)
        return new Cancellation({
          ref,
          status: parts.status(answer.state),
          providerStatus: answer.state,
          raw,
        })
      }),
    )

    /** Tinypay refunds at once, or not at all. */
    const refundOf = ({ answer, raw }: Exchanged<TinyAnswer>, ref: PaymentRef, externalId: string): Refund =>
      new Refund({
        ref,
        externalId,
        refundId: externalId,
        status: "succeeded",
        providerStatus: answer.state,
        raw,
        ...present({ amount: rupiahIn(answer.refunded) }),
      })

    const refund = verb(
      { span: "Tinypay.refund", provider: PROVIDER, operation: "refund", account },
      Effect.fnUntraced(function* (input: PaymentRef, wanted: RefundPayment) {
        const ref = yield* decodeRef(PROVIDER, "refund", { account })(input)
        const { externalId, amount } = yield* decodeRefund(wanted)
        const body = { uid: ref.paymentId, refund_id: externalId, ...present({ amount }) }
        return refundOf(yield* call("refund", "/qr/refund", body), ref, externalId)
      }),
    )

    const inquireRefund = verb(
      { span: "Tinypay.inquireRefund", provider: PROVIDER, operation: "inquire", account },
      Effect.fnUntraced(function* (input: PaymentRef, wanted: RefundRef) {
        const ref = yield* decodeRef(PROVIDER, "inquire", { account })(input)
        const { externalId } = yield* decodeRefundRef(PROVIDER)(wanted)
        const body = { uid: ref.paymentId, refund_id: externalId }
        const exchanged = yield* call("inquire", "/qr/refund/status", body)
        return textIn(exchanged.answer.refund_id) === undefined
          ? undefined
          : refundOf(exchanged, ref, externalId)
      }),
    )

    const notifications = makeNotifications(secret, parts, account)
    return {
      id: PROVIDER,
      capabilities: {
        ...CAPABILITIES,
        ...(sameAnswerMillis !== undefined && { repeatedCreate: { withinMillis: sameAnswerMillis } }),
      },
      create,
      inquire,
      cancel,
      refund,
      inquireRefund,
      notifications,
    }
  })
