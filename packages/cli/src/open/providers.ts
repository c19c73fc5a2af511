import { InvalidConfiguration } from "@qriskit/core"
import type { Environment } from "@qriskit/core/provider-kit"
import type { ProviderInput } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import type { VerbError } from "../verbs/verb.js"
import { acquirerOf, type Client } from "./acquirers.js"
import { NotConfigured } from "./not-configured.js"
import { providersIn } from "./providers-module.js"

/** Where providers come from. */
export interface ProvidersOptions {
  /** Variables of the one account: those of each provider's `fromEnv`. */
  readonly environment: Environment
  /** A module of the user's, instead. */
  readonly module?: string
}

/** Clients of providers, made when one has to be asked, and kept. */
export interface LazyProviders {
  /**
   * Those that a payment may have to do with. Of a named account only a module knows the credentials.
   *
   * @param needed must be there
   * @param others may be
   */
  readonly load: (
    needed: string,
    others: ReadonlyArray<string>,
    account: string | undefined,
  ) => Effect.Effect<ReadonlyArray<ProviderInput>, VerbError>
  readonly close: () => Promise<void>
}

const failed = (error: unknown): VerbError =>
  error instanceof InvalidConfiguration || error instanceof NotConfigured
    ? error
    : new NotConfigured({ description: "A provider's package cannot be loaded: install it beside this one." })

export const lazyProviders = ({ environment, module }: ProvidersOptions): LazyProviders => {
  const clients = new Map<string, Promise<Client>>()
  let fromModule: Promise<ReadonlyArray<ProviderInput>> | undefined

  const client = async (id: string): Promise<Client> => {
    const load = await acquirerOf(id)
    if (load === undefined)
      throw new NotConfigured({
        description: `This tool knows no provider "${id}": hand over a module that makes it, with --providers or QRISKIT_PROVIDERS.`,
      })
    const made = clients.get(id) ?? load(environment)
    clients.set(id, made)
    // What is wrong may be put right before the next question.
    made.catch(() => clients.delete(id))
    return made
  }

  const load = async (
    needed: string,
    others: ReadonlyArray<string>,
    account: string | undefined,
  ): Promise<ReadonlyArray<ProviderInput>> => {
    if (module !== undefined) {
      fromModule ??= providersIn(module)
      fromModule.catch(() => {
        fromModule = undefined
      })
      return fromModule
    }
    if (account !== undefined)
      throw new NotConfigured({
        description: `The payment is of the account "${account}": the environment has the credentials of one merchant only. Hand over a module with the accounts, with --providers or QRISKIT_PROVIDERS.`,
      })
    const must = await client(needed)
    // An earlier attempt of the order may be at another provider. Where that is not set up, payments say
    // so when it counts.
    const may = await Promise.allSettled(others.filter((id) => id !== needed).map(client))
    return [must, ...may.flatMap((made) => (made.status === "fulfilled" ? [made.value] : []))]
  }

  return {
    load: (...args) => Effect.tryPromise({ try: () => load(...args), catch: failed }),
    close: async () => {
      await Promise.allSettled([...clients.values()].map(async (made) => (await made).close()))
    },
  }
}
