import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOptions, providerAccounts } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { decodeConfig, IfortepayConfig, type IfortepayConfigInput } from "./config.js"
import { type IfortepayProvider, make } from "./provider.js"

/** A platform's accounts at iFortepay: where they are, and how many are kept. */
export type IfortepayAccountsOptions = AccountsOptions<IfortepayConfigInput>

/** How an account of iFortepay's is read, whichever door it is for. */
export const ACCOUNTS = {
  provider: "ifortepay",
  decode: decodeConfig,
  isSame: Schema.toEquivalence(IfortepayConfig),
}

/**
 * iFortepay for a platform of many merchants: each account is loaded when it is first used, all over the `Transport` in
 * context. Fails with `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import * as Ifortepay from "@qriskit/provider-ifortepay"
 * import * as Effect from "effect/Effect"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<Ifortepay.IfortepayConfigInput | undefined>
 *
 * const program = Effect.gen(function* () {
 *   const accounts = yield* Ifortepay.makeAccounts({ load: (account) => Effect.tryPromise(() => credentialsOf(account)) })
 *   const toko = yield* accounts.account("toko-17")
 *   return toko.capabilities.title
 * })
 * ```
 */
export const makeAccounts = (
  options: IfortepayAccountsOptions,
): Effect.Effect<QrisAccounts<IfortepayProvider>, InvalidConfiguration, Transport> =>
  providerAccounts(options, { ...ACCOUNTS, make })

/** iFortepay's accounts as a service. */
export class IfortepayAccounts extends Context.Service<IfortepayAccounts, QrisAccounts<IfortepayProvider>>()(
  "@qriskit/provider-ifortepay/IfortepayAccounts",
) {}

/** iFortepay's accounts as a layer. */
export const layerAccounts = (
  options: IfortepayAccountsOptions,
): Layer.Layer<IfortepayAccounts, InvalidConfiguration, Transport> =>
  Layer.effect(IfortepayAccounts, makeAccounts(options))
