import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOptions, providerAccounts } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { decodeConfig, XenditConfig, type XenditConfigInput } from "./config.js"
import { make, type XenditProvider } from "./provider.js"

/** A platform's accounts at Xendit: where they are, and how many are kept. */
export type XenditAccountsOptions = AccountsOptions<XenditConfigInput>

/** How an account of Xendit's is read, whichever door it is for. */
export const ACCOUNTS = {
  provider: "xendit",
  decode: decodeConfig,
  isSame: Schema.toEquivalence(XenditConfig),
}

/**
 * Xendit for a platform of many merchants: each account is loaded when it is first used, all over the `Transport` in
 * context. Fails with `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import * as Xendit from "@qriskit/provider-xendit"
 * import * as Effect from "effect/Effect"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<Xendit.XenditConfigInput | undefined>
 *
 * const program = Effect.gen(function* () {
 *   const accounts = yield* Xendit.makeAccounts({ load: (account) => Effect.tryPromise(() => credentialsOf(account)) })
 *   const toko = yield* accounts.account("toko-17")
 *   return toko.capabilities.title
 * })
 * ```
 */
export const makeAccounts = (
  options: XenditAccountsOptions,
): Effect.Effect<QrisAccounts<XenditProvider>, InvalidConfiguration, Transport> =>
  providerAccounts(options, { ...ACCOUNTS, make })

/** Xendit's accounts as a service. */
export class XenditAccounts extends Context.Service<XenditAccounts, QrisAccounts<XenditProvider>>()(
  "@qriskit/provider-xendit/XenditAccounts",
) {}

/** Xendit's accounts as a layer. */
export const layerAccounts = (
  options: XenditAccountsOptions,
): Layer.Layer<XenditAccounts, InvalidConfiguration, Transport> =>
  Layer.effect(XenditAccounts, makeAccounts(options))
