import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { QrisAccounts } from "../accounts.js"
import type { InvalidConfiguration } from "../configuration.js"
import { QrisProvider } from "../provider.js"
import { Transport } from "../transport.js"
import { type AccountsOf, type AccountsOptions, makeAccounts } from "./accounts.js"

/**
 * A provider as a layer, both as its own service, which knows all its verbs, and as the one `QrisProvider`.
 *
 * @example
 * ```ts
 * import type { QrisProvider, Reaches, Transport } from "@qriskit/core"
 * import { providerLayer } from "@qriskit/core/provider-kit"
 * import * as Context from "effect/Context"
 * import type * as Effect from "effect/Effect"
 *
 * type ContohProvider = QrisProvider & Reaches
 * class Contoh extends Context.Service<Contoh, ContohProvider>()("contoh/Contoh") {}
 * declare const make: Effect.Effect<ContohProvider, never, Transport>
 *
 * const layer = providerLayer(Contoh, make)
 * ```
 */
export const providerLayer = <Self, P extends QrisProvider>(
  service: Context.Service<Self, P>,
  make: Effect.Effect<P, never, Transport>,
): Layer.Layer<Self | QrisProvider, never, Transport> =>
  Layer.effectContext(
    Effect.map(make, (provider) => Context.make(service, provider).pipe(Context.add(QrisProvider, provider))),
  )

/** What a provider adds: how a configuration becomes a provider over the transport that all accounts share. */
export interface AccountProvidersOf<Config, P> extends Omit<AccountsOf<Config, P>, "make"> {
  readonly make: (config: Config, options: { readonly account: string }) => Effect.Effect<P, never, Transport>
}

/** `makeAccounts` for a provider: its accounts all speak over the `Transport` in context. */
export const providerAccounts = <Input, Config, P>(
  options: AccountsOptions<Input>,
  { make, ...of }: AccountProvidersOf<Config, P>,
): Effect.Effect<QrisAccounts<P>, InvalidConfiguration, Transport> =>
  Effect.flatMap(Transport, (transport) => {
    const over = Effect.provideService(Transport, transport)
    return Effect.fromResult(
      makeAccounts(options, {
        ...of,
        make: (config, account) => Effect.runSync(over(make(config, { account }))),
      }),
    )
  })
