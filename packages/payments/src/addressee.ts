import type { NotificationSubject } from "@qriskit/core"
import { and, eq, sql } from "drizzle-orm"
import type { Drizzle } from "./database/database.js"
import { attempt, receipt } from "./database/schema.js"

/** No more than so many callbacks of one attempt are counted. */
const MOST_COUNTED = 1_000

const columns = {
  id: attempt.id,
  externalId: attempt.externalId,
  ref: attempt.ref,
  status: attempt.status,
  pokes: attempt.pokes,
  answeredPokes: attempt.answeredPokes,
  nextInquiryAt: attempt.nextInquiryAt,
  lastInquiryAt: attempt.lastInquiryAt,
  /** How many different callbacks about it are stored. In a query of one table, Drizzle leaves out table names. */
  stored: sql<number>`(
    select count(*)::int from (
      select from ${receipt} where "receipt"."attempt_id" = "attempt"."id" limit ${sql.raw(String(MOST_COUNTED))}
    ) as kept
  )`,
}

const prepare = (drizzle: Drizzle) => ({
  byExternalId: drizzle
    .select(columns)
    .from(attempt)
    .where(
      and(eq(attempt.provider, sql.placeholder("provider")), eq(attempt.externalId, sql.placeholder("id"))),
    )
    .prepare("qriskit_addressee_by_external_id"),
  byPaymentId: drizzle
    .select(columns)
    .from(attempt)
    .where(
      and(
        eq(attempt.provider, sql.placeholder("provider")),
        eq(attempt.providerPaymentId, sql.placeholder("id")),
      ),
    )
    .prepare("qriskit_addressee_by_payment_id"),
})

/** Statements that every callback needs are built once for each database. */
const prepared = new WeakMap<Drizzle, ReturnType<typeof prepare>>()

const statementsFor = (drizzle: Drizzle): ReturnType<typeof prepare> => {
  const known = prepared.get(drizzle)
  if (known !== undefined) return known
  const statements = prepare(drizzle)
  prepared.set(drizzle, statements)
  return statements
}

/** The attempt that a callback speaks of: by our external id, else by the provider's. */
export const addresseeOf =
  (provider: string, { externalId, paymentId }: NotificationSubject) =>
  async (drizzle: Drizzle) => {
    const { byExternalId, byPaymentId } = statementsFor(drizzle)
    const [ours] = await byExternalId.execute({ provider, id: externalId })
    if (ours !== undefined) return ours
    const [theirs] = await byPaymentId.execute({ provider, id: paymentId })
    return theirs
  }

/** What `receive` needs to know of an attempt. */
export type Addressee = NonNullable<Awaited<ReturnType<ReturnType<typeof addresseeOf>>>>
