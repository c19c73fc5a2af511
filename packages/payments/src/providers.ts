import { InvalidConfiguration, type QrisProvider } from "@qriskit/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { NoSuchProvider } from "./failure.js"

/** A provider of either door: the Effect one, or a promise client, which holds it. */
export type ProviderInput = QrisProvider | { readonly effect: QrisProvider }

const effectOf = (input: ProviderInput): QrisProvider => ("effect" in input ? input.effect : input)

/** The providers that payments may use, by name. */
export class Providers extends Context.Service<
  Providers,
  {
    readonly ids: ReadonlyArray<string>
    get(id: string): Effect.Effect<QrisProvider, NoSuchProvider>
  }
>()("@qriskit/payments/Providers") {
  /** Fails with `InvalidConfiguration` where there is none, or where two share a name. */
  static readonly layer = (
    inputs: ReadonlyArray<ProviderInput>,
  ): Layer.Layer<Providers, InvalidConfiguration> =>
    Layer.effect(
      Providers,
      Effect.gen(function* () {
        const providers = new Map(inputs.map(effectOf).map((provider) => [provider.id, provider]))
        const ids = [...providers.keys()]
        if (inputs.length === 0 || ids.length !== inputs.length) {
          const message = inputs.length === 0 ? "must name at least one" : "must not name one twice"
          return yield* new InvalidConfiguration({
            provider: "payments",
            issues: [{ path: "providers", message }],
          })
        }
        return {
          ids,
          get: (id) => {
            const provider = providers.get(id)
            return provider === undefined
              ? Effect.fail(new NoSuchProvider({ provider: id, known: ids }))
              : Effect.succeed(provider)
          },
        }
      }),
    )
}
