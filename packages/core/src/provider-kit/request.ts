import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Operation, QrisError } from "../error.js"
import type { FieldIssue } from "../field-issue.js"
import { PaymentRef } from "../payment.js"
import { InvalidRequest } from "../reason.js"
import { issuesOf } from "./schema-issues.js"

/** A `QrisError` about a request that never left. */
export const invalidRequest = (
  provider: string,
  operation: Operation,
  issues: ReadonlyArray<FieldIssue>,
): QrisError =>
  new QrisError({ provider, operation, reason: new InvalidRequest({ outcome: "not_sent", issues }) })

/**
 * Checks a request before the network: its schema first, then rules that need the clock or the configuration.
 * Fails with one `InvalidRequest` that lists every bad field.
 *
 * @param rules what the schema cannot say; called only with a request of the right shape
 */
export const decodeRequest = <S extends Schema.Codec<unknown, unknown>>(
  provider: string,
  operation: Operation,
  schema: S,
  rules: (request: S["Type"]) => ReadonlyArray<FieldIssue> = () => [],
): ((input: unknown) => Effect.Effect<S["Type"], QrisError>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (input) => {
    const decoded = decode(input)
    if (Result.isFailure(decoded))
      return Effect.fail(invalidRequest(provider, operation, issuesOf(decoded.failure)))
    const issues = rules(decoded.success)
    return issues.length === 0
      ? Effect.succeed(decoded.success)
      : Effect.fail(invalidRequest(provider, operation, issues))
  }
}

/** Checks a reference: its shape, and that it belongs to this provider. A reference from `JSON.parse` is accepted. */
export const decodeRef = (
  provider: string,
  operation: Operation,
): ((input: unknown) => Effect.Effect<PaymentRef, QrisError>) =>
  decodeRequest(provider, operation, PaymentRef, (ref) =>
    ref.provider === provider
      ? []
      : [{ path: "provider", message: `must be "${provider}": this reference belongs to another provider` }],
  )
