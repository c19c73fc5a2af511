import {
  type Cancellation,
  canCancel,
  canRefund,
  givesTokens,
  type NotificationReply,
  type PaymentRef,
  type RawNotification,
  type Reachability,
  type Refund,
  type RefundPayment,
  type RefundRef,
} from "@qriskit/core"
import {
  type CallOptions,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseProvider,
} from "@qriskit/core/promise"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { decodeConfig, type SnapConfigInput } from "./config.js"
import type { SnapProfileInput } from "./profile.js"
import { make, type SnapOptions, type SnapProvider } from "./provider.js"
import type { SnapCreate } from "./request.js"

/** What `create` takes: plain values. */
export type SnapCreateInput = (typeof SnapCreate)["Encoded"]

interface Base<P extends SnapProfileInput> extends PromiseProvider<SnapProvider<P>, SnapCreateInput> {
  /** Asks the acquirer's host for nothing, to learn whether it answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

interface Cancels {
  /** Invalidates a QR that is not paid. Rejects with `InvalidState` where it is paid, or ended. */
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
}

interface Refunds {
  /** Gives money back, once for each `externalId`. */
  refund(ref: PaymentRef, request: (typeof RefundPayment)["Encoded"], options?: CallOptions): Promise<Refund>
  /** What became of one refund; `undefined` where the acquirer lists none under these ids. */
  inquireRefund(
    ref: PaymentRef,
    refund: (typeof RefundRef)["Encoded"],
    options?: CallOptions,
  ): Promise<Refund | undefined>
}

interface GivesTokens {
  /** Answers the acquirer's request for a token of ours; `path` is how its address ends. */
  readonly tokenEndpoint: { readonly path: string; answer(raw: RawNotification): Promise<NotificationReply> }
}

/** SNAP with promises. It has `cancel`, `refund` and `tokenEndpoint` exactly where the profile has them. */
export type SnapClient<P extends SnapProfileInput = SnapProfileInput> = Base<P> &
  (P extends { readonly verbs: { readonly cancel: object } } ? Cancels : unknown) &
  (P extends { readonly verbs: { readonly refund: object } } ? Refunds : unknown) &
  (P extends { readonly inboundToken: object } ? GivesTokens : unknown)

/**
 * SNAP for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs"
 * import { nicepay } from "@qriskit/provider-snap/presets"
 * import { createSnap } from "@qriskit/provider-snap/promise"
 *
 * const snap = createSnap({
 *   profile: nicepay,
 *   environment: "sandbox",
 *   clientId: "TESTMERC01",
 *   merchantId: "TESTMERC01",
 *   clientSecret: process.env["NICEPAY_CLIENT_SECRET"] ?? "",
 *   privateKey: readFileSync("nicepay-private.pem", "utf8"),
 *   acquirerKeys: readFileSync("nicepay-public.pem", "utf8"),
 *   settings: { storeId: "NicepayStoreID1" },
 * })
 * const payment = await snap.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createSnap = <P extends SnapProfileInput>(
  input: SnapConfigInput<P>,
  options: FrontDoorOptions & SnapOptions = {},
): SnapClient<P> => {
  const config = Result.getOrThrow(decodeConfig(input))
  const { client, run } = openFrontDoor<SnapProvider<P>, SnapCreateInput>(
    make(config, options),
    options,
    (network) => openTransport({ connectTimeout: config.timeouts.connect, ...network }),
  )
  const provider: object = client.effect
  const whole = {
    ...client,
    reach: (call?: CallOptions) => run(client.effect.reach(), call),
    ...(canCancel(provider) && {
      cancel: (ref: PaymentRef, call?: CallOptions) => run(provider.cancel(ref), call),
    }),
    ...(canRefund(provider) && {
      // The provider validates what it is given: plain input needs no conversion here.
      refund: (ref: PaymentRef, request: unknown, call?: CallOptions) =>
        run(provider.refund(ref, request as RefundPayment), call),
      inquireRefund: (ref: PaymentRef, refund: unknown, call?: CallOptions) =>
        run(provider.inquireRefund(ref, refund as RefundRef), call),
    }),
    ...(givesTokens(provider) && {
      tokenEndpoint: {
        path: provider.tokenEndpoint.path,
        answer: (raw: RawNotification) => run(provider.tokenEndpoint.answer(raw)),
      },
    }),
  }
  // Which verbs there are follows from the profile, as its type says.
  return whole as unknown as SnapClient<P>
}
