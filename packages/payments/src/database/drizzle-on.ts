import { drizzle } from "drizzle-orm/pg-proxy"
import type { Drizzle, Row } from "./database.js"

/** What a query builder needs of a database. */
export interface BuilderGround {
  /** Rows as lists, in the order of their columns; times as the database writes them. */
  lists(text: string, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<ReadonlyArray<unknown>>>
  query(text: string, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
}

/** Drizzle's query builder over any database or transaction of ours. */
export const drizzleOn = (ground: BuilderGround): Drizzle =>
  drizzle(async (text, values, method) => ({
    rows: [...(method === "execute" ? await ground.query(text, values) : await ground.lists(text, values))],
  })) as unknown as Drizzle
