import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { keptOf, retryAfterMillis } from "./answer.js"
import { bodyOf, type Facts } from "./body.js"
import type { EndpointSecretFailure } from "./failure.js"
import { messageId } from "./message.js"
import type { EndpointsSettings } from "./options.js"
import { type Posted, post } from "./post.js"
import { opened, type StoredSecret } from "./secrets.js"
import { signatureHeaders } from "./signature.js"

/** What came of an attempt, as it is recorded. */
export interface Outcome {
  readonly at: Date
  readonly millis: number
  readonly isDelivered: boolean
  readonly status: number | undefined
  readonly why: string | undefined
  readonly answer: string | undefined
  /** What the receiver asked us to wait, in milliseconds. */
  readonly retryAfter: number | undefined
  /** It answered 410 Gone: nothing more is wanted. */
  readonly isGone: boolean
}

const whyOf = ({ status, why }: Posted): string | undefined => {
  if (status === undefined) return why ?? "no answer came"
  if (status >= 200 && status < 300) return undefined
  if (status === 410) return "it answered 410 Gone: it wants no more messages"
  return status >= 300 && status < 400
    ? `it answered ${status}, and redirects are not followed: its URL must be where messages are taken`
    : `it answered ${status}`
}

export interface ToDeliver {
  readonly name: string
  readonly endpointId: string
  readonly url: string
  readonly secrets: ReadonlyArray<StoredSecret>
  readonly facts: Facts
}

/** Signs a message and posts it, once. Only what is ours to put right fails: the secret. */
export const deliver = (
  settings: EndpointsSettings,
  { name, endpointId, url, secrets, facts }: ToDeliver,
  at: Date,
): Effect.Effect<Outcome, EndpointSecretFailure> =>
  Effect.gen(function* () {
    const keys = yield* Effect.forEach(secrets, (secret) => opened(settings, endpointId, secret))
    const body = bodyOf(facts)
    const signed = { id: messageId(name), timestamp: Math.floor(at.getTime() / 1_000), body }
    const headers = {
      "content-type": "application/json",
      "user-agent": "qriskit-payments",
      ...signatureHeaders(signed, keys),
    }
    const began = yield* Clock.monotonicTimeNanos
    // Never rejects; what is under way ends with the fiber.
    const posted = yield* Effect.promise((ended) => post({ url, headers, body }, settings, ended))
    const millis = Math.round(Number((yield* Clock.monotonicTimeNanos) - began) / 1e6)
    const why = whyOf(posted)
    return {
      at,
      millis,
      isDelivered: why === undefined,
      status: posted.status,
      why,
      answer: keptOf(posted.body),
      retryAfter: retryAfterMillis(posted.retryAfter, at),
      isGone: posted.status === 410,
    }
  })
