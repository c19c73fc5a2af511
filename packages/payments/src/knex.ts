import knex, { type Knex } from "knex"
import type { Transaction } from "./database/database.js"
import { poolOver } from "./joining/pool.js"

/**
 * Knex over a handler's transaction, with your own tables: what it writes is stored together with the delivery, or not
 * at all. `transaction()` within it is a savepoint. Needs `knex`, 3.3 or later (its `connectionPool`), and `pg`.
 *
 * @example
 * ```ts
 * import { knexOver } from "@qriskit/payments/knex"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 *
 * export const fulfil = (payments: PaymentsClient) =>
 *   payments.on("paid", (event, tx) => knexOver(tx)("orders").where({ id: event.key }).update({ paid: true }))
 * ```
 */
export const knexOver = (tx: Pick<Transaction, "answer">): Knex =>
  // Knex describes a pool by the whole of node-postgres's; it connects, asks and releases.
  knex({ client: "pg", connectionPool: poolOver(tx) as never })
