import { and, eq, isNotNull } from "drizzle-orm"
import type { Drizzle } from "../database/database.js"
import { attempt } from "../database/schema.js"

/** What `receive` needs to know of an attempt. */
export interface Addressee {
  readonly id: string
  readonly externalId: string
  readonly ref: unknown
  /** Nothing personal about it is stored any more. */
  readonly isRedacted: boolean
}

/** The attempt that a callback speaks of by the provider's id. By ours is how it is looked for first. */
export const addresseeByPaymentId =
  (provider: string, account: string, paymentId: string) =>
  async (drizzle: Drizzle): Promise<Addressee | undefined> => {
    const [found] = await drizzle
      .select({
        id: attempt.id,
        externalId: attempt.externalId,
        ref: attempt.ref,
        isRedacted: isNotNull(attempt.redactedAt).mapWith(Boolean),
      })
      .from(attempt)
      .where(
        and(
          eq(attempt.provider, provider),
          eq(attempt.account, account),
          eq(attempt.providerPaymentId, paymentId),
        ),
      )
      .limit(1)
    return found
  }
