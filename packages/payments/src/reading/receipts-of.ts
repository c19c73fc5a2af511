import { and, eq, sql } from "drizzle-orm"
import { union } from "drizzle-orm/pg-core"
import type { Drizzle } from "../database/database.js"
import { attempt, payment, receipt } from "../database/schema.js"

/** Spelt as in the indexes of these. */
const isRefused = sql`${receipt.verdict} <> 'accepted'`

/**
 * The ids of the callbacks about a payment: those that were taken, and those that claim one of its ids and were refused.
 */
export const receiptsOf = (drizzle: Drizzle, account: string, key: string) => {
  const subject = drizzle
    .select({
      attemptId: attempt.id,
      provider: attempt.provider,
      account: attempt.account,
      ours: attempt.externalId,
      theirs: attempt.providerPaymentId,
    })
    .from(attempt)
    .innerJoin(payment, eq(payment.id, attempt.paymentId))
    .where(and(eq(payment.account, account), eq(payment.key, key)))
    .as("subject")
  const from = () => drizzle.select({ id: receipt.id }).from(receipt)
  const ofProvider = and(
    isRefused,
    eq(receipt.provider, subject.provider),
    eq(receipt.account, subject.account),
  )
  return union(
    from().innerJoin(subject, eq(receipt.attemptId, subject.attemptId)),
    from().innerJoin(subject, and(ofProvider, eq(receipt.externalId, subject.ours))),
    from().innerJoin(subject, and(ofProvider, eq(receipt.providerPaymentId, subject.theirs))),
  )
}
