import {
  Notification,
  NotificationSubject,
  type Notifications,
  type QrisError,
  type RawNotification,
  type ReceivedNotification,
} from "@qriskit/core"
import {
  claimedRef,
  invalidNotification,
  isSameSecret,
  jsonReply,
  judgeCaller,
  notificationsOf,
  readNotificationBody,
  receivedNotification,
  rupiahIn,
  statusOf,
  timeReader,
  trusted,
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

const objected = (kind: "misuse" | "unauthentic", description: string) =>
  invalidNotification(PROVIDER, kind, description)

const NO_ADDRESS = "allowCaller is set, but the caller's address was not passed on"
const FAILING_RULE = "allowCaller failed, or did not answer with true or false at once"

/** What a segment says: proxies may write any character as `%7E`. */
const unescaped = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The last segment that is not empty, in front of query and fragment. */
const lastSegment = (path: string): string =>
  unescaped(
    path
      .split(/[?#]/, 1)
      .join("")
      .split("/")
      .findLast((segment) => segment !== "") ?? "",
  )

/** Zipay's callbacks. Nothing in them is signed: authenticity is `"none"`, with or without a secret in the path. */
export const makeNotifications = (
  { merchantId, callbackSecret, allowCaller, timeZone }: ZipayConfig,
  account: string | undefined,
): Notifications => {
  const timeIn = timeReader(timeZone)

  /** Why a caller is not let in, where the merchant set a rule for callers. */
  const objection = (raw: ReceivedNotification): QrisError | undefined => {
    const caller = allowCaller === undefined ? "allowed" : judgeCaller(allowCaller, raw.remoteAddress)
    if (caller === "misuse")
      return objected("misuse", raw.remoteAddress === undefined ? NO_ADDRESS : FAILING_RULE)
    if (caller === "refused") return objected("unauthentic", "the caller's address is not allowed")
    if (callbackSecret === undefined) return undefined
    if (raw.path === undefined)
      return objected("misuse", "callbackSecret is set, but the callback's path was not passed on")
    return isSameSecret(lastSegment(raw.path), Redacted.value(callbackSecret))
      ? undefined
      : objected("unauthentic", "its path does not end in callbackSecret")
  }

  const readBody = (raw: RawNotification) => readNotificationBody(PROVIDER, raw, decodeCallback)

  return notificationsOf(
    { name: "Zipay", account },
    {
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
        const received = Result.flatMap(receivedNotification(PROVIDER, raw), (callback) => {
          const refused = objection(callback)
          return refused === undefined ? readBody(callback) : Result.fail(refused)
        })
        return Result.flatMap(received, ({ claim, raw: body, clean }) => {
          const { uuid, externalId, status } = claim
          const isOurs =
            claim.merchantId === null ||
            claim.merchantId === undefined ||
            String(claim.merchantId) === merchantId
          if (!isOurs)
            return Result.fail(invalidNotification(PROVIDER, "mismatch", "it is about another merchant"))
          return Result.map(
            claimedRef(PROVIDER, { paymentId: uuid, externalId }, expected, { account }),
            (ref) =>
              trusted(Notification, {
                ref,
                claimedStatus: statusOf(STATUS, status),
                providerStatus: clean(status),
                authenticity: "none",
                raw: body,
                amount: rupiahIn(claim.amount),
                occurredAt: timeIn(claim.transactionTime),
              }),
          )
        })
      },

      reply: (outcome) => REPLY[outcome],
    },
  )
}
