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
import { decodeConfig, type XenditConfig, type XenditConfigInput } from "./config.js"
import { make, type XenditOptions, type XenditProvider } from "./provider.js"
import type { XenditCreate, XenditRefund } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { XenditConfigInput } from "./config.js"

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
export const createXendit = (
  input: XenditConfigInput,
  options: FrontDoorOptions & XenditOptions = {},
): XenditClient => clientOf(Result.getOrThrow(decodeConfig(input)), options)

const clientOf = (config: XenditConfig, options: FrontDoorOptions & XenditOptions): XenditClient => {
  const { client, run } = openFrontDoor<XenditProvider, XenditCreateInput>(
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
 * Xendit with promises, configured by the `XENDIT_*` environment variables; empty ones count as unset. Throws
 * `InvalidConfiguration` at once, which names variables and never values.
 *
 * @param environment default: `process.env`
 *
 * @example
 * ```ts
 * import { fromEnv } from "@qriskit/provider-xendit/promise"
 *
 * const xendit = fromEnv()
 * ```
 */
export const fromEnv = (
  environment: Environment = process.env,
  options: FrontDoorOptions & XenditOptions = {},
): XenditClient =>
  clientOf(Result.getOrThrow(configurationFromVariables(VARIABLES, environment, decodeConfig)), options)

/** A platform's accounts at Xendit: where they are, and how many are kept. */
export type XenditAccountsOptions = PromiseAccountsOptions<XenditConfigInput>

/**
 * Xendit for a platform of many merchants, each with credentials of its own, all over one connection pool: the
 * `timeouts.connect` of an account has no say in it. Throws `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import { createXenditAccounts, type XenditConfigInput } from "@qriskit/provider-xendit/promise"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<XenditConfigInput | undefined>
 *
 * const xendit = createXenditAccounts({ load: credentialsOf })
 * const toko = await xendit.account("toko-17")
 * console.log(toko.capabilities.title)
 * ```
 */
export const createXenditAccounts = (
  options: XenditAccountsOptions,
): PromiseAccounts<XenditProvider, XenditClient> =>
  openAccounts(options, { ...ACCOUNTS, open: clientOf }, openTransport)
