import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import pg from "pg"
import { createDatabase } from "../../../../packages/payments/test/support/postgres-server.js"
import { seed } from "../../../../packages/payments/test/support/seed.js"
import { instantProvider } from "./instant-provider.js"

/** Payments over a database of its own that holds so many open ones. */
export interface Shop {
  readonly size: number
  readonly payments: PaymentsClient
  /** A number that was not given before: for new orders. */
  next(): number
  /** The number of a seeded open payment at Zipay that no callback spoke of yet. */
  nextSeeded(): number
  /** The cursor of a page in the middle of all. */
  readonly middle: string
  close(): Promise<void>
}

/** Callbacks strike payments all over the table, not one page of it: any prime that divides no size. */
const STRIDE = 7_919

/** Every fourth seeded payment is at the other acquirer. */
const isAtZipay = (number: number): boolean => number % 4 !== 0

const fill = async (database: string, size: number, at: Date): Promise<void> => {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await seed((text, values) => client.query(text, [...values]), { from: 1, to: size, at })
    // As a server does by itself in time; in the middle of a measurement it would be noise.
    await client.query("vacuum analyze")
    await client.query("checkpoint")
  } finally {
    await client.end()
  }
}

/** Makes a database on a server, fills it, and opens payments on it. Close it when you are done. */
export const openShop = async (serverUrl: string, size: number): Promise<Shop> => {
  const database = await createDatabase(serverUrl)
  const payments = await createPayments({
    database,
    providers: [instantProvider()],
    work: false,
    inquiriesPerSecond: 1_000,
    inquiryBurst: 1_000,
  })
  const at = new Date()
  await fill(database, size, at)
  payments.on("paid", (_, tx) => tx.query("select 1"))
  const until = new Date(at.getTime() - (size / 2) * 1_000)
  const { next: middle = "" } = await payments.list({ until, limit: 1 })
  let opened = 0
  let told = 0
  const numberOf = (turn: number): number => ((turn * STRIDE) % size) + 1
  return {
    size,
    payments,
    middle,
    next: () => opened++,
    nextSeeded: () => {
      while (!isAtZipay(numberOf(told))) told++
      return numberOf(told++)
    },
    close: () => payments.close(),
  }
}
