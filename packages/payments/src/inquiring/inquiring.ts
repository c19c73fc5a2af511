import { PaymentRef, type QrisError, type QrisProvider } from "@qriskit/core"
import { and, desc, eq, isNull } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"
import { Database, type Drizzle } from "../database/database.js"
import { attempt, payment, receipt } from "../database/schema.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { count, countFailure, countWritten, METRICS } from "../reading/metrics.js"
import type { Found } from "../record/find.js"
import { refIn } from "../record/record.js"
import { type Asked, settleAnswer, settleSilence } from "../record/settle.js"
import { Settings } from "../settings.js"
import { noteAnswer, noteFailure } from "./provider-gate.js"

const load = async (drizzle: Drizzle, attemptId: string): Promise<Found | undefined> => {
  const [rows] = await drizzle
    .select({ payment, attempt })
    .from(attempt)
    .innerJoin(payment, eq(payment.id, attempt.paymentId))
    .where(eq(attempt.id, attemptId))
  return rows
}

/**
 * The reference that a callback claims for an attempt that has none. Using it is safe: what the provider answers must
 * carry the attempt's external id.
 */
const claimedRef = async (
  drizzle: Drizzle,
  { payment: record, attempt: row }: Found,
): Promise<PaymentRef | undefined> => {
  const [latest] = await drizzle
    .select({ paymentId: receipt.providerPaymentId })
    .from(receipt)
    .where(and(eq(receipt.attemptId, row.id), isNull(receipt.checkedAt)))
    .orderBy(desc(receipt.id))
    .limit(1)
  return latest?.paymentId === undefined || latest.paymentId === null
    ? undefined
    : new PaymentRef({
        provider: row.provider,
        paymentId: latest.paymentId,
        externalId: row.externalId,
        orderId: record.orderId,
      })
}

/** A claimed reference that the provider does not confirm is not tried again. */
const forgetClaim = (drizzle: Drizzle, ref: PaymentRef, attemptId: string, at: Date) =>
  drizzle
    .update(receipt)
    .set({ checkedAt: at })
    .where(and(eq(receipt.attemptId, attemptId), eq(receipt.providerPaymentId, ref.paymentId)))

/** Asks a provider, and keeps its gate informed. */
export const askProvider = Effect.fnUntraced(function* (provider: QrisProvider, ref: PaymentRef) {
  const database = yield* Database
  const settings = yield* Settings
  yield* count(METRICS.inquiries, { provider: provider.id })
  const answer: Result.Result<
    Effect.Success<ReturnType<typeof provider.inquire>>,
    QrisError
  > = yield* Effect.result(provider.inquire(ref))
  const at = yield* now
  if (Result.isSuccess(answer)) {
    yield* database.run((drizzle) => noteAnswer(drizzle, provider.id))
  } else {
    yield* countFailure(answer.failure)
    yield* database.run((drizzle) => noteFailure(drizzle, answer.failure, settings, at))
  }
  return answer
})

/**
 * Asks the provider about one attempt and records what that means. Asking twice, or in two processes at once, changes
 * nothing that asking once does not.
 */
export const inquireAbout = Effect.fn("Payments.inquire")(function* (attemptId: string) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const askedAt = yield* now
  const rows = yield* database.run((drizzle) => load(drizzle, attemptId))
  // Who is creating it holds a lease on it, and knows first what became of it.
  if (rows === undefined || rows.attempt.status === "creating") return
  const provider = yield* (yield* Providers).get(rows.attempt.provider)
  yield* Effect.annotateCurrentSpan({ "qris.provider": provider.id, "qris.key": rows.payment.key })
  const known = refIn(rows.attempt)
  const ref = known ?? (yield* database.run((drizzle) => claimedRef(drizzle, rows)))
  if (ref === undefined) return

  const asked: Asked = { attemptId, pokes: rows.attempt.pokes, askedAt }
  const answer = yield* askProvider(provider, ref)
  const at = yield* now
  if (Result.isSuccess(answer)) {
    const written = yield* database.transaction((tx) =>
      settleAnswer(tx, asked, answer.success, graceMillis, at),
    )
    yield* countWritten(provider.id, written)
    yield* Effect.forEach(
      written.waited,
      (receivedAt) => Metric.update(METRICS.callbackLag, at.getTime() - receivedAt.getTime()),
      { discard: true },
    )
  } else {
    const error = answer.failure
    if (known === undefined && !error.isRetryable) {
      yield* database.run((drizzle) => forgetClaim(drizzle, ref, attemptId, at))
    }
    const written = yield* database.transaction((tx) => settleSilence(tx, asked, error, graceMillis, at))
    yield* countWritten(provider.id, written)
  }
  yield* (yield* Wakeups).poke
  return answer
})
