import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOf, type AccountsOptions, present, providerAccounts } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { decodeMerchantConfig, isSameMerchant, type SnapConfig, type SnapMerchantInput } from "./config.js"
import type { SnapProfileInput } from "./profile.js"
import { make, type SnapOptions, type SnapProvider } from "./provider.js"

/** A platform's accounts at one acquirer: its profile, where they are, how many are kept, and where all keep tokens. */
export interface SnapAccountsOptions<P extends SnapProfileInput = SnapProfileInput>
  extends AccountsOptions<SnapMerchantInput>,
    Pick<SnapOptions, "tokenStore"> {
  /** The acquirer: a preset, or a profile of one's own. It is read once for all accounts. */
  readonly profile: P
}

/** How an account at a profile's acquirer is read, whichever door it is for. Fails where the profile is wrong. */
export const accountsAt = <P extends SnapProfileInput>(
  profile: P,
): Result.Result<Omit<AccountsOf<SnapConfig<P>, unknown>, "make">, InvalidConfiguration> =>
  Result.map(decodeMerchantConfig(profile), (decode) => ({
    provider: profile.id,
    decode,
    isSame: isSameMerchant,
  }))

/**
 * SNAP with one acquirer for a platform of many merchants: each account is loaded when it is first used, has a
 * token of its own, and all go over the `Transport` in context. Fails with `InvalidConfiguration` where the profile
 * or a setting is wrong.
 *
 * @example
 * ```ts
 * import * as Snap from "@qriskit/provider-snap"
 * import { dana } from "@qriskit/provider-snap/presets"
 * import * as Effect from "effect/Effect"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<Snap.SnapMerchantInput | undefined>
 *
 * const program = Effect.gen(function* () {
 *   const accounts = yield* Snap.makeAccounts({
 *     profile: dana,
 *     load: (account) => Effect.tryPromise(() => credentialsOf(account)),
 *   })
 *   const toko = yield* accounts.account("toko-17")
 *   return toko.capabilities.title
 * })
 * ```
 */
export const makeAccounts = <P extends SnapProfileInput>({
  profile,
  tokenStore,
  ...options
}: SnapAccountsOptions<P>): Effect.Effect<QrisAccounts<SnapProvider<P>>, InvalidConfiguration, Transport> =>
  Effect.flatMap(Effect.fromResult(accountsAt(profile)), (of) =>
    providerAccounts(options, {
      ...of,
      make: (config, own) => make(config, { ...own, ...present({ tokenStore }) }),
    }),
  )

/** The accounts at one SNAP acquirer as a service. */
export class SnapAccounts extends Context.Service<SnapAccounts, QrisAccounts<SnapProvider>>()(
  "@qriskit/provider-snap/SnapAccounts",
) {}

/** The accounts at one SNAP acquirer as a layer. */
export const layerAccounts = (
  options: SnapAccountsOptions,
): Layer.Layer<SnapAccounts, InvalidConfiguration, Transport> =>
  Layer.effect(SnapAccounts, makeAccounts(options))
