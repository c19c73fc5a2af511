import type { Cancellation, PaymentRef, Reachability, Refund, RefundPayment, RefundRef } from "@qriskit/core"
import {
  type CallOptions,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseProvider,
} from "@qriskit/core/promise"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { decodeConfig, type MidtransConfigInput } from "./config.js"
import { type MidtransProvider, make } from "./provider.js"
import type { MidtransCreate, MidtransRefund } from "./request.js"

/** What `create` takes: plain values. */
export type MidtransCreateInput = (typeof MidtransCreate)["Encoded"]

/** What `refund` takes: plain values. */
export type MidtransRefundInput = (typeof MidtransRefund)["Encoded"]

/** Midtrans with promises. */
export interface MidtransClient extends PromiseProvider<MidtransProvider, MidtransCreateInput> {
  /** Invalidates a QR that is not paid yet. Rejects with `InvalidState` where it is paid, expired or canceled already. */
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
  /** Gives money back, once for each `externalId`. Rejects with `InvalidState` where the window is over or nothing is left. */
  refund(ref: PaymentRef, request: MidtransRefundInput, options?: CallOptions): Promise<Refund>
  /** Asks what became of a refund; `undefined` where Midtrans lists none under its `externalId`. */
  inquireRefund(ref: PaymentRef, refund: RefundRef, options?: CallOptions): Promise<Refund | undefined>
  /** Asks Midtrans' host for nothing, to learn whether it answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

/**
 * Midtrans for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { createMidtrans } from "@qriskit/provider-midtrans/promise"
 *
 * const midtrans = createMidtrans({
 *   serverKey: process.env["MIDTRANS_SERVER_KEY"] ?? "",
 *   environment: "sandbox",
 * })
 * const payment = await midtrans.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createMidtrans = (
  input: MidtransConfigInput,
  options: FrontDoorOptions = {},
): MidtransClient => {
  const config = Result.getOrThrow(decodeConfig(input))
  const { client, run } = openFrontDoor<MidtransProvider, MidtransCreateInput>(
    make(config),
    options,
    (network) => openTransport({ connectTimeout: config.timeouts.connect, ...network }),
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
