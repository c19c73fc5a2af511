import type { ReceivedNotification } from "@qriskit/core"
import * as Result from "effect/Result"
import { objectionTo, verifierOf } from "../../src/authentic.js"
import { decodeConfig, type SnapConfigInput } from "../../src/index.js"

/** A callback whose body is there as bytes. */
type Callback = ReceivedNotification & { readonly body: Uint8Array }

/**
 * What a client with this configuration verifies of a callback before it reads the claim; throws where the
 * callback is not the acquirer's. The package has no door to it, because nobody should read a callback without
 * it: it is here to be timed.
 */
export const verifying = (config: SnapConfigInput): ((callback: Callback) => void) => {
  const verifier = verifierOf(Result.getOrThrow(decodeConfig(config)), undefined)
  if (verifier === undefined) throw new Error("nothing is verified of this acquirer's callbacks")
  return (callback) => {
    const objection = objectionTo(verifier, { ...callback, now: Date.now() })
    if (objection !== undefined) throw new Error(`the callback is refused: ${objection}`)
  }
}
