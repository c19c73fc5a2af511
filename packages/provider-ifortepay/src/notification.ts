import {
  Notification,
  NotificationSubject,
  type Notifications,
  type PaymentRef,
  type RawNotification,
  PaymentRef as Ref,
} from "@qriskit/core"
import {
  concerns,
  invalidNotification,
  isSameSignature,
  jsonReply,
  notificationHeader,
  present,
  readNotificationBody,
  rupiahIn,
  spanned,
  statusOf,
  textIn,
  timeIn,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { IfortepayConfig } from "./config.js"
import { notificationSignature, requestSignature } from "./signature.js"
import { STATUS } from "./status.js"
import { decodeCallback, fieldAt } from "./wire.js"

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

/** iFortepay's callbacks. Their signature covers the ids and nothing else: authenticity is `"identity"`. */
export const makeNotifications = (config: IfortepayConfig): Notifications => {
  /** With a sub-merchant one page appends its id and another does not: both prove knowledge of the hash key [DOC]. */
  const isGenuine = (
    signature: string,
    transactionId: string,
    ids: { externalId: string; orderId: string },
  ): boolean => {
    const signed = requestSignature(Redacted.value(config.hashKey), ids)
    const candidates = config.subMerchantId === undefined ? [""] : [config.subMerchantId, ""]
    return candidates
      .map((subMerchantId) =>
        isSameSignature(signature, notificationSignature(transactionId, signed, subMerchantId)),
      )
      .includes(true)
  }

  const read = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeCallback)

  return {
    peek: spanned(
      "Ifortepay.notifications.peek",
      Effect.fnUntraced(function* (raw: RawNotification) {
        const { claim } = yield* read(raw)
        return new NotificationSubject({
          provider: PROVIDER,
          paymentId: claim.transaction_id,
          externalId: claim.external_id,
          orderId: claim.order_id,
        })
      }),
    ),

    read: spanned(
      "Ifortepay.notifications.read",
      Effect.fnUntraced(function* (raw: RawNotification, expected?: PaymentRef) {
        const { claim, raw: body, clean } = yield* read(raw)
        const ref = new Ref({
          provider: PROVIDER,
          paymentId: claim.transaction_id,
          externalId: claim.external_id,
          orderId: claim.order_id,
          ...present({ channel: textIn(claim.payment_channel) }),
        })
        const signature = notificationHeader(raw.headers, SIGNATURE_HEADER)
        if (signature === undefined) {
          return yield* invalidNotification(
            PROVIDER,
            "unauthentic",
            `the header ${SIGNATURE_HEADER} is missing`,
          )
        }
        // The case of the hex digits is not documented [NOT FOUND]: both are accepted.
        if (!isGenuine(signature.trim().toLowerCase(), ref.paymentId, ref)) {
          return yield* invalidNotification(
            PROVIDER,
            "unauthentic",
            `${SIGNATURE_HEADER} does not match; if the callback is genuine, check hashKey and subMerchantId`,
          )
        }
        if (!concerns(PROVIDER, ref, expected)) {
          return yield* invalidNotification(
            PROVIDER,
            "mismatch",
            "it is about another payment than the expected one",
          )
        }
        return new Notification({
          // The signature does not cover the channel: a stored one is the one to ask about.
          ref: expected ?? ref,
          claimedStatus: statusOf(STATUS, claim.transaction_status),
          providerStatus: clean(claim.transaction_status),
          authenticity: "identity",
          raw: body,
          ...present({
            amount: rupiahIn(fieldAt(claim.payment_details, "amount")),
            occurredAt:
              timeIn(fieldAt(claim.payment_details, "paid_time")) ??
              timeIn(fieldAt(claim.payment_details, "transaction_time")),
          }),
        })
      }),
    ),

    reply: (outcome) => REPLY[outcome],
  }
}
