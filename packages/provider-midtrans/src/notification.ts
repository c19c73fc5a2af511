import { Notification, NotificationSubject, type Notifications, type RawNotification } from "@qriskit/core"
import {
  claimedRef,
  invalidNotification,
  isSameSignature,
  jsonReply,
  notificationsOf,
  readNotificationBody,
  rupiahIn,
  textIn,
  timeReader,
  trusted,
} from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { MidtransConfig } from "./config.js"
import { amountsIn, statusIn } from "./payment.js"
import { signatureKey } from "./signature.js"
import { decodeNotification, type NotificationBody } from "./wire.js"

const PROVIDER = "midtrans"

/**
 * 2xx ends it; 400 is repeated twice, 503 four times [DOC]. An order that nobody knows yet is `failed`, so that it
 * comes again: a notification may arrive before the answer to the charge [SDK].
 */
const REPLY = {
  accepted: jsonReply(200, { status: "ok" }),
  rejected: jsonReply(400, { status: "rejected" }),
  failed: jsonReply(503, { status: "failed" }),
} as const

const unauthentic = (description: string) =>
  Result.fail(invalidNotification(PROVIDER, "unauthentic", description))

const idsOf = ({ transaction_id, order_id }: NotificationBody) => ({
  paymentId: transaction_id,
  externalId: order_id,
})

/**
 * Midtrans' notifications. Their signature covers order id, code and amount, and neither the status word nor the
 * transaction id: authenticity is `"identity"`. Whoever saw one can turn "settlement" into "refund"
 * (both are code 200).
 */
export const makeNotifications = (
  config: Pick<MidtransConfig, "serverKey" | "timeZone">,
  account: string | undefined,
): Notifications => {
  const serverKey = Redacted.value(config.serverKey)
  const timeIn = timeReader(config.timeZone)

  const readBody = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeNotification)

  const isGenuine = (signature: string, claim: NotificationBody): boolean =>
    isSameSignature(
      signature,
      signatureKey(serverKey, {
        orderId: claim.order_id,
        statusCode: String(claim.status_code),
        grossAmount: String(claim.gross_amount),
      }),
    )

  return notificationsOf(
    { name: "Midtrans", account },
    {
      peek: (raw) =>
        Result.map(
          readBody(raw),
          ({ claim }) => new NotificationSubject({ provider: PROVIDER, ...idsOf(claim) }),
        ),

      read: (raw, expected) =>
        Result.flatMap(readBody(raw), ({ claim, raw: body, clean }) => {
          const signature = textIn(claim.signature_key)
          if (signature === undefined) return unauthentic("signature_key is missing")
          if (!isGenuine(signature, claim)) {
            return unauthentic(
              "signature_key does not match; if the notification is genuine, check serverKey and its environment",
            )
          }
          const gross = rupiahIn(claim.gross_amount)
          const channel = textIn(claim.acquirer)
          return Result.map(
            // Midtrans knows no other order id than the payment's own.
            claimedRef(PROVIDER, idsOf(claim), expected, { account, channel }),
            (ref) =>
              trusted(Notification, {
                ref,
                claimedStatus: statusIn(claim),
                providerStatus: clean(claim.transaction_status),
                authenticity: "identity",
                raw: body,
                amount: gross && amountsIn(claim, gross).amount,
                occurredAt: timeIn(claim.settlement_time) ?? timeIn(claim.transaction_time),
              }),
          )
        }),

      reply: (outcome) => REPLY[outcome],
    },
  )
}
