import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOptions, providerAccounts } from "@qriskit/core/provider-kit"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { decodeConfig, MidtransConfig, type MidtransConfigInput } from "./config.js"
import { type MidtransProvider, make } from "./provider.js"

/** A platform's accounts at Midtrans: where they are, and how many are kept. */
export type MidtransAccountsOptions = AccountsOptions<MidtransConfigInput>

/** How an account of Midtrans's is read, whichever door it is for. */
export const ACCOUNTS = {
  provider: "midtrans",
  decode: decodeConfig,
  isSame: Schema.toEquivalence(MidtransConfig),
}

/**
 * Midtrans for a platform of many merchants: each account is loaded when it is first used, all over the `Transport` in
 * context. Fails with `InvalidConfiguration` where a setting is wrong.
 *
 * @example
 * ```ts
 * import * as Midtrans from "@qriskit/provider-midtrans"
 * import * as Effect from "effect/Effect"
 *
 * // Your own table.
 * declare const credentialsOf: (account: string) => Promise<Midtrans.MidtransConfigInput | undefined>
 *
 * const program = Effect.gen(function* () {
 *   const accounts = yield* Midtrans.makeAccounts({ load: (account) => Effect.tryPromise(() => credentialsOf(account)) })
 *   const toko = yield* accounts.account("toko-17")
 *   return toko.capabilities.title
 * })
 * ```
 */
export const makeAccounts = (
  options: MidtransAccountsOptions,
): Effect.Effect<QrisAccounts<MidtransProvider>, InvalidConfiguration, Transport> =>
  providerAccounts(options, { ...ACCOUNTS, make })

/** Midtrans's accounts as a service. */
export class MidtransAccounts extends Context.Service<MidtransAccounts, QrisAccounts<MidtransProvider>>()(
  "@qriskit/provider-midtrans/MidtransAccounts",
) {}

/** Midtrans's accounts as a layer. */
export const layerAccounts = (
  options: MidtransAccountsOptions,
): Layer.Layer<MidtransAccounts, InvalidConfiguration, Transport> =>
  Layer.effect(MidtransAccounts, makeAccounts(options))
