import {
  type Cancels,
  MalformedResponse,
  PaymentRef,
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
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  failuresOf,
  invalidRequest,
  makeExchange,
  paymentIdInPath,
  present,
  providerLayer,
  reachOver,
  startedAs,
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
import { baseUrlOf, callbackTokensOf, isTestMode, qrCheckOf, type XenditConfig } from "./config.js"
import { refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import { contradictionsIn, paymentOf, refundContradictionsIn, refundOf, statusIn } from "./payment.js"
import { requestRules, XenditCreate, XenditRefund } from "./request.js"
import { basicAuthorization, refundKey } from "./signature.js"
import {
  CREATE_PATH,
  createBody,
  decodePayment,
  decodeRefundAnswer,
  paymentPath,
  qrStringIn,
  REFUND_PATH,
  refundBody,
  refundPath,
  VERSION,
} from "./wire.js"

const PROVIDER = "xendit"

const USER_AGENT = `${manifest.name}/${manifest.version}`

/** Xendit: makes, inquires about, cancels and refunds dynamic QRIS. */
export type XenditProvider = QrisProvider<XenditCreate> & Cancels & Refunds & Reaches

/** Xendit as a service, `cancel` and `refund` included. */
export class Xendit extends Context.Service<Xendit, XenditProvider>()("@qriskit/provider-xendit/Xendit") {}

/** What is not configuration. */
export interface XenditOptions {
  /** The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it. */
  readonly account?: string
}

const { fail, untrusted } = failuresOf(PROVIDER)

/** What a call has beside what all have. */
type XenditCall<A> = Pick<Call<A>, "operation" | "method" | "body" | "decode"> & {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Builds Xendit from a decoded configuration and the `Transport` in context.
 *
 * @example
 * ```ts
 * import * as Xendit from "@qriskit/provider-xendit"
 * import { layer as transport } from "@qriskit/core/transport-undici"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const program = Effect.gen(function* () {
 *   const xendit = yield* Xendit.Xendit
 *   return xendit.capabilities.title
 * })
 *
 * program.pipe(Effect.provide(Xendit.layerConfig.pipe(Layer.provide(transport()))))
 * ```
 */
export const make = (
  config: XenditConfig,
  { account }: XenditOptions = {},
): Effect.Effect<XenditProvider, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const baseUrl = baseUrlOf(config)
    const authorization = basicAuthorization(Redacted.value(config.secretKey))
    const always = { authorization, ...present({ "for-user-id": config.forUserId }) }
    const qrCheck = qrCheckOf(config)
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: USER_AGENT,
      transport,
      timeouts: config.timeouts,
      retry: config.retry,
      secrets: [
        config.secretKey,
        Redacted.make(authorization.slice("Basic ".length)),
        ...callbackTokensOf(config),
      ],
    })

    const send = <A>({ path, headers, ...call }: XenditCall<A>) =>
      exchange.send({
        ...call,
        url: baseUrl + path,
        headers: { ...always, ...headers },
        refusal: refusalOf(call.operation),
      })

    const decodeCreate = decodeRequest(PROVIDER, "create", XenditCreate)
    const decodeRefund = decodeRequest(PROVIDER, "refund", XenditRefund)
    const decodeRefundOf = decodeRefundRef(PROVIDER)
    const decodeInquireRef = decodeRef(PROVIDER, "inquire", { account, rules: paymentIdInPath })
    const decodeCancelRef = decodeRef(PROVIDER, "cancel", { account, rules: paymentIdInPath })
    const decodeRefundedRef = decodeRef(PROVIDER, "refund", { account })
    const rules = requestRules(config)

    const create: XenditProvider["create"] = verb(
      { span: "Xendit.create", provider: PROVIDER, operation: "create", account },
      untraced(function* (input: XenditCreate) {
        const request = yield* decodeCreate(input, rules)
        const { amount, externalId, orderId = externalId } = request
        // No key makes a repeat the same payment [NOT FOUND]: it would be a second QR, so nothing repeats it.
        const exchanged = yield* send({
          operation: "create",
          path: CREATE_PATH,
          headers: { ...VERSION, ...present({ "with-split-rule": config.splitRuleId }) },
          body: createBody(request),
          decode: decodePayment,
        })
        const { answer } = exchanged
        const status = statusIn(answer)
        const contradictions = contradictionsAmong([
          ...contradictionsIn(answer, { externalId, amount }),
          startedAs(status),
        ])
        if (contradictions.length > 0) return yield* untrusted("create", contradictions)
        const text = qrStringIn(answer)
        if (text === undefined) {
          return yield* fail(
            "create",
            new MalformedResponse({ outcome: "unknown", description: "it has no action with the QR's text" }),
          )
        }
        const qr = checkQr(text, [amount], qrCheck)
        if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
        const ref = trusted(PaymentRef, {
          provider: PROVIDER,
          paymentId: answer.payment_request_id,
          externalId,
          orderId,
          ...present({ account }),
        })
        return paymentOf(exchanged, ref, qr.success)
      }),
    )

    const inquire: XenditProvider["inquire"] = verb(
      { span: "Xendit.inquire", provider: PROVIDER, operation: "inquire", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decodeInquireRef(input)
        const exchanged = yield* send({
          operation: "inquire",
          method: "GET",
          path: paymentPath(ref.paymentId),
          headers: VERSION,
          decode: decodePayment,
        })
        const { answer } = exchanged
        const contradictions = contradictionsIn(answer, ref)
        if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
        // A QR that cannot be trusted is left out; it must not hide what the payment's status is.
        const text = qrStringIn(answer)
        const qr = text === undefined ? undefined : checkQr(text, [answer.request_amount], qrCheck)
        return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined)
      }),
    )

    const sendCancel = untraced(function* (ref: PaymentRef) {
      const { answer, raw, clean } = yield* send({
        operation: "cancel",
        path: paymentPath(ref.paymentId, "/cancel"),
        headers: VERSION,
        body: {},
        decode: decodePayment,
      })
      const contradictions = contradictionsIn(answer, ref)
      if (contradictions.length > 0) return yield* untrusted("cancel", contradictions)
      return yield* Effect.fromResult(
        cancellationOf(PROVIDER, ref, {
          status: statusIn(answer),
          providerStatus: clean(answer.status),
          raw,
        }),
      )
    })

    const canceled = cancelKnowingState(PROVIDER, { send: sendCancel, inquire })

    const cancel: XenditProvider["cancel"] = verb(
      { span: "Xendit.cancel", provider: PROVIDER, operation: "cancel", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decodeCancelRef(input)
        return yield* canceled(ref)
      }),
    )

    const refund: XenditProvider["refund"] = verb(
      { span: "Xendit.refund", provider: PROVIDER, operation: "refund", account },
      untraced(function* (input: PaymentRef, wanted: RefundPayment) {
        const ref = yield* decodeRefundedRef(input)
        const request = yield* decodeRefund(wanted)
        const { paymentId } = ref
        const exchanged = yield* send({
          operation: "refund",
          path: REFUND_PATH,
          headers: { "idempotency-key": refundKey(paymentId, request.externalId) },
          body: refundBody(paymentId, request),
          decode: decodeRefundAnswer,
        })
        const contradictions = refundContradictionsIn(exchanged.answer, { paymentId, ...request })
        return contradictions.length > 0
          ? yield* untrusted("refund", contradictions)
          : refundOf(exchanged, ref, request.externalId)
      }),
    )

    const inquireRefund: XenditProvider["inquireRefund"] = verb(
      { span: "Xendit.inquireRefund", provider: PROVIDER, operation: "inquire", account },
      untraced(function* (input: PaymentRef, wanted: RefundRef) {
        const ref = yield* decodeInquireRef(input)
        const { externalId, refundId } = yield* decodeRefundOf(wanted)
        if (refundId === undefined || paymentIdInPath({ paymentId: refundId }).length > 0) {
          const message = "is required: Xendit knows refunds by its own id only"
          return yield* invalidRequest(PROVIDER, "inquire", [{ path: "refundId", message }])
        }
        const exchanged = yield* Effect.catch(
          send({
            operation: "inquire",
            method: "GET",
            path: refundPath(refundId),
            headers: {},
            decode: decodeRefundAnswer,
          }),
          (error) =>
            error.reason._tag === "PaymentNotFound" ? Effect.succeed(undefined) : Effect.fail(error),
        )
        if (exchanged === undefined) return undefined
        const { paymentId } = ref
        const contradictions = refundContradictionsIn(exchanged.answer, { paymentId, externalId, refundId })
        return contradictions.length > 0
          ? yield* untrusted("inquire", contradictions)
          : refundOf(exchanged, ref, externalId)
      }),
    )

    return {
      id: PROVIDER,
      capabilities: capabilitiesOf(config.maximumAmount, isTestMode(config) ? "test" : "live"),
      create,
      inquire,
      cancel,
      refund,
      inquireRefund,
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts: config.timeouts }),
      notifications: makeNotifications(config, account),
    }
  })

/** Xendit as a layer, both as `Xendit` and as the one `QrisProvider`. */
export const layer = (
  config: XenditConfig,
  options?: XenditOptions,
): Layer.Layer<Xendit | QrisProvider, never, Transport> => providerLayer(Xendit, make(config, options))
