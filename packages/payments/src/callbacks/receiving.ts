import type { NotificationReply, QrisProvider, RawNotification, ReplyOutcome } from "@qriskit/core"
import { receivedNotification, spanned } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import type { Database } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { isSettled, type LeftOver } from "../expecting/arrival.js"
import { settleReported } from "../expecting/reported.js"
import type { DatabaseFailure } from "../failure.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { count, METRICS } from "../reading/metrics.js"
import { type OfAccount, ONE_ACCOUNT } from "../record/account.js"
import { Settings } from "../settings.js"
import { accept } from "./acceptance.js"
import { addresseeByPaymentId } from "./addressee.js"
import { type Body, bodyOf, claimIn, judge, receiptColumns, type Stranger } from "./callback.js"
import { noteUnmatched } from "./note-unmatched.js"
import type { ReceiptVerdict } from "./receipt.js"
import { storeReceipt } from "./store-receipt.js"
import { Strangers } from "./strangers.js"

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

/** Keeps what is not about a payment here, as far as strangers may fill the database. */
const keepStranger = Effect.fnUntraced(function* (
  judgement: Stranger,
  body: Body,
  provider: string,
  account: string,
  caller: string | undefined,
  at: Date,
  left: LeftOver = { kind: "none" },
): Effect.fn.Return<Reply["verdict"], DatabaseFailure, Database | Strangers | Wakeups> {
  const admitted = yield* (yield* Strangers).admit(provider, judgement.verdict, caller)
  const columns = receiptColumns(provider, account, judgement, body, at)
  if (judgement.verdict !== "unmatched") {
    if (admitted === "whole") yield* storeReceipt(columns, at)
    return judgement.verdict
  }
  // It might be money: its ids are kept when its body is not, and beyond that the provider is asked to send it again.
  if (admitted === "nothing") return "failed"
  if (admitted === "whole") yield* storeReceipt(columns, null)
  yield* noteUnmatched(judgement.notification, columns, left)
  yield* (yield* Wakeups).due([`stranger ${provider}`])
  return judgement.verdict
})

/** Judges a callback and stores it; nothing is answered before. */
const take = Effect.fnUntraced(function* (
  provider: QrisProvider,
  account: string,
  handedOver: RawNotification,
  at: Date,
) {
  const raw = yield* Effect.fromResult(receivedNotification(provider.id, handedOver))
  const body = bodyOf(raw, (yield* Settings).receiptBytes)
  const claim = yield* claimIn(provider, raw)
  if (claim.verdict !== "claimed")
    return yield* keepStranger(claim, body, provider.id, account, raw.remoteAddress, at)

  let addressed = yield* accept(claim, body, provider.id, account, at)
  if (addressed?.isAccepted !== true) {
    const { paymentId } = claim.subject
    const row = addressed?.attempt ?? (yield* addresseeByPaymentId(provider.id, account, paymentId))
    const judgement = yield* judge(provider, raw, claim, row)
    if (judgement.verdict === "unmatched") {
      const settled = yield* settleReported(judgement.notification, body, provider.id, account, at)
      if (isSettled(settled)) return "accepted"
      return yield* keepStranger(judgement, body, provider.id, account, raw.remoteAddress, at, settled)
    }
    if (judgement.verdict !== "accepted") {
      const kept = row?.isRedacted === true ? { ...body, text: null } : body
      return yield* keepStranger(judgement, kept, provider.id, account, raw.remoteAddress, at)
    }
    addressed = yield* accept(
      { ...claim, notification: judgement.notification },
      body,
      provider.id,
      account,
      at,
      row,
    )
  }
  if (addressed?.isDue === true) yield* (yield* Wakeups).due([`inquire ${provider.id}`])
  return "accepted"
})

const answer = Effect.fnUntraced(function* (providerId: string, raw: RawNotification, of: OfAccount = {}) {
  const account = of.account ?? ONE_ACCOUNT
  const provider = yield* (yield* Providers).addressee(providerId, account)
  const verdict = yield* take(provider, account, raw, yield* now).pipe(
    Effect.catchTag("DatabaseFailure", (failure) =>
      Effect.as(
        Effect.logWarning("payments receive: the callback was not stored", failure),
        "failed" as const,
      ),
    ),
    // Nothing is known about whoever sent it: it is asked to send it again.
    Effect.catchTag("QrisError", (misuse) =>
      Effect.as(
        Effect.logError("payments receive: the callback was not handed over as it was received", misuse),
        "failed" as const,
      ),
    ),
  )
  yield* count(METRICS.callbacks, { provider: providerId, verdict })
  return { ...provider.notifications.reply(REPLY_TO[verdict]), verdict } satisfies Reply
})

/**
 * Takes a callback: judges it, stores it, and answers at once in the provider's own words. Nothing it says is believed:
 * the provider is asked afterwards, whatever it claims. Never fails for what was sent to it; a callback that cannot be
 * stored is answered so that the provider sends it again.
 *
 * Fails with `NoSuchProvider`; of an account also with `QrisError`: `NoSuchAccount`, `AccountUnavailable` (its
 * credentials cannot be had now: answer so that it is sent again).
 */
export const receive = spanned("Payments.receive", answer, (providerId, raw, of) =>
  Effect.tap(answer(providerId, raw, of), ({ verdict }) =>
    Effect.annotateCurrentSpan({ "qris.provider": providerId, "qris.verdict": verdict }),
  ),
)
