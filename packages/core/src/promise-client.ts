import type * as Effect from "effect/Effect"
import { type CallOptions, type FrontDoorOptions, openFrontDoor, type PromiseProvider } from "./front-door.js"
import type { NetworkOptions } from "./network.js"
import type { NotificationReply, RawNotification } from "./notification.js"
import type { Cancellation, PaymentRef, Refund, RefundPayment, RefundRef } from "./payment.js"
import { type Cancels, canCancel, canRefund, type QrisProvider, type Refunds } from "./provider.js"
import { canReach, type Reachability, type Reaches } from "./reachability.js"
import { type GivesTokens, givesTokens } from "./token-endpoint.js"
import type { OpenTransport, Transport } from "./transport.js"

/** `Cancels` with promises. */
export interface PromiseCancels {
  /**
   * Invalidates a QR that is not paid yet. Rejects with `InvalidState` where it is paid, expired or canceled already.
   */
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
}

/** `Refunds` with promises. `Input` is what `refund` takes: plain values, validated. */
export interface PromiseRefunds<Input = (typeof RefundPayment)["Encoded"]> {
  /**
   * Gives money back, once for each `externalId`. Rejects with `InvalidState` where the window is over or less is left.
   */
  refund(ref: PaymentRef, request: Input, options?: CallOptions): Promise<Refund>
  /**
   * Asks what became of a refund; `undefined` where the acquirer lists none under these ids. Rejects with
   * `InvalidRequest` where it must be asked by `refundId`.
   */
  inquireRefund(
    ref: PaymentRef,
    refund: (typeof RefundRef)["Encoded"],
    options?: CallOptions,
  ): Promise<Refund | undefined>
}

/** `Reaches` with promises. */
export interface PromiseReaches {
  /** Asks the acquirer's host for nothing, to learn whether it answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

/** `GivesTokens` with promises. */
export interface PromiseGivesTokens {
  /** Answers the acquirer's request for a token of ours; `path` is how its address ends. */
  readonly tokenEndpoint: { readonly path: string; answer(raw: RawNotification): Promise<NotificationReply> }
}

/**
 * A provider with promises: it has `cancel`, `refund`, `reach` and `tokenEndpoint` exactly where the provider has them.
 */
export type PromiseClient<
  P extends QrisProvider,
  Input,
  RefundInput = (typeof RefundPayment)["Encoded"],
> = PromiseProvider<P, Input> &
  (P extends Cancels ? PromiseCancels : unknown) &
  (P extends Refunds ? PromiseRefunds<RefundInput> : unknown) &
  (P extends Reaches ? PromiseReaches : unknown) &
  (P extends GivesTokens ? PromiseGivesTokens : unknown)

/**
 * For authors of providers: the promise client over an Effect provider, with every verb that it has.
 *
 * @param make builds the provider from a transport
 * @param openDefault opens the default transport with the network settings of the options; not called
 *   when they bring one
 */
export const openClient = <P extends QrisProvider, Input, RefundInput = (typeof RefundPayment)["Encoded"]>(
  make: Effect.Effect<P, never, Transport>,
  options: FrontDoorOptions,
  openDefault: (network: NetworkOptions) => OpenTransport,
): PromiseClient<P, Input, RefundInput> => {
  const { client, run, promised } = openFrontDoor<P, Input>(make, options, openDefault)
  const provider: object = client.effect
  const whole = Object.assign(client, {
    ...(canCancel(provider) && { cancel: promised(provider, "cancel") }),
    ...(canRefund(provider) && {
      // The provider validates what it is given: plain input needs no conversion here.
      refund: (ref: PaymentRef, request: unknown, call?: CallOptions) =>
        run(provider.refund(ref, request as RefundPayment), call, "refund"),
      inquireRefund: (ref: PaymentRef, refund: unknown, call?: CallOptions) =>
        run(provider.inquireRefund(ref, refund as RefundRef), call, "inquire"),
    }),
    ...(canReach(provider) && { reach: (call?: CallOptions) => run(provider.reach(), call) }),
    ...(givesTokens(provider) && {
      tokenEndpoint: {
        path: provider.tokenEndpoint.path,
        answer: (raw: RawNotification) => run(provider.tokenEndpoint.answer(raw)),
      },
    }),
  })
  // Which verbs there are was found out above, as the type says.
  return whole as unknown as PromiseClient<P, Input, RefundInput>
}
