import { createHash } from "node:crypto"
import type {
  Notification,
  NotificationSubject,
  QrisError,
  QrisProvider,
  ReceivedNotification,
} from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { refIn } from "../record/record.js"
import { isStorableText, storableText } from "../record/storable.js"
import type { Addressee } from "./addressee.js"
import type { ReceiptVerdict } from "./receipt.js"

/** Longer ids are no provider's. */
const MAX_ID = 255

/** A callback's body as it is kept: its hash, its length, and as much of its text as may be stored. */
export interface Body {
  readonly hash: string
  readonly bytes: number
  /** `null`: it is about a payment whose personal data are gone. */
  readonly text: string | null
}

/** Reads the body without believing anything about it. */
export const bodyOf = ({ body }: ReceivedNotification, most: number): Body => {
  const bytes =
    typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return {
    hash: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.byteLength,
    text: storableText(bytes.subarray(0, most).toString("utf8"), most),
  }
}

/** A callback that is as genuine as can be told without knowing the payment. */
export interface Claim {
  readonly verdict: "claimed"
  readonly subject: NotificationSubject
  readonly notification: Notification
}

/** A callback that is not believed, and why. */
export interface Refusal {
  readonly verdict: "forged" | "malformed"
  readonly why: string
  readonly subject: NotificationSubject | undefined
}

/** What was made of a callback, before it is stored. */
export type Judgement =
  | { readonly verdict: "accepted"; readonly notification: Notification }
  | { readonly verdict: "unmatched"; readonly notification: Notification }
  | Refusal

const VERDICT_OF_KIND: Readonly<Record<string, "forged" | "malformed">> = {
  malformed: "malformed",
  oversized: "malformed",
  unauthentic: "forged",
  mismatch: "forged",
}

/** What a provider refused. Our own caller's mistake (`misuse`) is nobody's forgery: it fails as what it is. */
const refusal = (error: QrisError, subject?: NotificationSubject): Effect.Effect<Refusal, QrisError> => {
  const kind = error.reason._tag === "InvalidNotification" ? error.reason.kind : undefined
  if (kind === "misuse") return Effect.fail(error)
  return Effect.succeed({
    verdict: VERDICT_OF_KIND[kind ?? ""] ?? "forged",
    why: storableText(error.reason.message, 500),
    subject,
  })
}

/** Ids that a provider can have given out and that can be stored. */
const isPlausible = ({ externalId, paymentId, orderId = "" }: NotificationSubject): boolean =>
  [externalId, paymentId, orderId].every((id) => id.length <= MAX_ID && isStorableText(id))

/** Judges a callback by itself: whom it is about, and whether it proves what the provider lets it prove. */
export const claimIn = Effect.fnUntraced(function* (
  provider: QrisProvider,
  raw: ReceivedNotification,
): Effect.fn.Return<Claim | Refusal, QrisError> {
  const peeked = yield* Effect.result(provider.notifications.peek(raw))
  if (Result.isFailure(peeked)) return yield* refusal(peeked.failure)
  const subject = peeked.success
  if (!isPlausible(subject)) return { verdict: "malformed", why: "its ids are no provider's", subject }
  const read = yield* Effect.result(provider.notifications.read(raw))
  if (Result.isFailure(read)) return yield* refusal(read.failure, subject)
  return { verdict: "claimed", subject, notification: read.success }
})

/** Judges a claim against the payment that it may be about. */
export const judge = Effect.fnUntraced(function* (
  provider: QrisProvider,
  raw: ReceivedNotification,
  { subject, notification }: Claim,
  row: Addressee | undefined,
): Effect.fn.Return<Judgement, QrisError> {
  if (row === undefined) return { verdict: "unmatched", notification }
  const ref = refIn(row)
  const read = yield* Effect.result(provider.notifications.read(raw, ref))
  if (Result.isFailure(read)) return yield* refusal(read.failure, subject)
  // Money on a printed QR has the external id that the acquirer gave it.
  if (read.success.ref.externalId !== (ref?.externalId ?? row.externalId))
    return { verdict: "forged", why: "it speaks of another external id than the payment's", subject }
  return { verdict: "accepted", notification: read.success }
})

/** A callback that no payment here is known to. */
export type Stranger = Exclude<Judgement, { readonly verdict: "accepted" }>

/** The columns of a stranger's callback, with ids cut to what can be stored. */
export const receiptColumns = (
  provider: string,
  account: string,
  judgement: Stranger,
  body: Body,
  receivedAt: Date,
) => {
  const notification = judgement.verdict === "unmatched" ? judgement.notification : undefined
  const ids = judgement.verdict === "unmatched" ? judgement.notification.ref : judgement.subject
  return {
    provider,
    account,
    verdict: judgement.verdict satisfies ReceiptVerdict,
    bodyHash: body.hash,
    body: body.text,
    bodyBytes: body.bytes,
    why: judgement.verdict === "unmatched" ? null : judgement.why,
    externalId: ids === undefined ? null : storableText(ids.externalId, MAX_ID),
    providerPaymentId: ids === undefined ? null : storableText(ids.paymentId, MAX_ID),
    claimedStatus: notification?.claimedStatus ?? null,
    claimedAmount: notification?.amount ?? null,
    receivedAt,
  }
}

export type ReceiptColumns = ReturnType<typeof receiptColumns>
