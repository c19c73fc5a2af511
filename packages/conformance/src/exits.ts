import assert from "node:assert/strict"
import { QrisError } from "@qriskit/core"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import type { Witness } from "./witness.js"

/** What an effect succeeded with. Throws an `AssertionError` where it failed. */
export const answerIn = <A>(exit: Exit.Exit<A, unknown>, witness: Witness): A => {
  if (Exit.isSuccess(exit)) return exit.value
  const error = Cause.squash(exit.cause)
  witness.saw(error)
  const got = error instanceof QrisError ? error.message : Cause.pretty(exit.cause)
  throw new assert.AssertionError({ message: `expected an answer, got ${got}` })
}

/** What an effect failed with. Throws an `AssertionError` where it succeeded, died, or failed in another way. */
export const failureIn = (exit: Exit.Exit<unknown, unknown>, witness: Witness): QrisError => {
  if (Exit.isSuccess(exit)) {
    throw new assert.AssertionError({ message: "expected a failure, got an answer", actual: exit.value })
  }
  const [failure] = exit.cause.reasons
  const error = failure?._tag === "Fail" ? failure.error : Cause.squash(exit.cause)
  witness.saw(error)
  assert.equal(failure?._tag, "Fail", `expected a typed failure, got ${Cause.pretty(exit.cause)}`)
  assert.ok(error instanceof QrisError, `expected a QrisError, got ${String(error)}`)
  return error
}
