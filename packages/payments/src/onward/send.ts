import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { count, METRICS } from "../reading/metrics.js"
import type { Send } from "./claim-sends.js"
import { deliver } from "./deliver.js"
import { disable } from "./disabling.js"
import type { EndpointSecretFailure } from "./failure.js"
import { messageId } from "./message.js"
import type { EndpointsSettings } from "./options.js"
import { recordDelivered, recordFailed } from "./record-outcome.js"

/** What is ours to put right costs the receiver no try: it comes again after so long, in milliseconds. */
const OUR_PAUSE = 60_000

const GIVE_BACK: PreparedStatement = {
  name: "qriskit_endpoint_give_back",
  text: /* sql */ `
update qriskit.endpoint_message set tries = tries - 1, next_attempt_at = $3, leased_until = null
where id = $1 and attempts = $2 and next_attempt_at is not null`,
}

const giveBack = Effect.fnUntraced(function* (send: Send, failure: EndpointSecretFailure) {
  const at = yield* now
  yield* Effect.logWarning(failure.message)
  yield* (yield* Database).query(GIVE_BACK, [
    send.messageId,
    send.attempt,
    new Date(at.getTime() + OUR_PAUSE),
  ])
})

/**
 * Sends a claimed message once and records what came of it. A process that dies before that has told nobody: the
 * message is sent again when its lease ends, under the same id.
 */
export const send = Effect.fn("Payments.endpoints.send")(
  function* (settings: EndpointsSettings, message: Send) {
    yield* Effect.annotateCurrentSpan({
      "qris.endpoint": message.endpointId,
      "qris.event": message.facts.type,
    })
    const outcome = yield* deliver(settings, message, yield* now)
    const at = yield* now
    if (outcome.isDelivered) {
      yield* recordDelivered(message, outcome, at)
      yield* count(METRICS.messagesDelivered, {})
    } else {
      const { isDead, failingSince } = yield* recordFailed(settings, message, outcome, at)
      yield* count(METRICS.messagesFailed, {})
      if (isDead) {
        yield* count(METRICS.messagesDead, {})
        yield* Effect.logWarning(
          `payments endpoints: ${messageId(message.name)} to ${message.endpointId} is a dead letter after ${message.tries} attempts: ${outcome.why}`,
        )
      }
      const before = new Date(at.getTime() - settings.disableAfterMillis)
      if (outcome.isGone) yield* disable(message.endpointId, "gone", at)
      else if (failingSince <= before) yield* disable(message.endpointId, "failing", at, before)
    }
    // What follows it may go now.
    yield* (yield* Wakeups).due(["send"])
  },
  (effect, _settings, message) =>
    Effect.catchTag(effect, "EndpointSecretFailure", (failure) => giveBack(message, failure)),
)
