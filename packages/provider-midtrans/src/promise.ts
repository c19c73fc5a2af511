import type { Cancellation, PaymentRef, Reachability, Refund, RefundPayment, RefundRef } from "@qriskit/core"
import {
  type CallOptions,
  type FrontDoorOptions,
  openAccounts,
  openFrontDoor,
  type PromiseAccounts,
  type PromiseAccountsOptions,
  type PromiseProvider,
} from "@qriskit/core/promise"
import { configurationFromVariables, type Environment } from "@qriskit/core/provider-kit"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { ACCOUNTS } from "./accounts.js"
import { decodeConfig, type MidtransConfig, type MidtransConfigInput } from "./config.js"
import { type MidtransOptions, type MidtransProvider, make } from "./provider.js"
import type { MidtransCreate, MidtransRefund } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { MidtransConfigInput } from "./config.js"

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
  options: FrontDoorOptions & MidtransOptions = {},
): MidtransClient => clientOf(Result.getOrThrow(decodeConfig(input)), options)

const clientOf = (config: MidtransConfig, options: FrontDoorOptions & MidtransOptions): MidtransClient => {
  const { client, run } = openFrontDoor<MidtransProvider, MidtransCreateInput>(
    make(config, options),
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

/**
 * Midtrans with promises, configured by the `MIDTRANS_*` environment variables; empty ones count as unset. Throws
 * `InvalidConfiguration` at once, which names variables and never values.
 *
 * @param environment default: `process.env`
 *
 * @example
 * ```ts
 * import { fromEnv } from "@qriskit/provider-midtrans/promise"
 *
 * const midtrans = fromEnv()
 * ```
 */
export const fromEnv = (
  environment: Environment = process.env,
  options: FrontDoorOptions & MidtransOptions = {},
): MidtransClient =>
  clientOf(Result.getOrThrow(configurationFromVariables(VARIABLES, environment, decodeConfig)), options)

/** A platform's accounts at Midtrans: where they are, and how many are kept. */
export type MidtransAccountsOptions = PromiseAccountsOptions<MidtransConfigInput>

/**
 * Midtrans for a platform of many merchants, each with credentials of its own, all over one connection pool: the
 * `timeouts.connect` of an account has no say in it. Throws `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import { createMidtransAccounts, type MidtransConfigInput } from "@qriskit/provider-midtrans/promise"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<MidtransConfigInput | undefined>
 *
 * const midtrans = createMidtransAccounts({ load: credentialsOf })
 * const toko = await midtrans.account("toko-17")
 * console.log(toko.capabilities.title)
 * ```
 */
export const createMidtransAccounts = (
  options: MidtransAccountsOptions,
): PromiseAccounts<MidtransProvider, MidtransClient> =>
  openAccounts(options, { ...ACCOUNTS, open: clientOf }, openTransport)
