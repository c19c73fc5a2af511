import { type InvalidNotification, type NotificationReply, QrisError, type ReplyOutcome } from "@qriskit/core"
import * as Duration from "effect/Duration"
import type { QrisClient } from "../clients/qris-client.js"
import { NoRoom } from "./waiting-room.js"

/** A callback that is not one, by its kind. */
export const NOTIFICATION_STATUS: Readonly<Record<InvalidNotification["kind"], number>> = {
  malformed: 400,
  unauthentic: 401,
  mismatch: 401,
  oversized: 413,
  // Our own code, not the sender: 500, so that it comes again.
  misuse: 500,
}

/** What became of a callback. */
export type CallbackOutcome =
  | "accepted"
  /** Its kind of `InvalidNotification`. */
  | InvalidNotification["kind"]
  /** Its content type is one that no parser of the application reads. */
  | "unread"
  /** Its address names an account that there is not. */
  | "unaddressed"
  /** The provider knows no such payment, or says something else about it. */
  | "refuted"
  /** The provider does not say yet what the callback says. */
  | "unconfirmed"
  /** The provider could not be asked, or the account not be had. */
  | "unavailable"
  /** The application is closing. */
  | "closing"
  /** A handler failed, or this application is set up wrongly. */
  | "failed"

/** The words are always the provider's own. So is the status, where none stands here. */
const ANSWER: Readonly<Record<CallbackOutcome, { readonly reply: ReplyOutcome; readonly status?: number }>> =
  {
    accepted: { reply: "accepted" },
    malformed: { reply: "rejected", status: NOTIFICATION_STATUS.malformed },
    unauthentic: { reply: "rejected", status: NOTIFICATION_STATUS.unauthentic },
    mismatch: { reply: "rejected", status: NOTIFICATION_STATUS.mismatch },
    oversized: { reply: "rejected", status: NOTIFICATION_STATUS.oversized },
    misuse: { reply: "failed", status: NOTIFICATION_STATUS.misuse },
    unread: { reply: "rejected", status: 415 },
    unaddressed: { reply: "rejected", status: 404 },
    refuted: { reply: "rejected", status: 401 },
    unconfirmed: { reply: "failed", status: 503 },
    unavailable: { reply: "failed", status: 503 },
    closing: { reply: "failed", status: 503 },
    failed: { reply: "failed", status: 500 },
  }

/** What is said for nobody: the account is unknown, so that no provider's words are at hand. */
const nobodysWords = (outcome: CallbackOutcome): NotificationReply => ({
  status: 500,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ outcome }),
})

/**
 * The answer to a callback, in the provider's words.
 *
 * @param client `undefined` where the account is not known, or not yet
 */
export const answerOf = (
  client: Pick<QrisClient, "notifications"> | undefined,
  outcome: CallbackOutcome,
  error?: unknown,
): NotificationReply => {
  const { reply, status } = ANSWER[outcome]
  const words = client?.notifications.reply(reply) ?? nobodysWords(outcome)
  const answer = status === undefined ? words : { ...words, status }
  const wait = error instanceof QrisError ? error.retryAfter : undefined
  if (wait === undefined) return answer
  return {
    ...answer,
    headers: { ...words.headers, "retry-after": String(Math.ceil(Duration.toSeconds(wait))) },
  }
}

/** What a failure to verify or to ask means for the callback. Anything else is our own failure. */
export const outcomeOf = (error: unknown): CallbackOutcome => {
  if (error instanceof NoRoom) return "unavailable"
  if (!(error instanceof QrisError)) return "failed"
  switch (error.reason._tag) {
    case "InvalidNotification":
      return error.reason.kind
    case "NoSuchAccount":
      return "unaddressed"
    case "PaymentNotFound":
    case "UntrustedResponse":
      return "refuted"
    default:
      return "unavailable"
  }
}
