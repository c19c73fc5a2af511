import type { InvalidConfiguration, QrisAccounts, Transport } from "@qriskit/core"
import { type AccountsOptions, providerAccounts } from "@qriskit/core/provider-kit"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { makeTinypay, type Tinypay, type TinypayConfig } from "./provider.js"

/** What is text of a configuration, secrets included: enough to know it again. */
const textOf = (config: TinypayConfig): string => JSON.stringify(config)

/** Tinypay for a platform of many merchants. */
export const makeTinypayAccounts = (
  options: AccountsOptions<TinypayConfig>,
): Effect.Effect<QrisAccounts<Tinypay>, InvalidConfiguration, Transport> =>
  providerAccounts(options, {
    provider: "tinypay",
    // Nobody but these tests configures Tinypay, and they are compiled.
    decode: (input) => Result.succeed(input as TinypayConfig),
    isSame: (a, b) => textOf(a) === textOf(b),
    make: (config, { account }) => makeTinypay({ ...config, account }),
  })
