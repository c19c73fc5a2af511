import type { EntityManager } from "@mikro-orm/core"
import type { Transaction } from "./database/database.js"
import { kyselyOver } from "./kysely.js"

/**
 * MikroORM over a handler's transaction: a fork of your entity manager that reads and flushes within it. What it writes
 * is stored together with the delivery, or not at all; it is flushed when `work` is over. `transactional()` within it
 * is a savepoint. Needs `@mikro-orm/postgresql`, 7 or later.
 *
 * @example
 * ```ts
 * import { withMikroOrm } from "@qriskit/payments/mikro-orm"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 * import type { EntityManager } from "@mikro-orm/core"
 *
 * declare class Order {
 *   id: string
 *   paid: boolean
 * }
 *
 * export const fulfil = (payments: PaymentsClient, shop: EntityManager) =>
 *   payments.on("paid", (event, tx) =>
 *     withMikroOrm(tx, shop, (em) => em.nativeUpdate(Order, { id: event.key }, { paid: true })),
 *   )
 * ```
 */
export const withMikroOrm = async <Em extends EntityManager, A>(
  tx: Pick<Transaction, "answer">,
  em: Em,
  work: (em: Em) => Promise<A>,
): Promise<A> => {
  const transaction = await kyselyOver(tx).startTransaction().execute()
  const fork = em.fork() as Em
  fork.setTransactionContext(transaction)
  const working = async (): Promise<A> => {
    const result = await work(fork)
    await fork.flush()
    return result
  }
  const result = await working().catch(async (error: unknown) => {
    await transaction.rollback().execute()
    throw error
  })
  await transaction.commit().execute()
  return result
}
