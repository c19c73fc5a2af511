import { sql } from "drizzle-orm"
import type { Drizzle } from "./database/database.js"
import { receipt } from "./database/schema.js"

const COLUMNS = [
  "provider",
  "verdict",
  "bodyHash",
  "body",
  "bodyBytes",
  "why",
  "externalId",
  "providerPaymentId",
  "claimedStatus",
  "claimedAmount",
  "receivedAt",
  "lastReceivedAt",
] as const

type ReceiptValues = { readonly [K in (typeof COLUMNS)[number]]: unknown } & {
  readonly checkedAt: Date | null
}

/** Stores a callback, or counts the same bytes once more. */
const prepare = (drizzle: Drizzle) =>
  drizzle
    .insert(receipt)
    .values({
      // Every column has a placeholder of its own name.
      ...(Object.fromEntries(
        COLUMNS.map((name) => [name, sql.placeholder(name)]),
      ) as unknown as typeof receipt.$inferInsert),
      // Drizzle encodes what stands in for a time, and stumbles over none.
      checkedAt: sql`${sql.placeholder("checkedAt")}::timestamptz`,
    })
    .onConflictDoUpdate({
      target: [receipt.provider, receipt.verdict, receipt.bodyHash],
      set: { times: sql`${receipt.times} + 1`, lastReceivedAt: sql`excluded.last_received_at` },
    })
    .prepare("qriskit_store_receipt")

/** The statement that every callback needs is built once for each database. */
const prepared = new WeakMap<Drizzle, ReturnType<typeof prepare>>()

/** Stores a callback. */
export const storeReceipt = async (drizzle: Drizzle, values: ReceiptValues): Promise<void> => {
  const statement = prepared.get(drizzle) ?? prepare(drizzle)
  prepared.set(drizzle, statement)
  await statement.execute({ ...values, checkedAt: values.checkedAt?.toISOString() ?? null })
}
