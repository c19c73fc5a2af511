import { drizzleOver } from "../drizzle.js"
import type { Drizzle, Transaction } from "./database.js"

/** Drizzle's query builder over any database or transaction of ours, for statements that are not plain SQL yet. */
export const drizzleOn = (ground: Pick<Transaction, "query" | "lists">): Drizzle =>
  // Its kind of result is wider than that of the driver here.
  drizzleOver(ground) as unknown as Drizzle
