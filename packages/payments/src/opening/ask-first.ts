import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { inquireAbout } from "../inquiring/inquiring.js"

/**
 * Asks the provider about attempts before something that cannot be taken back. Fails with the `QrisError` of the first
 * that cannot be asked: its money is not known, so that whoever wants to go on has to take it on their word.
 */
export const askFirst = Effect.fnUntraced(function* (attemptIds: ReadonlyArray<string>) {
  for (const attemptId of attemptIds) {
    const answer = yield* inquireAbout(attemptId)
    if (answer !== undefined && Result.isFailure(answer)) return yield* answer.failure
  }
})
