import type { Cancellation, PaymentRef, Reachability, Refund, RefundPayment, RefundRef } from "@qriskit/core"
import {
  type CallOptions,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseProvider,
} from "@qriskit/core/promise"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { decodeConfig, type XenditConfigInput } from "./config.js"
import { make, type XenditProvider } from "./provider.js"
import type { XenditCreate, XenditRefund } from "./request.js"

/** What `create` takes: plain values. */
export type XenditCreateInput = (typeof XenditCreate)["Encoded"]

/** What `refund` takes: plain values. */
export type XenditRefundInput = (typeof XenditRefund)["Encoded"]

/** Xendit with promises. */
export interface XenditClient extends PromiseProvider<XenditProvider, XenditCreateInput> {
  /** Invalidates a QR that is not paid yet. Rejects with `InvalidState` where it is paid, expired or canceled already. */
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
  /** Gives money back, once for each `externalId`. Rejects with `InvalidState` where the window is over or less is left. */
  refund(ref: PaymentRef, request: XenditRefundInput, options?: CallOptions): Promise<Refund>
  /** Asks what became of a refund; `undefined` where Xendit knows none. It must be asked by `refundId`. */
  inquireRefund(ref: PaymentRef, refund: RefundRef, options?: CallOptions): Promise<Refund | undefined>
  /** Asks Xendit' host for nothing, to learn whether it answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

/**
 * Xendit for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { createXendit } from "@qriskit/provider-xendit/promise"
 *
 * const xendit = createXendit({
 *   secretKey: process.env["XENDIT_SECRET_KEY"] ?? "",
 *   callbackToken: process.env["XENDIT_CALLBACK_TOKEN"] ?? "",
 * })
 * const payment = await xendit.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createXendit = (input: XenditConfigInput, options: FrontDoorOptions = {}): XenditClient => {
  const config = Result.getOrThrow(decodeConfig(input))
  const { client, run } = openFrontDoor<XenditProvider, XenditCreateInput>(make(config), options, () =>
    openTransport({ connectTimeout: config.timeouts.connect }),
  )
  const { effect } = client
  return {
    ...client,
    cancel: (ref, call) => run(effect.cancel(ref), call),
    // The provider validates what it is given: plain input needs no conversion here.
    refund: (ref, request, call) => run(effect.refund(ref, request as unknown as RefundPayment), call),
    inquireRefund: (ref, refund, call) => run(effect.inquireRefund(ref, refund), call),
    reach: (call) => run(effect.reach(), call),
  }
}
