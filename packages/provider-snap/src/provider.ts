import {
  type Cancels,
  type GivesTokens,
  type PaymentRef,
  QrisProvider,
  type Reaches,
  type Refunds,
  Transport,
} from "@qriskit/core"
import {
  currentTimeMillis,
  decodeRef,
  lazily,
  makeExchange,
  present,
  reachOver,
  type TokenStore,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import manifest from "../package.json" with { type: "json" }
import { baseUrlOf, makeCaller, malformed } from "./call.js"
import { makeCancels } from "./cancel.js"
import { capabilitiesOf } from "./capabilities.js"
import type { SnapConfig } from "./config.js"
import { makeCreate } from "./create.js"
import { makeMerchant } from "./merchant.js"
import { makeNotifications } from "./notification.js"
import { inquiredPayment } from "./payment.js"
import type { SnapProfileInput } from "./profile.js"
import { makeRefunds } from "./refund.js"
import type { SnapCreate } from "./request.js"
import { makeTokenEndpoint } from "./token-endpoint.js"

const USER_AGENT = `${manifest.name}/${manifest.version}`

/** What every profile can: make a QR and ask about it. */
type SnapBase = QrisProvider<SnapCreate> & Reaches

/** The verbs that a profile has beyond that, as types. */
type CancelOf<P> = P extends { readonly verbs: { readonly cancel: object } } ? Cancels : unknown
type RefundOf<P> = P extends { readonly verbs: { readonly refund: object } } ? Refunds : unknown
type TokensOf<P> = P extends { readonly inboundToken: object } ? GivesTokens : unknown

/** SNAP with one acquirer. It can cancel, refund and give tokens exactly where its profile can. */
export type SnapProvider<P extends SnapProfileInput = SnapProfileInput> = SnapBase &
  CancelOf<P> &
  RefundOf<P> &
  TokensOf<P>

/** What is not configuration: where tokens are kept, and whose credentials these are. */
export interface SnapOptions {
  /** Default: in memory, one for this provider. */
  readonly tokenStore?: TokenStore
  /**
   * The platform's name for these credentials, where there are others: an `AccountId`. References and errors carry it.
   */
  readonly account?: string
}

/**
 * Builds SNAP for one acquirer from a decoded configuration and the `Transport` in context.
 *
 * @example
 * ```ts
 * import * as Snap from "@qriskit/provider-snap"
 * import { midtrans } from "@qriskit/provider-snap/presets"
 * import { layer as transport } from "@qriskit/core/transport-undici"
 * import * as Effect from "effect/Effect"
 *
 * const program = (privateKey: string, clientSecret: string, acquirerKeys: string) =>
 *   Effect.gen(function* () {
 *     const config = yield* Effect.fromResult(
 *       Snap.decodeConfig({
 *         profile: midtrans,
 *         environment: "sandbox",
 *         clientId: "G0000001-SNAP",
 *         partnerId: "G0000001",
 *         merchantId: "G0000001",
 *         privateKey,
 *         clientSecret,
 *         acquirerKeys,
 *         settings: { channelId: "12345" },
 *       }),
 *     )
 *     const snap = yield* Snap.make(config)
 *     return snap.capabilities.title
 *   }).pipe(Effect.provide(transport()))
 * ```
 */
export const make = <P extends SnapProfileInput>(
  config: SnapConfig<P>,
  { account, tokenStore }: SnapOptions = {},
): Effect.Effect<SnapProvider<P>, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const { profile, clientSecret, privateKey, inbound, timeouts, retry } = config
    const { id: provider, verbs, inboundToken } = profile
    const secrets = [clientSecret, privateKey, inbound?.secret].filter((secret) => secret !== undefined)
    const exchange = makeExchange({ provider, userAgent: USER_AGENT, transport, timeouts, retry, secrets })
    const caller = makeCaller(config, exchange, present({ account, tokenStore }))
    const merchant = makeMerchant(config, caller, account)
    const decode = decodeRef(provider, "inquire", { account })

    const inquire: SnapBase["inquire"] = verb(
      { span: `${provider}.inquire`, provider, operation: "inquire", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decode(input)
        const payment = inquiredPayment(
          yield* merchant.ask(ref),
          profile,
          ref,
          yield* currentTimeMillis,
          merchant.timeIn,
        )
        return typeof payment === "string" ? yield* merchant.fail("inquire", malformed(payment)) : payment
      }),
    )

    const whole = {
      id: provider,
      capabilities: capabilitiesOf(profile),
      create: makeCreate(merchant),
      inquire,
      reach: () => reachOver({ baseUrl: baseUrlOf(config), userAgent: USER_AGENT, transport, timeouts }),
      ...(verbs.cancel && makeCancels(merchant, verbs.cancel)),
      ...(verbs.refund && makeRefunds(merchant, verbs.refund)),
      ...(inboundToken &&
        inbound && { tokenEndpoint: makeTokenEndpoint(config, inboundToken, inbound, account) }),
    } satisfies Omit<SnapBase, "notifications">
    const made = lazily(whole, "notifications", () => makeNotifications(config, { account }))
    // Which verbs there are follows from the profile, as its type says.
    return made as unknown as SnapProvider<P>
  })

/** SNAP with one acquirer as the one `QrisProvider`. */
export const layer = <P extends SnapProfileInput>(
  config: SnapConfig<P>,
  options?: SnapOptions,
): Layer.Layer<QrisProvider, never, Transport> =>
  Layer.effect(
    QrisProvider,
    Effect.map(make(config, options), (provider): QrisProvider => provider),
  )
