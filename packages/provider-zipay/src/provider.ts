import { PaymentRef, type QrisProvider, type Reaches, Transport } from "@qriskit/core"
import {
  type AccessToken,
  type Call,
  checkQr,
  contradictionsAmong,
  currentTimeMillis,
  decodeRef,
  decodeRequest,
  type Exchange,
  failuresOf,
  flatMap,
  type Login,
  lazily,
  makeExchange,
  makeLogin,
  providerLayer,
  reachOver,
  startedAs,
  type TimeReader,
  type TokenStore,
  textIn,
  timeReader,
  tokenKey,
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

/** What is wrong where a login is refused. */
const LOGIN_SETTINGS: ReadonlyArray<string> = ["userId", "password"]

/** What is not configuration: where tokens are kept, and whose credentials these are. */
export interface ZipayOptions {
  /** Default: in memory, one for this provider. */
  readonly tokenStore?: TokenStore
  /**
   * The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it.
   */
  readonly account?: string
}

const { untrusted } = failuresOf(PROVIDER)

const decodeCreateRequest = decodeRequest(PROVIDER, "create", ZipayCreate)

/** A signed call that still lacks its bearer token. */
type AuthorizedCall<A> = Omit<Call<A>, "url" | "headers" | "refusal" | "deadlineAt" | "secrets"> & {
  readonly path: string
}

/** One merchant, of perhaps thousands: what every call of it needs, in one place in memory. */
interface Merchant extends Exchange, Pick<ZipayConfig, "merchantId" | "qrCheck"> {
  readonly config: ZipayConfig
  readonly account: string | undefined
  readonly login: Login
  readonly merchantKey: string
  readonly baseUrl: string
  readonly timeIn: TimeReader
}

const logIn = untraced(function* (merchant: Omit<Merchant, "login">) {
  const { config, baseUrl, timeIn } = merchant
  const { answer } = yield* merchant.send({
    operation: "inquire",
    url: baseUrl + LOGIN_PATH,
    headers: {},
    body: { userId: config.userId, password: Redacted.value(config.password) },
    decode: decodeLogin,
    refusal: refusalOf("inquire"),
  })
  const { access_token, expired_token } = answer.data
  const expiresAt = timeIn(expired_token) ?? new Date((yield* currentTimeMillis) + UNKNOWN_TOKEN_LIFE)
  return { value: Redacted.make(access_token), expiresAt } satisfies AccessToken
})

/** Sends with a token of the merchant's, within one deadline. */
const sendAs = <A>(merchant: Merchant, { path, ...call }: AuthorizedCall<A>) =>
  flatMap(merchant.deadlineFromNow, (deadlineAt) =>
    merchant.login.send(call.operation, deadlineAt, (token) =>
      merchant.send({
        ...call,
        url: merchant.baseUrl + path,
        headers: { authorization: `Bearer ${token}` },
        refusal: refusalOf(call.operation),
        deadlineAt,
        secrets: [token],
      }),
    ),
  )

const makeQr = untraced(function* (merchant: Merchant, input: ZipayCreate) {
  const { merchantKey, merchantId, qrCheck } = merchant
  const { amount, externalId, orderId = externalId } = yield* decodeCreateRequest(input)
  const exchanged = yield* sendAs(merchant, {
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
  const qr = checkQr(data.qrString, [amount], qrCheck)
  if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
  const ref = trusted(PaymentRef, {
    provider: PROVIDER,
    paymentId: data.uuid,
    externalId,
    orderId,
    account: merchant.account,
  })
  return paymentOf(exchanged, ref, qr.success, merchant.timeIn)
})

const ask = untraced(function* (merchant: Merchant, input: PaymentRef) {
  const { account, merchantKey, merchantId, qrCheck } = merchant
  const ref = yield* decodeRef(PROVIDER, "inquire", { account })(input)
  const { paymentId: uuid, externalId } = ref
  const exchanged = yield* sendAs(merchant, {
    operation: "inquire",
    path: INQUIRY_PATH,
    body: {
      uuid,
      merchantId,
      signature: inquirySignature(merchantKey, merchantId, uuid),
    },
    decode: decodeInquiry,
  })
  const { data } = exchanged.answer
  const contradictions = contradictionsIn(data, { uuid, externalId, merchantId })
  if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
  // A QR that cannot be trusted is left out; it must not hide what the payment's status is.
  const text = textIn(data.qrString)
  const qr = text === undefined ? undefined : checkQr(text, [data.amount], qrCheck)
  return paymentOf(exchanged, ref, qr && Result.isSuccess(qr) ? qr.success : undefined, merchant.timeIn)
})

const create = verbFor({ span: "Zipay.create", provider: PROVIDER, operation: "create" }, makeQr)

const inquire = verbFor({ span: "Zipay.inquire", provider: PROVIDER, operation: "inquire" }, ask)

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
  { account, tokenStore }: ZipayOptions = {},
): Effect.Effect<ZipayProvider, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const { userId, password, merchantKey, callbackSecret, tokenMargin, timeouts, retry, timeZone } = config
    const baseUrl = baseUrlOf(config)
    const secrets = [password, merchantKey, ...(callbackSecret ? [callbackSecret] : [])]
    const calling = makeExchange(
      { provider: PROVIDER, userAgent: USER_AGENT, transport, timeouts, retry, secrets },
      {
        config,
        account,
        baseUrl,
        timeIn: timeReader(timeZone),
        merchantKey: Redacted.value(merchantKey),
        merchantId: config.merchantId,
        qrCheck: config.qrCheck,
      },
    )
    const login = makeLogin({
      provider: PROVIDER,
      store: tokenStore,
      // Only a store knows more than one token.
      key: tokenStore === undefined ? PROVIDER : tokenKey({ account, user: userId, baseUrl }),
      margin: tokenMargin,
      settings: LOGIN_SETTINGS,
      logIn: Effect.suspend(() => logIn(calling)),
    })
    const merchant: Merchant = Object.assign(calling, { login })

    const provider = {
      id: PROVIDER,
      capabilities,
      ...verbsOf(merchant, { create, inquire }),
      reach: () => reachOver({ baseUrl, userAgent: USER_AGENT, transport, timeouts }),
    }
    return lazily(provider, "notifications", () => makeNotifications(config, account))
  })

/** Zipay as a layer, both as `Zipay` and as the one `QrisProvider`. */
export const layer = (
  config: ZipayConfig,
  options?: ZipayOptions,
): Layer.Layer<Zipay | QrisProvider, never, Transport> => providerLayer(Zipay, make(config, options))
