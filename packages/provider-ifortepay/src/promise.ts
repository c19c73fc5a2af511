import {
  type FrontDoorOptions,
  type PromiseAccounts,
  type PromiseAccountsOptions,
  type PromiseCancels,
  type PromiseProvider,
  type PromiseReaches,
  promiseDoor,
} from "@qriskit/core/promise"
import type { Environment } from "@qriskit/core/provider-kit"
import { openTransport } from "@qriskit/core/transport-default"
import { ACCOUNTS } from "./accounts.js"
import type { IfortepayConfig, IfortepayConfigInput } from "./config.js"
import { type IfortepayOptions, type IfortepayProvider, make } from "./provider.js"
import type { IfortepayCreate } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { IfortepayConfigInput } from "./config.js"

/** What `create` takes: plain values. */
export type IfortepayCreateInput = (typeof IfortepayCreate)["Encoded"]

/** iFortepay with promises. */
export interface IfortepayClient
  extends PromiseProvider<IfortepayProvider, IfortepayCreateInput>,
    PromiseCancels,
    PromiseReaches {}

const door = promiseDoor<
  IfortepayConfigInput,
  IfortepayConfig,
  IfortepayOptions,
  IfortepayProvider,
  IfortepayCreateInput
>({ ...ACCOUNTS, variables: VARIABLES, make }, openTransport)

/**
 * iFortepay for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
 *
 * const ifortepay = createIfortepay({
 *   merchantId: "IFP0000000001",
 *   secretUnboundId: process.env["IFORTEPAY_SECRET_UNBOUND_ID"] ?? "",
 *   hashKey: process.env["IFORTEPAY_HASH_KEY"] ?? "",
 *   channel: "NOBU",
 *   environment: "staging",
 * })
 * const payment = await ifortepay.create({
 *   amount: 25_000,
 *   externalId: "order-1001-1",
 *   description: "Two coffees",
 *   customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
 * })
 * ```
 */
export const createIfortepay: (
  input: IfortepayConfigInput,
  options?: FrontDoorOptions & IfortepayOptions,
) => IfortepayClient = door.create

/**
 * iFortepay with promises, configured by the `IFORTEPAY_*` environment variables; empty ones count as unset. Throws
 * `InvalidConfiguration` at once, which names variables and never values.
 *
 * @param environment default: `process.env`
 *
 * @example
 * ```ts
 * import { fromEnv } from "@qriskit/provider-ifortepay/promise"
 *
 * const ifortepay = fromEnv()
 * ```
 */
export const fromEnv: (
  environment?: Environment,
  options?: FrontDoorOptions & IfortepayOptions,
) => IfortepayClient = door.fromEnv

/** A platform's accounts at iFortepay: where they are, and how many are kept. */
export type IfortepayAccountsOptions = PromiseAccountsOptions<IfortepayConfigInput>

/**
 * iFortepay for a platform of many merchants, each with credentials of its own, all over one connection pool: the
 * `timeouts.connect` of an account has no say in it. Throws `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import { createIfortepayAccounts, type IfortepayConfigInput } from "@qriskit/provider-ifortepay/promise"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<IfortepayConfigInput | undefined>
 *
 * const ifortepay = createIfortepayAccounts({ load: credentialsOf })
 * const toko = await ifortepay.account("toko-17")
 * console.log(toko.capabilities.channels)
 * ```
 */
export const createIfortepayAccounts: (
  options: IfortepayAccountsOptions,
) => PromiseAccounts<IfortepayProvider, IfortepayClient> = door.accounts
