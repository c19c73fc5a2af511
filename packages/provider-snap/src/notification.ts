import {
  MAX_BODY_BYTES,
  Notification,
  NotificationSubject,
  type Notifications,
  type PaymentRef,
  type QrisError,
  type RawNotification,
  type ReceivedNotification,
} from "@qriskit/core"
import {
  claimedRef,
  invalidNotification,
  jsonReply,
  type NotificationBody,
  notificationsOf,
  present,
  printable,
  readNotificationBody,
  receivedNotification,
  timeReader,
  trusted,
} from "@qriskit/core/provider-kit"
import * as Result from "effect/Result"
import { CALLBACK_URL } from "./attributes.js"
import { objectionTo, signedPaths, type Verifier, verifierOf } from "./authentic.js"
import type { SnapConfig } from "./config.js"
import { duplicateKeyIn } from "./duplicate-key.js"
import { idAt, moneyAt, readable, textAt, timeAt, UNREADABLE } from "./field.js"
import type { SnapProfile } from "./profile.js"
import { AUTHENTICITY } from "./recipe.js"
import { statusOf } from "./status.js"

type Fields = Readonly<Record<string, unknown>>

/** Any object is a body: which fields count is the profile's to say. */
const decodeObject = (body: unknown): Result.Result<Fields, never> =>
  Result.succeed(typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Fields) : {})

const textOf = ({ body }: ReceivedNotification): string =>
  typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()

const bytesOf = ({ body }: ReceivedNotification): Uint8Array =>
  typeof body === "string" ? Buffer.from(body) : body

/** A callback as form fields. A field that stands twice says two things. */
const readForm = (
  provider: string,
  raw: RawNotification,
): Result.Result<NotificationBody<Fields>, QrisError> =>
  Result.flatMap(receivedNotification(provider, raw), (received) => formIn(provider, received))

const formIn = (
  provider: string,
  received: ReceivedNotification,
): Result.Result<NotificationBody<Fields>, QrisError> => {
  if (received.body.length > MAX_BODY_BYTES) {
    const description = `the body is longer than ${MAX_BODY_BYTES} bytes`
    return Result.fail(invalidNotification(provider, "oversized", description))
  }
  const fields = new URLSearchParams(textOf(received))
  const names = new Set<string>()
  // Each name is looked up once: a form may have hundreds of thousands.
  const twice = [...fields.keys()].find((name) => names.size === names.add(name).size)
  if (twice !== undefined) {
    return Result.fail(invalidNotification(provider, "malformed", `${printable(twice)} stands in it twice`))
  }
  const claim = Object.fromEntries(fields)
  return Result.succeed({ claim, received, raw: claim, clean: printable })
}

const readJson = (
  provider: string,
  raw: RawNotification,
): Result.Result<NotificationBody<Fields>, QrisError> =>
  Result.flatMap(readNotificationBody(provider, raw, decodeObject), (body) => {
    const twice = duplicateKeyIn(textOf(body.received))
    return twice === undefined
      ? Result.succeed(body)
      : Result.fail(invalidNotification(provider, "malformed", `${printable(twice)} stands in it twice`))
  })

/** The ids that a callback names. Where it names one of the two, the stored reference has the other. */
interface NamedIds {
  readonly paymentId?: string
  readonly externalId?: string
}

const idsIn = (
  { id: provider, notification: { ids } }: SnapProfile,
  body: Fields,
): Result.Result<NamedIds, QrisError> => {
  const paymentId = idAt(body, ids.paymentId)
  const externalId = idAt(body, ids.externalId)
  const malformed = (description: string) =>
    Result.fail(invalidNotification(provider, "malformed", description))
  if (paymentId === UNREADABLE || externalId === UNREADABLE) return malformed("an id in it cannot be read")
  if (paymentId === undefined && externalId === undefined) return malformed("it names no payment")
  return Result.succeed(present({ paymentId, externalId }))
}

/** What is not configuration. */
interface NotificationOptions {
  /** Whose credentials, where the client is one of many accounts. */
  readonly account?: string | undefined
  /** Milliseconds since 1970. */
  readonly clock?: () => number
}

/** A SNAP acquirer's callbacks, by the recipe of its profile. */
export const makeNotifications = (
  config: SnapConfig,
  { account, clock = Date.now }: NotificationOptions = {},
): Notifications => {
  const { profile } = config
  const { id: provider, notification } = profile
  const timeIn = timeReader(config.timeZone)
  const reply = ({ status, code, message }: SnapProfile["notification"]["accepted"]) =>
    jsonReply(status, { responseCode: code, responseMessage: message })
  const replies = {
    accepted: reply(notification.accepted),
    rejected: reply(notification.rejected),
    failed: reply(notification.failed),
  }
  const { recipe } = notification
  const verifier = verifierOf(config, account)

  /** A payment's own address is known from its reference alone. */
  const verifierFor = (expected: PaymentRef | undefined): Verifier | undefined => {
    const own = expected?.attributes?.[CALLBACK_URL]
    return verifier && own !== undefined && URL.canParse(own)
      ? { ...verifier, registeredUrl: own, paths: signedPaths(own, notification.tails) }
      : verifier
  }

  const readBody = (
    raw: RawNotification,
  ): Result.Result<NotificationBody<Fields> & { ids: NamedIds }, QrisError> =>
    Result.flatMap(recipe === "form" ? readForm(provider, raw) : readJson(provider, raw), (body) =>
      Result.map(idsIn(profile, body.claim), (ids) => ({ ...body, ids })),
    )

  /** Both ids, where one may be known from the reference alone, or stand for both. */
  const wholeIds = ({ paymentId, externalId }: NamedIds, expected?: PaymentRef) => ({
    paymentId: paymentId ?? expected?.paymentId ?? externalId ?? "",
    externalId: externalId ?? expected?.externalId ?? paymentId ?? "",
  })

  return notificationsOf(
    { name: provider, account },
    {
      peek: (raw) =>
        Result.map(readBody(raw), ({ ids }) => new NotificationSubject({ provider, ...wholeIds(ids) })),

      read: (raw, expected) =>
        Result.flatMap(readBody(raw), ({ claim, received, raw: body, clean, ids }) => {
          // The signature is checked over the bytes; that they can be read at all is known by now.
          const verifying = verifierFor(expected)
          const refused =
            verifying &&
            objectionTo(verifying, { headers: received.headers, body: bytesOf(received), now: clock() })
          if (refused !== undefined) return Result.fail(invalidNotification(provider, "unauthentic", refused))
          const word = textAt(claim, notification.status) ?? ""
          return Result.map(claimedRef(provider, wholeIds(ids, expected), expected, { account }), (ref) =>
            trusted(Notification, {
              ref,
              claimedStatus: statusOf(profile, word, false),
              providerStatus: clean(word),
              authenticity: AUTHENTICITY[recipe],
              raw: body,
              // One that cannot be read claims nothing; it stays in `raw`.
              amount: readable(moneyAt(claim, notification.amount)),
              occurredAt: timeAt(claim, notification.paidAt, timeIn),
              nmid: textAt(claim, notification.nmid),
            }),
          )
        }),

      reply: (outcome) => replies[outcome],
    },
  )
}
