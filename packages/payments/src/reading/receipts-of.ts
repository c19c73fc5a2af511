import { and, eq, sql } from "drizzle-orm"
import { union } from "drizzle-orm/pg-core"
import type { Drizzle } from "../database/database.js"
import { attempt, payment, receipt } from "../database/schema.js"

/** Spelt as in the indexes of these. */
const isRefused = sql`${receipt.verdict} <> 'accepted'`

/**
 * The ids of the callbacks about a payment: those that were taken, and those that claim one of its ids and were refused.
 */
export const receiptsOf = (drizzle: Drizzle, key: string) => {
  const subject = drizzle
    .select({
      attemptId: attempt.id,
      provider: attempt.provider,
      ours: attempt.externalId,
      theirs: attempt.providerPaymentId,
    })
    .from(attempt)
    .innerJoin(payment, eq(payment.id, attempt.paymentId))
    .where(eq(payment.key, key))
    .as("subject")
  const from = () => drizzle.select({ id: receipt.id }).from(receipt)
  const ofProvider = and(isRefused, eq(receipt.provider, subject.provider))
  return union(
    from().innerJoin(subject, eq(receipt.attemptId, subject.attemptId)),
    from().innerJoin(subject, and(ofProvider, eq(receipt.externalId, subject.ours))),
    from().innerJoin(subject, and(ofProvider, eq(receipt.providerPaymentId, subject.theirs))),
  )
}
