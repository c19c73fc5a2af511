import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { QrisError } from "../error.js"
import type {
  Notification,
  NotificationReply,
  NotificationSubject,
  Notifications,
  RawNotification,
  ReplyOutcome,
} from "../notification.js"
import type { PaymentRef } from "../payment.js"
import { namingAccount, spanned } from "./verb-span.js"

/** How a provider reads its callbacks. Nothing is asked and nothing is waited for, so these are plain functions. */
export interface NotificationReader {
  /** Whom a callback is about, without proof. Fails with `InvalidNotification`. */
  peek(raw: RawNotification): Result.Result<NotificationSubject, QrisError>
  /** Verifies what can be verified, and that the ids are those of `expected`. Fails with `InvalidNotification`. */
  read(raw: RawNotification, expected?: PaymentRef): Result.Result<Notification, QrisError>
  /** The answer that the provider wants to hear. */
  reply(outcome: ReplyOutcome): NotificationReply
}

/**
 * A provider's callbacks with their spans, `Contoh.notifications.peek` and `Contoh.notifications.read`.
 *
 * @param door the name as in the provider's spans, `Contoh`; with the account where the client has one, for errors
 *
 * @example
 * ```ts
 * import { Notification, NotificationSubject, PaymentRef } from "@qriskit/core"
 * import { decoderOf, jsonReply, notificationsOf, readNotificationBody } from "@qriskit/core/provider-kit"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 *
 * const decode = decoderOf(Schema.Struct({ id: Schema.String, order: Schema.String }))
 *
 * const notifications = notificationsOf("Contoh", {
 *   peek: (raw) =>
 *     Result.map(
 *       readNotificationBody("contoh", raw, decode),
 *       ({ claim }) =>
 *         new NotificationSubject({ provider: "contoh", paymentId: claim.id, externalId: claim.order }),
 *     ),
 *   read: (raw) =>
 *     Result.map(
 *       readNotificationBody("contoh", raw, decode),
 *       ({ claim: { id, order }, raw: body }) =>
 *         new Notification({
 *           ref: new PaymentRef({ provider: "contoh", paymentId: id, externalId: order, orderId: order }),
 *           claimedStatus: "pending",
 *           providerStatus: "",
 *           authenticity: "none",
 *           raw: body,
 *         }),
 *     ),
 *   reply: (outcome) => jsonReply(outcome === "accepted" ? 200 : 400, {}),
 * })
 * ```
 */
export const notificationsOf = (
  door: string | { readonly name: string; readonly account: string | undefined },
  plain: NotificationReader,
): Notifications => {
  const { name, account } = typeof door === "string" ? { name: door, account: undefined } : door
  const reader = account === undefined ? plain : naming(plain, account)
  const notifications: Notifications = {
    peek: spanned(`${name}.notifications.peek`, (raw: RawNotification) =>
      Effect.fromResult(reader.peek(raw)),
    ),
    read: spanned(`${name}.notifications.read`, (raw: RawNotification, expected?: PaymentRef) =>
      Effect.fromResult(reader.read(raw, expected)),
    ),
    reply: reader.reply,
  }
  readers.set(notifications, reader)
  return notifications
}

/** A reader whose errors name the account. */
const naming = (reader: NotificationReader, account: string): NotificationReader => {
  const named = <A>(result: Result.Result<A, QrisError>) =>
    Result.mapError(result, (error) => namingAccount(error, account))
  return {
    peek: (raw) => named(reader.peek(raw)),
    read: (raw, expected) => named(reader.read(raw, expected)),
    reply: (outcome) => reader.reply(outcome),
  }
}

const readers = new WeakMap<Notifications, NotificationReader>()

/**
 * The plain functions behind `notificationsOf`; none behind a provider's callbacks that were made or wrapped otherwise.
 */
export const readerOf = (notifications: Notifications): NotificationReader | undefined =>
  readers.get(notifications)
