import { PaymentRef, type QrisProvider, type Reaches, Transport } from "@qriskit/core"
import {
  type AccessToken,
  type Call,
  checkQr,
  contradictionsAmong,
  decodeRef,
  decodeRequest,
  failuresOf,
  makeExchange,
  makeLogin,
  memoryTokenStore,
  present,
  providerLayer,
  reachOver,
  startedAs,
  type TokenStore,
  textIn,
  timeReader,
  tokenKey,
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
import { capabilities } from "./capabilities.js"
import { baseUrlOf, type ZipayConfig } from "./config.js"
import { refusalOf } from "./failure.js"
import { makeNotifications } from "./notification.js"
import { contradictionsIn, paymentOf, statusIn } from "./payment.js"
import { ZipayCreate } from "./request.js"
import { createSignature, inquirySignature } from "./signature.js"
import { CREATE_PATH, decodeCreate, decodeInquiry, decodeLogin, INQUIRY_PATH, LOGIN_PATH } from "./wire.js"

const PROVIDER = "zipay"

const USER_AGENT = `${manifest.name}/${manifest.version}`

/** Where a token's end cannot be read it is used this long, in milliseconds; a 401 renews it anyway. */
const UNKNOWN_TOKEN_LIFE = 3_600_000

/** Zipay: makes dynamic QRIS and inquires about them. It can neither cancel nor refund, so it has no such verb. */
export type ZipayProvider = QrisProvider<ZipayCreate> & Reaches

/** Zipay as a service. */
export class Zipay extends Context.Service<Zipay, ZipayProvider>()("@qriskit/provider-zipay/Zipay") {}

/** What is not configuration: where tokens are kept, and whose credentials these are. */
export interface ZipayOptions {
  /** Default: in memory, one for this provider. */
  readonly tokenStore?: TokenStore
  /** The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it. */
  readonly account?: string
}

const { untrusted } = failuresOf(PROVIDER)

const decodeCreateRequest = decodeRequest(PROVIDER, "create", ZipayCreate)

/** A signed call that still lacks its bearer token. */
type AuthorizedCall<A> = Omit<Call<A>, "url" | "headers" | "refusal" | "deadlineAt" | "secrets"> & {
  readonly path: string
}

/**
 * Builds Zipay from a decoded configuration and the `Transport` in context. Logs in when first needed.
 *
 * @example
 * ```ts
 * import * as Zipay from "@qriskit/provider-zipay"
 * import { layer as transport } from "@qriskit/core/transport-undici"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const program = Effect.gen(function* () {
 *   const zipay = yield* Zipay.Zipay
 *   return zipay.capabilities.title
 * })
 *
 * program.pipe(Effect.provide(Zipay.layerConfig.pipe(Layer.provide(transport()))))
 * ```
 */
export const make = (
  config: ZipayConfig,
  { account, tokenStore = memoryTokenStore() }: ZipayOptions = {},
): Effect.Effect<ZipayProvider, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const { merchantId } = config
    const baseUrl = baseUrlOf(config)
    const timeIn = timeReader(config.timeZone)
    const merchantKey = Redacted.value(config.merchantKey)
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: USER_AGENT,
      transport,
      timeouts: config.timeouts,
      retry: config.retry,
      secrets: [
        config.password,
        config.merchantKey,
        ...(config.callbackSecret ? [config.callbackSecret] : []),
      ],
    })

    const logIn = Effect.gen(function* () {
      const { answer } = yield* exchange.send({
        operation: "inquire",
        url: baseUrl + LOGIN_PATH,
        headers: {},
        body: { userId: config.userId, password: Redacted.value(config.password) },
        decode: decodeLogin,
        refusal: refusalOf("inquire"),
      })
      const { access_token, expired_token } = answer.data
      const expiresAt =
        timeIn(expired_token) ?? new Date((yield* Clock.currentTimeMillis) + UNKNOWN_TOKEN_LIFE)
      return { value: Redacted.make(access_token), expiresAt } satisfies AccessToken
    })

    const login = makeLogin({
      provider: PROVIDER,
      store: tokenStore,
      key: tokenKey({ account, user: config.userId, baseUrl }),
      margin: config.tokenMargin,
      logIn,
    })

    const sendWith = <A>(token: AccessToken, { path, ...call }: AuthorizedCall<A>, deadlineAt: number) =>
      exchange.send({
        ...call,
        url: baseUrl + path,
        headers: { authorization: `Bearer ${Redacted.value(token.value)}` },
        refusal: refusalOf(call.operation),
        deadlineAt,
        secrets: [token.value],
      })

    const send = untraced(function* <A>(call: AuthorizedCall<A>) {
      const deadlineAt = yield* exchange.deadlineFromNow
      return yield* login.send(call.operation, deadlineAt, (token) => sendWith(token, call, deadlineAt))
    })

    const decodeInquireRef = decodeRef(PROVIDER, "inquire", { account })

    const create: ZipayProvider["create"] = verb(
      { span: "Zipay.create", provider: PROVIDER, operation: "create", account },
      untraced(function* (input: ZipayCreate) {
        const { amount, externalId, orderId = externalId } = yield* decodeCreateRequest(input)
        const exchanged = yield* send({
          operation: "create",
          path: CREATE_PATH,
          body: {
            amount,
            externalId,
            merchantId,
            signature: createSignature(merchantKey, merchantId, externalId),
          },
          decode: decodeCreate,
        })
        const { data } = exchanged.answer
        const status = statusIn(data)
        const contradictions = contradictionsAmong([
          ...contradictionsIn(data, { externalId, merchantId, amount }),
          startedAs(status),
        ])
        if (contradictions.length > 0) return yield* untrusted("create", contradictions)
        const qr = checkQr(data.qrString, [amount], config.qrCheck)
        if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
        const ref = new PaymentRef({
          provider: PROVIDER,
          paymentId: data.uuid,
          externalId,
          orderId,
          ...present({ account }),
        })
        return paymentOf(exchanged, ref, qr.success, timeIn)
      }),
    )

    const inquire: ZipayProvider["inquire"] = verb(
      { span: "Zipay.inquire", provider: PROVIDER, operation: "inquire", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decodeInquireRef(input)
        const { paymentId: uuid, externalId } = ref
        const exchanged = yield* send({
          operation: "inquire",
          path: INQUIRY_PATH,
          body: { uuid, merchantId, signature: inquirySignature(merchantKey, merchantId, uuid) },
          decode: decodeInquiry,
        })
        const { data } = exchanged.answer
        const contradictions = contradictionsIn(data, { uuid, externalId, merchantId })
        if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
        // A QR that cannot be trusted is left out; it must not hide what the payment's status is.
        const text = textIn(data.qrString)
        const qr = text === undefined ? undefined : checkQr(text, [data.amount], config.qrCheck)
        return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined, timeIn)
      }),
    )

    return {
      id: PROVIDER,
      capabilities,
      create,
      inquire,
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts: config.timeouts }),
      notifications: makeNotifications(config, account),
    }
  })

/** Zipay as a layer, both as `Zipay` and as the one `QrisProvider`. */
export const layer = (
  config: ZipayConfig,
  options?: ZipayOptions,
): Layer.Layer<Zipay | QrisProvider, never, Transport> => providerLayer(Zipay, make(config, options))
