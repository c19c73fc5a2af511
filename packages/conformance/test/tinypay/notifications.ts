import { Notification, NotificationSubject, type Notifications, PaymentRef } from "@qriskit/core"
import {
  concerns,
  invalidNotification,
  jsonReply,
  notificationHeader,
  notificationsOf,
  present,
  readNotificationBody,
  timeIn,
} from "@qriskit/core/provider-kit"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { signatureOf, type TinyParts } from "./parts.js"
import { decodeClaim } from "./wire.js"

const PROVIDER = "tinypay"

const REPLIES = {
  accepted: jsonReply(200, { ok: true }),
  rejected: jsonReply(401, { ok: false }),
  failed: jsonReply(500, { ok: false }),
} as const

/** Tinypay's callbacks: `x-tiny-signature` covers the whole body. */
export const makeNotifications = (
  secret: Redacted.Redacted<string>,
  parts: TinyParts,
  account: string | undefined,
): Notifications =>
  notificationsOf(
    { name: "Tinypay", account },
    {
      peek: (raw) =>
        Result.map(
          readNotificationBody(PROVIDER, raw, decodeClaim),
          ({ claim: { uid, id, order } }) =>
            new NotificationSubject({ provider: PROVIDER, paymentId: uid, externalId: id, orderId: order }),
        ),

      read: (raw, expected) =>
        Result.flatMap(readNotificationBody(PROVIDER, raw, decodeClaim), ({ claim, received, raw: body }) => {
          const given = notificationHeader(received.headers, "x-tiny-signature") ?? ""
          const signed =
            typeof received.body === "string" ? received.body : Buffer.from(received.body).toString()
          if (!parts.isGenuine(given, signatureOf(secret, signed)))
            return Result.fail(
              invalidNotification(PROVIDER, "unauthentic", "x-tiny-signature does not match"),
            )
          const { uid, id, order, state, amount, at } = claim
          if (!concerns(PROVIDER, { paymentId: uid, externalId: id }, expected, account))
            return Result.fail(invalidNotification(PROVIDER, "mismatch", "it is about another payment"))
          return Result.succeed(
            new Notification({
              ref: new PaymentRef({
                provider: PROVIDER,
                paymentId: uid,
                externalId: id,
                orderId: order,
                channel: "TINY",
                ...present({ account }),
              }),
              claimedStatus: parts.status(state),
              providerStatus: state,
              amount,
              authenticity: "signed",
              raw: body,
              ...present({ occurredAt: timeIn(at) }),
            }),
          )
        }),

      reply: (outcome) => REPLIES[outcome],
    },
  )
