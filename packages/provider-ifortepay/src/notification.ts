import { Notification, NotificationSubject, type Notifications, type RawNotification } from "@qriskit/core"
import {
  claimedRef,
  invalidNotification,
  isSameHexSignature,
  jsonReply,
  notificationHeader,
  notificationsOf,
  readNotificationBody,
  rupiahIn,
  statusOf,
  textIn,
  timeReader,
  trusted,
} from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { IfortepayConfig } from "./config.js"
import { notificationSignature, requestSignature } from "./signature.js"
import { STATUS } from "./status.js"
import { type CallbackBody, decodeCallback, recordIn } from "./wire.js"

const PROVIDER = "ifortepay"

/** Callback [DOC]. */
const SIGNATURE_HEADER = "mcp-signature"

/**
 * iFortepay counts only HTTP 200 as delivered and tries up to three times more otherwise [DOC]. The body is what its
 * strictest page asks for [DOC]; the other statuses are ours.
 */
const REPLY = {
  accepted: jsonReply(200, { message: "SUCCESS" }),
  rejected: jsonReply(401, { message: "REJECTED" }),
  failed: jsonReply(500, { message: "FAILED" }),
} as const

const unauthentic = (description: string) =>
  Result.fail(invalidNotification(PROVIDER, "unauthentic", description))

const idsOf = ({ transaction_id, external_id, order_id }: CallbackBody) => ({
  paymentId: transaction_id,
  externalId: external_id,
  orderId: order_id,
})

/** iFortepay's callbacks. Their signature covers the ids and nothing else: authenticity is `"identity"`. */
export const makeNotifications = (config: IfortepayConfig, account: string | undefined): Notifications => {
  const hashKey = Redacted.value(config.hashKey)
  const timeIn = timeReader(config.timeZone)
  const subMerchants = config.subMerchantId === undefined ? [""] : [config.subMerchantId, ""]

  /** With a sub-merchant one page appends its id and another does not: both prove knowledge of the hash key [DOC]. */
  const isGenuine = (
    signature: string,
    transactionId: string,
    ids: { externalId: string; orderId: string },
  ): boolean => {
    const signed = requestSignature(hashKey, ids)
    return subMerchants
      .map((subMerchantId) =>
        isSameHexSignature(signature, notificationSignature(transactionId, signed, subMerchantId)),
      )
      .includes(true)
  }

  const readBody = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeCallback)

  return notificationsOf(
    { name: "Ifortepay", account },
    {
      peek: (raw) =>
        Result.map(
          readBody(raw),
          ({ claim }) => new NotificationSubject({ provider: PROVIDER, ...idsOf(claim) }),
        ),

      read: (raw, expected) =>
        Result.flatMap(readBody(raw), ({ claim, raw: body, clean }) => {
          const ids = idsOf(claim)
          const signature = notificationHeader(raw.headers, SIGNATURE_HEADER)
          if (signature === undefined) return unauthentic(`the header ${SIGNATURE_HEADER} is missing`)
          // The case of the hex digits is not documented [NOT FOUND]: the bytes are compared.
          if (!isGenuine(signature.trim(), ids.paymentId, ids)) {
            return unauthentic(
              `${SIGNATURE_HEADER} does not match; if the callback is genuine, check hashKey and subMerchantId`,
            )
          }
          const details = recordIn(claim.payment_details)
          // The signature does not cover the channel: a stored one is the one to ask about.
          const channel = textIn(claim.payment_channel)
          return Result.map(claimedRef(PROVIDER, ids, expected, { account, channel }), (ref) =>
            trusted(Notification, {
              ref,
              claimedStatus: statusOf(STATUS, claim.transaction_status),
              providerStatus: clean(claim.transaction_status),
              authenticity: "identity",
              raw: body,
              amount: rupiahIn(details["amount"]),
              occurredAt: timeIn(details["paid_time"]) ?? timeIn(details["transaction_time"]),
            }),
          )
        }),

      reply: (outcome) => REPLY[outcome],
    },
  )
}
