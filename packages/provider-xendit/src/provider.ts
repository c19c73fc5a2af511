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
  basicCredentials,
  type Call,
  cancelKnowingState,
  cancellationOf,
  checkQr,
  contradictionsAmong,
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  type Exchange,
  failuresOf,
  invalidRequest,
  lazily,
  makeExchange,
  paymentIdInPath,
  present,
  providerLayer,
  type QrCheck,
  reachOver,
  startedAs,
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
import { baseUrlOf, callbackTokensOf, isTestMode, qrCheckOf, type XenditConfig } from "./config.js"
import { refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import { contradictionsIn, paymentOf, refundContradictionsIn, refundOf, statusIn } from "./payment.js"
import { requestRules, XenditCreate, XenditRefund } from "./request.js"
import { refundKey } from "./signature.js"
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
  /**
   * The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it.
   */
  readonly account?: string
}

const { fail, untrusted } = failuresOf(PROVIDER)

/** What a call has beside what all have. */
type XenditCall<A> = Pick<Call<A>, "operation" | "method" | "body" | "decode"> & {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** One merchant, of perhaps thousands: what every call of it needs, in one place in memory. */
interface Merchant extends Exchange {
  readonly config: XenditConfig
  readonly account: string | undefined
  readonly baseUrl: string
  /** Headers of every call. */
  readonly headers: Readonly<Record<string, string>>
  readonly qrCheck: QrCheck
}

const sendAs = <A>(merchant: Merchant, { path, headers, ...call }: XenditCall<A>) =>
  merchant.send({
    ...call,
    url: merchant.baseUrl + path,
    headers: { ...merchant.headers, ...headers },
    refusal: refusalOf(call.operation),
  })

const decodeCreate = decodeRequest(PROVIDER, "create", XenditCreate)
const decodeRefund = decodeRequest(PROVIDER, "refund", XenditRefund)
const decodeRefundOf = decodeRefundRef(PROVIDER)

/** The reference that a merchant's verb was given, whose payment id becomes part of a path. */
const refOf = ({ account }: Merchant, operation: "inquire" | "cancel", input: PaymentRef) =>
  decodeRef(PROVIDER, operation, { account, rules: paymentIdInPath })(input)

const create = verbFor(
  { span: "Xendit.create", provider: PROVIDER, operation: "create" },
  untraced(function* (merchant: Merchant, input: XenditCreate) {
    const { config, account, qrCheck } = merchant
    const request = yield* decodeCreate(input, requestRules(config))
    const { amount, externalId, orderId = externalId } = request
    // No key makes a repeat the same payment [NOT FOUND]: it would be a second QR, so nothing repeats it.
    const exchanged = yield* sendAs(merchant, {
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
      const description = "it has no action with the QR's text"
      return yield* fail("create", new MalformedResponse({ outcome: "unknown", description }))
    }
    const qr = checkQr(text, [amount], qrCheck)
    if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
    const ref = trusted(PaymentRef, {
      provider: PROVIDER,
      paymentId: answer.payment_request_id,
      externalId,
      orderId,
      account,
    })
    return paymentOf(exchanged, ref, qr.success)
  }),
)

const inquire = verbFor(
  { span: "Xendit.inquire", provider: PROVIDER, operation: "inquire" },
  untraced(function* (merchant: Merchant, input: PaymentRef) {
    const ref = yield* refOf(merchant, "inquire", input)
    const exchanged = yield* sendAs(merchant, {
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
    const qr = text === undefined ? undefined : checkQr(text, [answer.request_amount], merchant.qrCheck)
    return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined)
  }),
)

const sendCancel = untraced(function* (merchant: Merchant, ref: PaymentRef) {
  const { answer, raw, clean } = yield* sendAs(merchant, {
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

const cancel = verbFor(
  { span: "Xendit.cancel", provider: PROVIDER, operation: "cancel" },
  untraced(function* (merchant: Merchant, input: PaymentRef) {
    const canceled = cancelKnowingState(PROVIDER, {
      send: (ref) => sendCancel(merchant, ref),
      inquire: (ref) => inquire(merchant, ref),
    })
    return yield* canceled(yield* refOf(merchant, "cancel", input))
  }),
)

const refund = verbFor(
  { span: "Xendit.refund", provider: PROVIDER, operation: "refund" },
  untraced(function* (merchant: Merchant, input: PaymentRef, wanted: RefundPayment) {
    const { account } = merchant
    const ref = yield* decodeRef(PROVIDER, "refund", { account })(input)
    const request = yield* decodeRefund(wanted)
    const { paymentId } = ref
    const exchanged = yield* sendAs(merchant, {
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

const inquireRefund = verbFor(
  { span: "Xendit.inquireRefund", provider: PROVIDER, operation: "inquire" },
  untraced(function* (merchant: Merchant, input: PaymentRef, wanted: RefundRef) {
    const ref = yield* refOf(merchant, "inquire", input)
    const { externalId, refundId } = yield* decodeRefundOf(wanted)
    if (refundId === undefined || paymentIdInPath({ paymentId: refundId }).length > 0) {
      const message = "is required: Xendit knows refunds by its own id only"
      return yield* invalidRequest(PROVIDER, "inquire", [{ path: "refundId", message }])
    }
    const exchanged = yield* Effect.catch(
      sendAs(merchant, {
        operation: "inquire",
        method: "GET",
        path: refundPath(refundId),
        headers: {},
        decode: decodeRefundAnswer,
      }),
      (error) => (error.reason._tag === "PaymentNotFound" ? Effect.succeed(undefined) : Effect.fail(error)),
    )
    if (exchanged === undefined) return undefined
    const { paymentId } = ref
    const contradictions = refundContradictionsIn(exchanged.answer, { paymentId, externalId, refundId })
    return contradictions.length > 0
      ? yield* untrusted("inquire", contradictions)
      : refundOf(exchanged, ref, externalId)
  }),
)

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
  Effect.map(Transport, (transport): XenditProvider => {
    const { secretKey, timeouts, retry, forUserId, maximumAmount } = config
    const { authorization, pair } = basicCredentials(Redacted.value(secretKey), "")
    const baseUrl = baseUrlOf(config)
    const merchant: Merchant = makeExchange(
      {
        provider: PROVIDER,
        userAgent: USER_AGENT,
        transport,
        timeouts,
        retry,
        secrets: [secretKey, pair, ...callbackTokensOf(config)],
      },
      {
        config,
        account,
        baseUrl,
        headers: { authorization, ...present({ "for-user-id": forUserId }) },
        qrCheck: qrCheckOf(config),
      },
    )
    const provider = {
      id: PROVIDER,
      capabilities: capabilitiesOf(maximumAmount, isTestMode(config) ? "test" : "live"),
      ...verbsOf(merchant, { create, inquire, cancel, refund, inquireRefund }),
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts }),
    }
    return lazily(provider, "notifications", () => makeNotifications(config, account))
  })

/** Xendit as a layer, both as `Xendit` and as the one `QrisProvider`. */
export const layer = (
  config: XenditConfig,
  options?: XenditOptions,
): Layer.Layer<Xendit | QrisProvider, never, Transport> => providerLayer(Xendit, make(config, options))
