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
import type { MidtransConfig, MidtransConfigInput } from "./config.js"
import { type MidtransOptions, type MidtransProvider, make } from "./provider.js"
import type { MidtransCreate, MidtransRefund } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { MidtransConfigInput } from "./config.js"

/** What `create` takes: plain values. */
export type MidtransCreateInput = (typeof MidtransCreate)["Encoded"]

/** What `refund` takes: plain values. */
export type MidtransRefundInput = (typeof MidtransRefund)["Encoded"]

/** Midtrans with promises. */
export interface MidtransClient
  extends PromiseProvider<MidtransProvider, MidtransCreateInput>,
    PromiseCancels,
    PromiseRefunds<MidtransRefundInput>,
    PromiseReaches {}

const door = promiseDoor<
  MidtransConfigInput,
  MidtransConfig,
  MidtransOptions,
  MidtransProvider,
  MidtransCreateInput,
  MidtransRefundInput
>({ ...ACCOUNTS, variables: VARIABLES, make }, openTransport)

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
export const createMidtrans: (
  input: MidtransConfigInput,
  options?: FrontDoorOptions & MidtransOptions,
) => MidtransClient = door.create

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
export const fromEnv: (
  environment?: Environment,
  options?: FrontDoorOptions & MidtransOptions,
) => MidtransClient = door.fromEnv

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
export const createMidtransAccounts: (
  options: MidtransAccountsOptions,
) => PromiseAccounts<MidtransProvider, MidtransClient> = door.accounts
