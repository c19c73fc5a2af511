import * as Result from "effect/Result"
import { InvalidConfiguration } from "../configuration.js"

/** Which environment variable sets which field of a provider's configuration. */
export type EnvironmentVariables = Readonly<Record<string, string>>

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The same complaint, by the names of the variables. */
const namedByVariables = (
  { provider, issues }: InvalidConfiguration,
  variables: EnvironmentVariables,
): InvalidConfiguration =>
  new InvalidConfiguration({
    provider,
    issues: issues.map(({ path, message }) => ({ path: variables[path] ?? path, message })),
  })

/**
 * Reads a provider's configuration from environment variables. Those that are unset or empty leave their fields to the
 * defaults. Fails with `InvalidConfiguration` that names variables, never values.
 *
 * @example
 * ```ts
 * import { decodeConfiguration, Secret } from "@qriskit/core"
 * import { configurationFromVariables } from "@qriskit/core/provider-kit"
 * import * as Schema from "effect/Schema"
 *
 * const decode = decodeConfiguration("contoh", Schema.Struct({ serverKey: Secret }))
 * const configuration = configurationFromVariables({ serverKey: "CONTOH_SERVER_KEY" }, process.env, decode)
 * ```
 */
export const configurationFromVariables = <A>(
  variables: EnvironmentVariables,
  environment: Environment,
  decode: (input: unknown) => Result.Result<A, InvalidConfiguration>,
): Result.Result<A, InvalidConfiguration> => {
  const input: Record<string, string> = {}
  for (const [field, variable] of Object.entries(variables)) {
    const value = environment[variable]
    if (value !== undefined && value !== "") input[field] = value
  }
  return Result.mapError(decode(input), (failure) => namedByVariables(failure, variables))
}
