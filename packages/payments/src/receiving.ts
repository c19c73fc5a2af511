import type { NotificationReply, PaymentStatus, RawNotification, ReplyOutcome } from "@qriskit/core"
import { eq, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { type Addressee, addresseeOf } from "./addressee.js"
import { type AttemptStatus, isMoney } from "./attempt-status.js"
import { type Body, bodyOf, type Judgement, judge, receiptColumns } from "./callback.js"
import { Database, type Drizzle } from "./database/database.js"
import { attempt, unmatched } from "./database/schema.js"
import { count, METRICS } from "./metrics.js"
import { now } from "./now.js"
import { Providers } from "./providers.js"
import type { ReceiptVerdict } from "./receipt.js"
import { Settings } from "./settings.js"
import { storeReceipt } from "./store-receipt.js"
import { Strangers } from "./strangers.js"
import { Wakeups } from "./wakeups.js"

/** An attempt is asked about because of callbacks at most this often, in milliseconds: they may be made up. */
const CALLBACK_PACE = 2_000

/** What to answer to the provider's server, and what was made of the callback. */
export interface Reply extends NotificationReply {
  /** `failed`: it could not be stored; the provider is asked to send it again. */
  readonly verdict: ReceiptVerdict | "failed"
}

const REPLY_TO: Readonly<Record<Reply["verdict"], ReplyOutcome>> = {
  accepted: "accepted",
  unmatched: "accepted",
  forged: "rejected",
  malformed: "rejected",
  failed: "failed",
}

/** Whether a claim differs from the record, so that the provider has to be asked. */
const isNews = (recorded: AttemptStatus, claimed: PaymentStatus): boolean =>
  claimed !== recorded && !(claimed === "paid" && isMoney(recorded))

/** When an attempt is to be asked about because of a callback that came now; `undefined` where it is due already. */
const askAt = (
  { pokes, answeredPokes, nextInquiryAt, lastInquiryAt }: Addressee,
  at: Date,
): Date | undefined => {
  // Whoever makes the inquiry that is due begins it after this callback, so that it sees what the callback speaks of.
  if (pokes > answeredPokes && nextInquiryAt !== null && nextInquiryAt <= at) return undefined
  return new Date(Math.max(at.getTime(), (lastInquiryAt?.getTime() ?? 0) + CALLBACK_PACE))
}

/** Makes an attempt due. Who is creating it holds a lease on it; its schedule follows from what the create comes to. */
const poke = (drizzle: Drizzle, attemptId: string, askedAt: Date) =>
  drizzle
    .update(attempt)
    .set({
      pokes: sql`${attempt.pokes} + 1`,
      nextInquiryAt: sql`case when ${attempt.status} = 'creating' then ${attempt.nextInquiryAt}
        else least(coalesce(${attempt.nextInquiryAt}, 'infinity'), ${askedAt.toISOString()}::timestamptz) end`,
    })
    .where(eq(attempt.id, attemptId))

/**
 * Stores a callback about an attempt, then makes the attempt due where it says something new. Answered only after
 * both: a process that dies in between has not taken it, and the reconciler asks in any case.
 */
const storeAccepted =
  (
    judgement: Extract<Judgement, { verdict: "accepted" }>,
    body: Body,
    provider: string,
    limit: number,
    at: Date,
  ) =>
  async (drizzle: Drizzle): Promise<boolean> => {
    const { attempt: row, notification } = judgement
    const isNew = isNews(row.status, notification.claimedStatus)
    if (row.stored < limit) {
      const columns = receiptColumns(provider, judgement, body, at)
      await storeReceipt(drizzle, { ...columns, attemptId: row.id, checkedAt: isNew ? null : at })
    }
    const askedAt = isNew ? askAt(row, at) : undefined
    if (askedAt === undefined) return false
    await poke(drizzle, row.id, askedAt)
    return true
  }

/** Stores a callback about a payment that no record knows, to be asked about once. */
const storeUnmatched =
  (judgement: Extract<Judgement, { verdict: "unmatched" }>, body: Body, provider: string, at: Date) =>
  async (drizzle: Drizzle): Promise<void> => {
    const columns = receiptColumns(provider, judgement, body, at)
    await storeReceipt(drizzle, { ...columns, attemptId: null, checkedAt: null })
    await drizzle
      .insert(unmatched)
      .values({
        provider,
        providerPaymentId: columns.providerPaymentId ?? "",
        externalId: columns.externalId ?? "",
        ref: judgement.notification.ref,
        state: "claimed",
        claimedAmount: columns.claimedAmount,
        foundAt: at,
        changedAt: at,
        nextInquiryAt: at,
      })
      .onConflictDoNothing({ target: [unmatched.provider, unmatched.providerPaymentId] })
  }

const storeRefused = (judgement: Judgement, body: Body, provider: string, at: Date) => (drizzle: Drizzle) =>
  storeReceipt(drizzle, {
    ...receiptColumns(provider, judgement, body, at),
    attemptId: null,
    checkedAt: at,
  })

/**
 * Takes a callback: judges it, stores it, and answers at once in the provider's own words. Nothing it says is believed:
 * the provider is asked afterwards, whatever it claims. Never fails for what was sent to it; a callback that cannot be
 * stored is answered so that the provider sends it again.
 *
 * Fails with `NoSuchProvider`.
 */
export const receive = Effect.fn("Payments.receive")(function* (providerId: string, raw: RawNotification) {
  const database = yield* Database
  const settings = yield* Settings
  const strangers = yield* Strangers
  const wakeups = yield* Wakeups
  const provider = yield* (yield* Providers).get(providerId)
  const at = yield* now
  const body = bodyOf(raw, settings.receiptBytes)

  const take = Effect.gen(function* (): Effect.fn.Return<
    Reply["verdict"],
    Effect.Error<ReturnType<typeof database.run>>
  > {
    const judgement = yield* judge(provider, raw, (subject) => database.run(addresseeOf(providerId, subject)))
    if (judgement.verdict === "accepted") {
      const isDue = yield* database.run(
        storeAccepted(judgement, body, providerId, settings.receiptsPerAttempt, at),
      )
      if (isDue) yield* wakeups.poke
      return "accepted"
    }
    const isAdmitted = yield* strangers.admit(providerId, judgement.verdict)
    if (judgement.verdict === "unmatched") {
      if (!isAdmitted) return "failed"
      yield* database.run(storeUnmatched(judgement, body, providerId, at))
      yield* wakeups.poke
      return "unmatched"
    }
    if (isAdmitted) yield* database.run(storeRefused(judgement, body, providerId, at))
    return judgement.verdict
  })

  const verdict = yield* take.pipe(
    Effect.catchTag("DatabaseFailure", (failure) =>
      Effect.as(
        Effect.logWarning("payments receive: the callback was not stored", failure),
        "failed" as const,
      ),
    ),
  )
  yield* count(METRICS.callbacks, { provider: providerId, verdict })
  yield* Effect.annotateCurrentSpan({ "qris.provider": providerId, "qris.verdict": verdict })
  return { ...provider.notifications.reply(REPLY_TO[verdict]), verdict } satisfies Reply
})
