import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOptions, present, providerAccounts } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { decodeConfig, ZipayConfig, type ZipayConfigInput } from "./config.js"
import { make, type ZipayOptions, type ZipayProvider } from "./provider.js"

/** A platform's accounts at Zipay: where they are, how many are kept, and where all keep their tokens. */
export interface ZipayAccountsOptions
  extends AccountsOptions<ZipayConfigInput>,
    Pick<ZipayOptions, "tokenStore"> {}

/** How an account of Zipay's is read, whichever door it is for. */
export const ACCOUNTS = {
  provider: "zipay",
  decode: decodeConfig,
  isSame: Schema.toEquivalence(ZipayConfig),
}

/**
 * Zipay for a platform of many merchants: each account is loaded when it is first used, all over the `Transport` in
 * context. Fails with `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import * as Zipay from "@qriskit/provider-zipay"
 * import * as Effect from "effect/Effect"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<Zipay.ZipayConfigInput | undefined>
 *
 * const program = Effect.gen(function* () {
 *   const accounts = yield* Zipay.makeAccounts({ load: (account) => Effect.tryPromise(() => credentialsOf(account)) })
 *   const toko = yield* accounts.account("toko-17")
 *   return toko.capabilities.title
 * })
 * ```
 */
export const makeAccounts = ({
  tokenStore,
  ...options
}: ZipayAccountsOptions): Effect.Effect<QrisAccounts<ZipayProvider>, InvalidConfiguration, Transport> =>
  providerAccounts(options, {
    ...ACCOUNTS,
    make: (config, own) => make(config, { ...own, ...present({ tokenStore }) }),
  })

/** Zipay's accounts as a service. */
export class ZipayAccounts extends Context.Service<ZipayAccounts, QrisAccounts<ZipayProvider>>()(
  "@qriskit/provider-zipay/ZipayAccounts",
) {}

/** Zipay's accounts as a layer. */
export const layerAccounts = (
  options: ZipayAccountsOptions,
): Layer.Layer<ZipayAccounts, InvalidConfiguration, Transport> =>
  Layer.effect(ZipayAccounts, makeAccounts(options))
