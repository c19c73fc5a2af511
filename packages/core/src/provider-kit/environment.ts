import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { InvalidConfiguration } from "../configuration.js"

/** Which environment variable sets which field of a provider's configuration. */
export type EnvironmentVariables = Readonly<Record<string, string>>

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
    const input: Record<string, string> = {}
    for (const [field, variable] of Object.entries(variables)) {
      const value = yield* Config.option(Config.String(variable))
      if (Option.isSome(value)) input[field] = value.value
    }
    const decoded = decode(input)
    if (Result.isSuccess(decoded)) return decoded.success
    return yield* new InvalidConfiguration({
      provider,
      issues: decoded.failure.issues.map(({ path, message }) => ({ path: variables[path] ?? path, message })),
    })
  }).pipe(
    Effect.catchTag("ConfigError", (error) =>
      Effect.fail(
        new InvalidConfiguration({ provider, issues: [{ path: "environment", message: error.message }] }),
      ),
    ),
  )
