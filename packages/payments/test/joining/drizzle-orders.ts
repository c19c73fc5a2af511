import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core"

export const orders = pgTable("orders", {
  id: text("id").primaryKey(),
  amount: integer("amount").notNull(),
  paidAt: timestamp("paid_at", { withTimezone: true }),
})
