import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy"
import type { Transaction } from "./database/database.js"

/**
 * Drizzle's query builder over a handler's transaction, with your own tables: what it writes is stored together with
 * the delivery, or not at all. Needs `drizzle-orm`, 0.45 or later. A transaction within it (`.transaction`) is not
 * possible: this is one already.
 *
 * @example
 * ```ts
 * import { drizzleOver } from "@qriskit/payments/drizzle"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 * import { eq } from "drizzle-orm"
 * import { boolean, pgTable, text } from "drizzle-orm/pg-core"
 *
 * const orders = pgTable("orders", { id: text("id").primaryKey(), paid: boolean("paid") })
 *
 * export const fulfil = (payments: PaymentsClient) =>
 *   payments.on("paid", (event, tx) =>
 *     drizzleOver(tx).update(orders).set({ paid: true }).where(eq(orders.id, event.key)),
 *   )
 * ```
 */
export const drizzleOver = (tx: Pick<Transaction, "query" | "lists">): PgRemoteDatabase =>
  drizzle(async (text, values, method) => ({
    rows: [...(method === "execute" ? await tx.query(text, values) : await tx.lists(text, values))],
  }))
