import { decodeConfiguration } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { InvalidInput } from "./failure.js"

/** Decodes what a caller handed over, or fails with `InvalidInput` naming every wrong field. */
export const decodeInput = <S extends Schema.Codec<unknown, unknown>>(
  operation: string,
  schema: S,
): ((input: unknown) => Effect.Effect<S["Type"], InvalidInput>) => {
  const decode = decodeConfiguration(operation, schema)
  return (input) => {
    const decoded = decode(input)
    return Result.isSuccess(decoded)
      ? Effect.succeed(decoded.success)
      : Effect.fail(new InvalidInput({ operation, issues: decoded.failure.issues }))
  }
}
