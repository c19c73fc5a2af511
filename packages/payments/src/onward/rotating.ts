import * as Effect from "effect/Effect"
import { Database } from "../database/database.js"
import { InvalidInput } from "../failure.js"
import { now } from "../now.js"
import type { EndpointWithSecret } from "./endpoint.js"
import { findEndpoint, lockEndpoint, noEndpoint, wantedAccount } from "./finding-endpoint.js"
import type { EndpointsSettings } from "./options.js"
import type { RotateOptions } from "./port.js"
import { sealed, storeSecret } from "./secrets.js"
import { newSecret } from "./signature.js"

const LONGEST = 30 * 86_400_000

/**
 * Makes a new signing secret, and gives it once. Until the overlap is over messages carry a signature of each, so
 * that the receiver can change over whenever it likes. `overlapMillis: 0`: the old ones sign nothing more, for a
 * secret that became known.
 *
 * Fails with `InvalidInput`, `NoSuchEndpoint`, `EndpointSecretFailure`, `DatabaseFailure`.
 */
export const rotate = (settings: EndpointsSettings) =>
  Effect.fn("Payments.endpoints.rotate")(function* (id: string, options: RotateOptions = {}) {
    const { overlapMillis = settings.overlapMillis } = options
    if (!(Number.isSafeInteger(overlapMillis) && overlapMillis >= 0 && overlapMillis <= LONGEST))
      return yield* new InvalidInput({
        operation: "endpoints.rotate",
        issues: [{ path: "overlapMillis", message: `must be a whole number, 0 to ${LONGEST}` }],
      })
    const at = yield* now
    yield* findEndpoint(id, options, at)
    const secret = newSecret()
    const stored = yield* sealed(settings, id, secret)
    const isThere = yield* (yield* Database).transaction(async (tx) => {
      const isFound = await lockEndpoint(tx, id, wantedAccount(options))
      const until = new Date(at.getTime() + overlapMillis)
      if (isFound) await storeSecret(tx, id, stored, { secret, at, until })
      return isFound
    })
    if (!isThere) return yield* noEndpoint(id)
    return { endpoint: yield* findEndpoint(id, options, at), secret } satisfies EndpointWithSecret
  })
