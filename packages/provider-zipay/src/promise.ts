import {
  type FrontDoorOptions,
  type PromiseAccounts,
  type PromiseAccountsOptions,
  type PromiseProvider,
  type PromiseReaches,
  promiseDoor,
} from "@qriskit/core/promise"
import { type Environment, present } from "@qriskit/core/provider-kit"
import { openTransport } from "@qriskit/core/transport-default"
import { ACCOUNTS } from "./accounts.js"
import type { ZipayConfig, ZipayConfigInput } from "./config.js"
import { make, type ZipayOptions, type ZipayProvider } from "./provider.js"
import type { ZipayCreate } from "./request.js"
import { VARIABLES } from "./variables.js"

export type { ZipayConfigInput } from "./config.js"

/** What `create` takes: plain values. */
export type ZipayCreateInput = (typeof ZipayCreate)["Encoded"]

/** Zipay with promises. It has no `cancel` and no `refund`: Zipay offers neither. */
export interface ZipayClient extends PromiseProvider<ZipayProvider, ZipayCreateInput>, PromiseReaches {}

const door = promiseDoor<ZipayConfigInput, ZipayConfig, ZipayOptions, ZipayProvider, ZipayCreateInput>(
  { ...ACCOUNTS, variables: VARIABLES, make },
  openTransport,
)

/**
 * Zipay for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({
 *   userId: "partner-contoh",
 *   password: process.env["ZIPAY_PASSWORD"] ?? "",
 *   merchantId: "3",
 *   merchantKey: process.env["ZIPAY_MERCHANT_KEY"] ?? "",
 * })
 * const payment = await zipay.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createZipay: (
  input: ZipayConfigInput,
  options?: FrontDoorOptions & ZipayOptions,
) => ZipayClient = door.create

/**
 * Zipay with promises, configured by the `ZIPAY_*` environment variables; empty ones count as unset. Throws
 * `InvalidConfiguration` at once, which names variables and never values.
 *
 * @param environment default: `process.env`
 *
 * @example
 * ```ts
 * import { fromEnv } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = fromEnv()
 * ```
 */
export const fromEnv: (environment?: Environment, options?: FrontDoorOptions & ZipayOptions) => ZipayClient =
  door.fromEnv

/** A platform's accounts at Zipay: where they are, how many are kept, and where all keep their tokens. */
export type ZipayAccountsOptions = PromiseAccountsOptions<ZipayConfigInput> & Pick<ZipayOptions, "tokenStore">

/**
 * Zipay for a platform of many merchants, each with credentials of its own, all over one connection pool: the
 * `timeouts.connect` of an account has no say in it. Throws `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import { createZipayAccounts, type ZipayConfigInput } from "@qriskit/provider-zipay/promise"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<ZipayConfigInput | undefined>
 *
 * const zipay = createZipayAccounts({ load: credentialsOf, capacity: 10_000, freshMillis: 300_000 })
 * const toko = await zipay.account("toko-17")
 * const payment = await toko.create({ amount: 25_000, externalId: "order-1001-1" })
 * zipay.forget("toko-17")
 * ```
 */
export const createZipayAccounts = ({
  tokenStore,
  ...options
}: ZipayAccountsOptions): PromiseAccounts<ZipayProvider, ZipayClient> =>
  door.accounts(options, present({ tokenStore }))
