import {
  Notification,
  NotificationSubject,
  type Notifications,
  type PaymentStatus,
  type RawNotification,
} from "@qriskit/core"
import {
  claimedRef,
  invalidNotification,
  jsonReply,
  notificationHeader,
  notificationsOf,
  readNotificationBody,
  rupiahIn,
  statusOf,
  textIn,
  timeIn,
  trusted,
} from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { callbackTokensOf, type XenditConfig } from "./config.js"
import { isKnownToken } from "./signature.js"
import { EVENT, STATUS } from "./status.js"
import { decodeWebhook, recordsIn, type Told, toldIn, type Webhook } from "./wire.js"

const PROVIDER = "xendit"

/** Webhooks [DOC]. */
const TOKEN_HEADER = "x-callback-token"

/** Any 2xx ends it; anything else is repeated six times over a day [DOC]. */
const REPLY = {
  accepted: jsonReply(200, { status: "ok" }),
  rejected: jsonReply(401, { status: "rejected" }),
  failed: jsonReply(500, { status: "failed" }),
} as const

const unauthentic = (description: string) =>
  Result.fail(invalidNotification(PROVIDER, "unauthentic", description))

const isAboutRefund = ({ event }: Webhook): boolean => event.startsWith("refund.")

/**
 * Whom a webhook is about. A refund's names the payment, and as reference the refund's own: the payment's id stands in
 * its place, which is nobody's reference.
 */
const idsOf = (webhook: Webhook) => {
  const { payment_request_id: paymentId, reference_id: reference } = toldIn(webhook)
  return { paymentId, externalId: (isAboutRefund(webhook) ? undefined : textIn(reference)) ?? paymentId }
}

/** An event's own claim, or the word in its data. */
const claimIn = (webhook: Webhook): PaymentStatus => {
  const { event } = webhook
  const claimed = Object.hasOwn(EVENT, event) ? EVENT[event] : undefined
  return claimed ?? statusOf(STATUS, textIn(toldIn(webhook).status) ?? "")
}

/** What was captured; what was asked where nothing was [DOC]. */
const amountIn = ({ captures, request_amount }: Told) => {
  const captured = recordsIn(captures).map(({ capture_amount }) => rupiahIn(capture_amount))
  const readable = captured.filter((amount) => amount !== undefined)
  if (captured.length === 0) return rupiahIn(request_amount)
  return readable.length === captured.length
    ? rupiahIn(readable.reduce<number>((sum, amount) => sum + amount, 0))
    : undefined
}

/** Xendit's webhooks. Their token is a password and covers nothing: authenticity is `"none"`. */
export const makeNotifications = (
  config: Pick<XenditConfig, "callbackToken">,
  account: string | undefined,
): Notifications => {
  const tokens = callbackTokensOf(config).map((token) => Redacted.value(token))

  const readBody = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeWebhook)

  return notificationsOf(
    { name: "Xendit", account },
    {
      peek: (raw) =>
        Result.map(
          readBody(raw),
          ({ claim }) => new NotificationSubject({ provider: PROVIDER, ...idsOf(claim) }),
        ),

      read: (raw, expected) =>
        Result.flatMap(readBody(raw), ({ claim, raw: body, clean }) => {
          const token = notificationHeader(raw.headers, TOKEN_HEADER)
          if (token === undefined) return unauthentic(`the header ${TOKEN_HEADER} is missing`)
          if (!isKnownToken(token, tokens)) {
            return unauthentic(
              `${TOKEN_HEADER} is none of ours; if the webhook is genuine, check callbackToken and the account`,
            )
          }
          const told = toldIn(claim)
          const ids = idsOf(claim)
          // A refund's webhook has no reference of the payment: its id alone must fit.
          const meant = isAboutRefund(claim)
            ? { ...ids, externalId: expected?.externalId ?? ids.externalId }
            : ids
          const [capture] = recordsIn(told.captures)
          return Result.map(claimedRef(PROVIDER, meant, expected, { account }), (ref) =>
            trusted(Notification, {
              ref,
              claimedStatus: claimIn(claim),
              providerStatus: clean(textIn(told.status) ?? claim.event),
              authenticity: "none",
              raw: body,
              amount: isAboutRefund(claim) ? undefined : amountIn(told),
              occurredAt: timeIn(capture?.["capture_timestamp"]) ?? timeIn(told.updated),
            }),
          )
        }),

      reply: (outcome) => REPLY[outcome],
    },
  )
}
