import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Result from "effect/Result"
import { InvalidConfiguration } from "../configuration.js"
import { configurationFromVariables, type EnvironmentVariables } from "./variables.js"

export type { EnvironmentVariables }

/**
 * Reads a provider's configuration from the environment (or whatever `ConfigProvider` stands in for it). Unset
 * variables leave their fields to the defaults. Fails with `InvalidConfiguration` that names variables, never values.
 */
export const configurationFromEnvironment = <A>(
  provider: string,
  variables: EnvironmentVariables,
  decode: (input: unknown) => Result.Result<A, InvalidConfiguration>,
): Effect.Effect<A, InvalidConfiguration> =>
  Effect.gen(function* () {
    const environment: Record<string, string> = {}
    for (const variable of Object.values(variables)) {
      const value = yield* Config.option(Config.String(variable))
      if (Option.isSome(value)) environment[variable] = value.value
    }
    return yield* Effect.fromResult(configurationFromVariables(variables, environment, decode))
  }).pipe(
    Effect.catchTag("ConfigError", (error) =>
      Effect.fail(
        new InvalidConfiguration({ provider, issues: [{ path: "environment", message: error.message }] }),
      ),
    ),
  )
