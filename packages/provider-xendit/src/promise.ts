import {
  type FrontDoorOptions,
  type PromiseAccounts,
  type PromiseAccountsOptions,
  type PromiseCancels,
  type PromiseProvider,
  type PromiseReaches,
  type PromiseRefunds,
  promiseDoor,
} from "@qriskit/core/promise"
import type { Environment } from "@qriskit/core/provider-kit"
import { openTransport } from "@qriskit/core/transport-default"
import { ACCOUNTS } from "./accounts.js"
import type { XenditConfig, XenditConfigInput } from "./config.js"
import { make, type XenditOptions, type XenditProvider } from "./provider.js"
import type { XenditCreate, XenditRefund } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { XenditConfigInput } from "./config.js"

/** What `create` takes: plain values. */
export type XenditCreateInput = (typeof XenditCreate)["Encoded"]

/** What `refund` takes: plain values. */
export type XenditRefundInput = (typeof XenditRefund)["Encoded"]

/** Xendit with promises. */
export interface XenditClient
  extends PromiseProvider<XenditProvider, XenditCreateInput>,
    PromiseCancels,
    PromiseRefunds<XenditRefundInput>,
    PromiseReaches {}

const door = promiseDoor<
  XenditConfigInput,
  XenditConfig,
  XenditOptions,
  XenditProvider,
  XenditCreateInput,
  XenditRefundInput
>({ ...ACCOUNTS, variables: VARIABLES, make }, openTransport)

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
export const createXendit: (
  input: XenditConfigInput,
  options?: FrontDoorOptions & XenditOptions,
) => XenditClient = door.create

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
export const fromEnv: (
  environment?: Environment,
  options?: FrontDoorOptions & XenditOptions,
) => XenditClient = door.fromEnv

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
export const createXenditAccounts: (
  options: XenditAccountsOptions,
) => PromiseAccounts<XenditProvider, XenditClient> = door.accounts
