import assert from "node:assert/strict"
import type { FieldIssue, Operation, Outcome, QrisError, Reason } from "@qriskit/core"

/** What an error must say. */
export interface ExpectedFailure {
  readonly operation: Operation
  readonly reason: Reason["_tag"] | ReadonlyArray<Reason["_tag"]>
  readonly outcome: Outcome
  readonly isRetryable?: boolean
}

/** Checks the verb, the reason and what it means for the money. */
export const assertFailure = (error: QrisError, provider: string, expected: ExpectedFailure): void => {
  const reasons = [expected.reason].flat()
  const said = `got ${error.reason._tag} (${error.outcome}): ${error.message}`
  assert.ok(reasons.includes(error.reason._tag), `expected ${reasons.join(" or ")}, ${said}`)
  assert.equal(error.outcome, expected.outcome, `expected the outcome ${expected.outcome}, ${said}`)
  assert.equal(error.operation, expected.operation, `expected an error of ${expected.operation}, ${said}`)
  assert.equal(error.provider, provider, `expected an error of ${provider}, ${said}`)
  if (expected.isRetryable !== undefined) {
    assert.equal(
      error.isRetryable,
      expected.isRetryable,
      `expected isRetryable ${expected.isRetryable}, ${said}`,
    )
  }
}

/** The issues of a request that was refused before the network. */
export const issuesOf = (
  error: QrisError,
  provider: string,
  operation: Operation,
): ReadonlyArray<FieldIssue> => {
  assertFailure(error, provider, {
    operation,
    reason: "InvalidRequest",
    outcome: "not_sent",
    isRetryable: false,
  })
  assert.ok(error.reason._tag === "InvalidRequest")
  return error.reason.issues
}

/** Checks that a request was refused before the network and that the error names all these fields. */
export const assertFieldsNamed = (
  error: QrisError,
  provider: string,
  operation: Operation,
  fields: ReadonlyArray<string>,
): void => {
  const named = issuesOf(error, provider, operation).map(({ path }) => path)
  for (const field of fields)
    assert.ok(named.includes(field), `the error must name ${field}, it names ${named.join(", ")}`)
}
