import {
  Notification,
  NotificationSubject,
  type Notifications,
  PaymentRef,
  type RawNotification,
} from "@qriskit/core"
import {
  concerns,
  invalidNotification,
  isSameSecret,
  jsonReply,
  notificationsOf,
  present,
  readNotificationBody,
  rupiahIn,
  statusOf,
  timeIn,
} from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { ZipayConfig } from "./config.js"
import { STATUS } from "./status.js"
import { decodeCallback } from "./wire.js"

const PROVIDER = "zipay"

/** What Zipay expects to hear, and whether it tries again, is not documented [NOT FOUND]: plain HTTP is assumed. */
const REPLY = {
  accepted: jsonReply(200, { success: true }),
  rejected: jsonReply(401, { success: false }),
  failed: jsonReply(500, { success: false }),
} as const

const mismatch = (description: string) => Result.fail(invalidNotification(PROVIDER, "mismatch", description))

/** The last segment that is not empty, in front of query and fragment. */
const lastSegment = (path: string): string =>
  path
    .split(/[?#]/, 1)
    .join("")
    .split("/")
    .findLast((segment) => segment !== "") ?? ""

/** Zipay's callbacks. Nothing in them is signed: authenticity is `"none"`, with or without a secret in the path. */
export const makeNotifications = ({
  merchantId,
  callbackSecret,
  allowCaller,
}: ZipayConfig): Notifications => {
  const isAllowed = (remoteAddress: string | undefined): boolean => {
    try {
      // A function that answers with a promise would otherwise let everybody in.
      return allowCaller === undefined || allowCaller(remoteAddress) === true
    } catch {
      return false
    }
  }

  /** Why a caller is not let in, where the merchant set a rule for callers. */
  const objection = ({ path, remoteAddress }: RawNotification): string | undefined => {
    if (!isAllowed(remoteAddress)) return "the caller's address is not allowed"
    if (callbackSecret === undefined) return undefined
    if (path === undefined) return "callbackSecret is set, but the callback's path was not passed on"
    return isSameSecret(lastSegment(path), Redacted.value(callbackSecret))
      ? undefined
      : "its path does not end in callbackSecret"
  }

  const readBody = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeCallback)

  return notificationsOf("Zipay", {
    peek: (raw) =>
      Result.map(
        readBody(raw),
        ({ claim }) =>
          new NotificationSubject({
            provider: PROVIDER,
            paymentId: claim.uuid,
            externalId: claim.externalId,
          }),
      ),

    read: (raw, expected) => {
      const refused = objection(raw)
      if (refused !== undefined) return Result.fail(invalidNotification(PROVIDER, "unauthentic", refused))
      return Result.flatMap(readBody(raw), ({ claim, raw: body, clean }) => {
        const { uuid, externalId, status } = claim
        const isOurs =
          claim.merchantId === null ||
          claim.merchantId === undefined ||
          String(claim.merchantId) === merchantId
        if (!isOurs) return mismatch("it is about another merchant")
        if (!concerns(PROVIDER, { paymentId: uuid, externalId }, expected))
          return mismatch("it is about another payment than the expected one")
        return Result.succeed(
          new Notification({
            ref:
              expected ??
              new PaymentRef({ provider: PROVIDER, paymentId: uuid, externalId, orderId: externalId }),
            claimedStatus: statusOf(STATUS, status),
            providerStatus: clean(status),
            authenticity: "none",
            raw: body,
            ...present({ amount: rupiahIn(claim.amount), occurredAt: timeIn(claim.transactionTime) }),
          }),
        )
      })
    },

    reply: (outcome) => REPLY[outcome],
  })
}
