import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Timeouts } from "./configuration.js"
import type { FrontDoorOptions } from "./front-door.js"
import { given } from "./given.js"
import type { NetworkOptions } from "./network.js"
import type { RefundPayment } from "./payment.js"
import { openAccounts, type PromiseAccounts, type PromiseAccountsOptions } from "./promise-accounts.js"
import { openClient, type PromiseClient } from "./promise-client.js"
import type { QrisProvider } from "./provider.js"
import type { AccountsOf } from "./provider-kit/accounts.js"
import {
  configurationFromVariables,
  type Environment,
  type EnvironmentVariables,
} from "./provider-kit/variables.js"
import type { OpenTransport, Transport } from "./transport.js"

/** What a provider brings along: how a configuration is read, and what it becomes. */
export interface DoorOf<Config, Options, P extends QrisProvider>
  extends Omit<AccountsOf<Config, unknown>, "make"> {
  /** Which environment variable sets which field. */
  readonly variables: EnvironmentVariables
  readonly make: (config: Config, options: Options) => Effect.Effect<P, never, Transport>
}

/** The three ways in: from a configuration, from the environment, and for many accounts. */
export interface PromiseDoor<Input, Options, P extends QrisProvider, CreateInput, RefundInput> {
  readonly create: (
    input: Input,
    options?: FrontDoorOptions & Options,
  ) => PromiseClient<P, CreateInput, RefundInput>
  readonly fromEnv: (
    environment?: Environment,
    options?: FrontDoorOptions & Options,
  ) => PromiseClient<P, CreateInput, RefundInput>
  /** `shared`: the provider's options that hold for every account. */
  readonly accounts: (
    options: PromiseAccountsOptions<Input>,
    shared?: Omit<Options, "account">,
  ) => PromiseAccounts<P, PromiseClient<P, CreateInput, RefundInput>>
}

/**
 * For authors of providers: the promise door of a provider. Each of its ways throws `InvalidConfiguration` where
 * a setting is wrong.
 *
 * @param openDefault opens the default transport, usually `openTransport` of `@qriskit/core/transport-default`
 */
export const promiseDoor = <
  Input,
  Config extends { readonly timeouts: Timeouts },
  Options extends { readonly account?: string },
  P extends QrisProvider,
  CreateInput,
  RefundInput = (typeof RefundPayment)["Encoded"],
>(
  { variables, make, ...of }: DoorOf<Config, Options, P>,
  openDefault: (options: NetworkOptions & { readonly connectTimeout?: number }) => OpenTransport,
): PromiseDoor<Input, Options, P, CreateInput, RefundInput> => {
  const open = (config: Config, options: (FrontDoorOptions & Options) | undefined) => {
    const own = given(options)
    return openClient<P, CreateInput, RefundInput>(make(config, own), own, (network) =>
      openDefault({ connectTimeout: config.timeouts.connect, ...network }),
    )
  }
  return {
    create: (input, options) => open(Result.getOrThrow(of.decode(input)), options),
    fromEnv: (environment, options) =>
      open(
        Result.getOrThrow(configurationFromVariables(variables, environment ?? process.env, of.decode)),
        options,
      ),
    accounts: (options, shared) =>
      openAccounts(
        options,
        // What an account adds to what all share makes the options whole.
        { ...of, open: (config, own) => open(config, { ...shared, ...own } as FrontDoorOptions & Options) },
        openDefault,
      ),
  }
}
