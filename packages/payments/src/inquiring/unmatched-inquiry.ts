import { formatRupiah } from "@qriskit/core"
import { eq } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database } from "../database/database.js"
import { anomaly, unmatched } from "../database/schema.js"
import { now } from "../now.js"
import { count, METRICS } from "../reading/metrics.js"
import { isMoney } from "../record/attempt-status.js"
import { refIn } from "../record/record.js"
import { accountGate } from "./account-gate.js"
import type { Turn } from "./claim-inquiries.js"
import { askProvider } from "./inquiring.js"

/** Tries to learn what an unmatched payment is; after that it stays `claimed`, listed, and is asked about no more. */
const MAX_INQUIRIES = 5
const PAUSE = 60_000

/** A claim to ask about, as it was claimed. */
export interface UnmatchedInquiry extends Turn {
  readonly row: typeof unmatched.$inferSelect
}

/**
 * Asks whether a payment that no record knows exists at the provider. Money that it confirms becomes an anomaly: it
 * belongs to a static QR, another system, or nobody.
 */
export const inquireAboutUnmatched = Effect.fn("Payments.inquireUnmatched")(function* ({
  row,
  isGateClean,
}: UnmatchedInquiry) {
  const database = yield* Database
  const { id } = row
  const ref = refIn(row)
  if (ref === undefined) return
  const { provider, account } = row
  const gate = yield* accountGate(provider, account)
  const answer = yield* askProvider(
    ref,
    { provider, account, about: `unmatched ${id}`, isGateClean },
    gate.wasClosed,
  )
  const at = yield* now
  const inquiries = row.inquiries + 1
  const again = inquiries < MAX_INQUIRIES ? new Date(at.getTime() + PAUSE * 2 ** inquiries) : null
  if (Result.isFailure(answer)) {
    const isRefused = answer.failure.outcome === "refused" && !answer.failure.isRetryable
    yield* database.run((drizzle) =>
      drizzle
        .update(unmatched)
        .set({
          inquiries,
          nextInquiryAt: isRefused ? null : again,
          ...(isRefused ? { state: "refuted", changedAt: at } : {}),
        })
        .where(eq(unmatched.id, id)),
    )
    return
  }
  const { status, amount } = answer.success
  const isPaid = status !== "pending" && status !== "under_review" && isMoney(status)
  const found = yield* database.transaction(async ({ drizzle }) => {
    await drizzle
      .update(unmatched)
      .set({
        inquiries,
        status,
        amount,
        changedAt: at,
        nextInquiryAt: isPaid ? null : again,
        state: isPaid ? "confirmed" : "refuted",
      })
      .where(eq(unmatched.id, id))
    if (!isPaid) return []
    return drizzle
      .insert(anomaly)
      .values({
        account: row.account,
        kind: "unmatched_money",
        once: `unmatched_money:${id}:`,
        unmatchedId: id,
        detail: `${formatRupiah(amount)} at ${row.provider}, payment ${row.providerPaymentId}, external id ${row.externalId}.`,
        foundAt: at,
      })
      .onConflictDoNothing({ target: anomaly.once })
      .returning({ kind: anomaly.kind })
  })
  for (const { kind } of found) yield* count(METRICS.anomalies, { provider: row.provider, kind })
})
