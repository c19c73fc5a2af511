import { Kysely, PostgresDialect } from "kysely"
import type { Transaction } from "./database/database.js"
import { poolOver } from "./joining/pool.js"

/**
 * Kysely over a handler's transaction, with your own tables: what it writes is stored together with the delivery, or
 * not at all. `transaction()` within it is a savepoint. Needs `kysely`, 0.28 or later.
 *
 * @example
 * ```ts
 * import { kyselyOver } from "@qriskit/payments/kysely"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 *
 * interface Shop {
 *   orders: { id: string; paid: boolean }
 * }
 *
 * export const fulfil = (payments: PaymentsClient) =>
 *   payments.on("paid", (event, tx) =>
 *     kyselyOver<Shop>(tx).updateTable("orders").set({ paid: true }).where("id", "=", event.key).execute(),
 *   )
 * ```
 */
export const kyselyOver = <Tables>(tx: Pick<Transaction, "answer">): Kysely<Tables> =>
  // Kysely names the commands that it knows; the database's are more.
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOver(tx) as never }) })
