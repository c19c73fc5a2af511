import {
  type FrontDoorOptions,
  openAccounts,
  openClient,
  type PromiseAccounts,
  type PromiseAccountsOptions,
  type PromiseClient,
} from "@qriskit/core/promise"
import { configurationFromVariables, type Environment, present } from "@qriskit/core/provider-kit"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { accountsAt } from "./accounts.js"
import { decodeConfig, type SnapConfig, type SnapConfigInput, type SnapMerchantInput } from "./config.js"
import type { SnapProfileInput } from "./profile.js"
import { make, type SnapOptions, type SnapProvider } from "./provider.js"
import type { SnapCreate } from "./request.js"
import { decodeVariables, layerConfigVariables } from "./variables.js"

export type { SnapConfigInput, SnapMerchantInput } from "./config.js"

/** What `create` takes: plain values. */
export type SnapCreateInput = (typeof SnapCreate)["Encoded"]

/** SNAP with promises. It has `cancel`, `refund` and `tokenEndpoint` exactly where the profile has them. */
export type SnapClient<P extends SnapProfileInput = SnapProfileInput> = PromiseClient<
  SnapProvider<P>,
  SnapCreateInput
>

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
): SnapClient<P> => clientOf(Result.getOrThrow(decodeConfig(input)), options)

const clientOf = <P extends SnapProfileInput>(
  config: SnapConfig<P>,
  options: FrontDoorOptions & SnapOptions,
): SnapClient<P> =>
  openClient<SnapProvider<P>, SnapCreateInput>(make(config, options), options, (network) =>
    openTransport({ connectTimeout: config.timeouts.connect, ...network }),
  )

/**
 * SNAP with promises, configured by the environment variables of a profile, `SNAP_MIDTRANS_*` for the preset
 * `snap-midtrans` (see `layerConfigVariables`); empty ones count as unset. Throws `InvalidConfiguration` at once, which
 * names variables and never values.
 *
 * @param environment default: `process.env`
 *
 * @example
 * ```ts
 * import { midtrans } from "@qriskit/provider-snap/presets"
 * import { fromEnv } from "@qriskit/provider-snap/promise"
 *
 * const snap = fromEnv(midtrans)
 * ```
 */
export const fromEnv = <P extends SnapProfileInput>(
  profile: P,
  environment: Environment = process.env,
  options: FrontDoorOptions & SnapOptions = {},
): SnapClient<P> =>
  clientOf(
    Result.getOrThrow(
      configurationFromVariables(layerConfigVariables(profile), environment, decodeVariables(profile)),
    ),
    options,
  )

/** A platform's accounts at one acquirer: its profile, where they are, how many are kept, and where all keep tokens. */
export interface SnapAccountsOptions<P extends SnapProfileInput = SnapProfileInput>
  extends PromiseAccountsOptions<SnapMerchantInput>,
    Pick<SnapOptions, "tokenStore"> {
  /** The acquirer: a preset, or a profile of one's own. It is read once for all accounts. */
  readonly profile: P
}

/**
 * SNAP with one acquirer for a platform of many merchants, each with credentials and a token of its own, all over one
 * connection pool: the `timeouts.connect` of an account has no say in it. Throws `InvalidConfiguration` where the
 * profile or a setting is wrong.
 *
 * @example
 * ```ts
 * import { dana } from "@qriskit/provider-snap/presets"
 * import { createSnapAccounts, type SnapMerchantInput } from "@qriskit/provider-snap/promise"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<SnapMerchantInput | undefined>
 *
 * const accounts = createSnapAccounts({ profile: dana, load: credentialsOf })
 * const toko = await accounts.account("toko-17")
 * const payment = await toko.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createSnapAccounts = <P extends SnapProfileInput>({
  profile,
  tokenStore,
  ...options
}: SnapAccountsOptions<P>): PromiseAccounts<SnapProvider<P>, SnapClient<P>> =>
  openAccounts<SnapMerchantInput, SnapConfig<P>, SnapProvider<P>, SnapClient<P>>(
    options,
    {
      ...Result.getOrThrow(accountsAt(profile)),
      open: (config, shared) => clientOf(config, { ...shared, ...present({ tokenStore }) }),
    },
    openTransport,
  )
