import { InvalidConfiguration, type QrisAccounts, type QrisError, type QrisProvider } from "@qriskit/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { NoSuchProvider } from "./failure.js"
import { ONE_ACCOUNT } from "./record/account.js"

type OfEffect = QrisProvider | QrisAccounts

/** A provider, or a platform's accounts at one, of either door: the Effect one, or a promise client, which holds it. */
export type ProviderInput = OfEffect | { readonly effect: OfEffect }

const effectOf = (input: ProviderInput): OfEffect => ("effect" in input ? input.effect : input)

const hasAccounts = (provider: OfEffect): provider is QrisAccounts => "addressee" in provider

/** What can be told of a provider without any account of it. */
export type KnownProvider = Pick<QrisProvider, "id"> & Partial<Pick<QrisProvider, "capabilities">>

/** The providers that payments may use, by name, each for one account or for those of a platform. */
export class Providers extends Context.Service<
  Providers,
  {
    readonly ids: ReadonlyArray<string>
    readonly known: ReadonlyArray<KnownProvider>
    /** The client of an account. `QrisError` (`NoSuchAccount`, `AccountUnavailable`): nothing was sent. */
    get(id: string, account: string): Effect.Effect<QrisProvider, NoSuchProvider | QrisError>
    /** The same for an account that somebody outside named: what strangers can ask of a platform's table is limited. */
    addressee(id: string, account: string): Effect.Effect<QrisProvider, NoSuchProvider | QrisError>
  }
>()("@qriskit/payments/Providers") {
  /**
   * Fails with `InvalidConfiguration` where two share a name, or where there is none and somebody must be asked.
   * Whoever only looks needs none.
   */
  static readonly layer = (
    inputs: ReadonlyArray<ProviderInput>,
    isWorking: boolean,
  ): Layer.Layer<Providers, InvalidConfiguration> =>
    Layer.effect(
      Providers,
      Effect.gen(function* () {
        const all = inputs.map(effectOf)
        const singles = new Map(
          all.flatMap((provider) => (hasAccounts(provider) ? [] : [[provider.id, provider] as const])),
        )
        const platforms = new Map(
          all.flatMap((provider) => (hasAccounts(provider) ? [[provider.id, provider] as const] : [])),
        )
        const isMissing = isWorking && inputs.length === 0
        if (isMissing || singles.size + platforms.size !== inputs.length) {
          const message = isMissing ? "must name at least one" : "must not name one twice"
          return yield* new InvalidConfiguration({
            provider: "payments",
            issues: [{ path: "providers", message }],
          })
        }
        const ids = [...new Set(all.map(({ id }) => id))]
        const client =
          (verb: "account" | "addressee") =>
          (id: string, account: string): Effect.Effect<QrisProvider, NoSuchProvider | QrisError> => {
            const single = account === ONE_ACCOUNT ? singles.get(id) : undefined
            if (single !== undefined) return Effect.succeed(single)
            const platform = account === ONE_ACCOUNT ? undefined : platforms.get(id)
            return platform === undefined
              ? Effect.fail(
                  new NoSuchProvider({
                    provider: id,
                    known: ids,
                    ...(account === ONE_ACCOUNT ? {} : { isOfAccounts: true }),
                  }),
                )
              : platform[verb](account)
          }
        return {
          ids,
          known: ids.map((id) => singles.get(id) ?? { id }),
          get: client("account"),
          addressee: client("addressee"),
        }
      }),
    )
}

/** The client of an account, or why it cannot be had. Fails with `NoSuchProvider`. */
export const clientFor = (
  id: string,
  account: string,
): Effect.Effect<Result.Result<QrisProvider, QrisError>, NoSuchProvider, Providers> =>
  Effect.flatMap(Effect.service(Providers), (providers) =>
    providers.get(id, account).pipe(
      Effect.map((client) => Result.succeed(client)),
      Effect.catchTag("QrisError", (error) => Effect.succeed(Result.fail(error))),
    ),
  )
