import { setTimeout } from "node:timers/promises"
import pg from "pg"
import { createDatabase } from "../../../../packages/payments/test/support/postgres-server.js"
import type { Setup } from "./messages.js"
import { PLAIN_SCHEMA } from "./plain-shop.js"
import { type RunningShop, startShop } from "./shop-control.js"
import { countStatements } from "./statement-counter.js"

/** Somebody whose payments' lives are measured. */
export interface Contestant {
  readonly name: string
  readonly kind: Setup["kind"]
  readonly modules: Setup["modules"]
}

/** What a round finds. */
export type Life = Readonly<Record<string, number>>

const CALLERS = 16
const PACED = 300
const PER_SECOND = 100
const ONE_BY_ONE = 15
/** Callbacks that a process takes which leaves all that follows to others. */
const TAKEN = 1_000

/** Handlers may take so long to be done, in milliseconds. */
const PATIENCE = 300_000

const handledBy = (shops: ReadonlyArray<RunningShop>): number =>
  shops.reduce((sum, shop) => sum + shop.handled(), 0)

const untilHandled = async (shops: ReadonlyArray<RunningShop>, times: number): Promise<void> => {
  for (const end = Date.now() + PATIENCE; handledBy(shops) < times; await setTimeout(2))
    if (Date.now() > end) throw new Error(`${handledBy(shops)} of ${times} orders were fulfilled in time`)
}

const stopAll = async (shops: ReadonlyArray<RunningShop>): Promise<void> => {
  await Promise.all(shops.map((shop) => shop.stop()))
}

const cpuOf = async (shop: RunningShop): Promise<number> => (await shop.ask({ do: "account" }, "account")).cpu

/** A database of its own, ready for a contestant. */
const openDatabase = async (serverUrl: string, { kind }: Contestant) => {
  const url = await createDatabase(serverUrl)
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query("create table fulfilment (key text)")
  if (kind === "plain") await admin.query(PLAIN_SCHEMA)
  return {
    url,
    admin,
    /** Nothing is asked about by itself while callbacks are measured. */
    noPolls: async () => {
      if (kind === "qriskit")
        await admin.query("update qriskit.attempt set next_inquiry_at = now() + interval '1 hour'")
    },
    commits: async (): Promise<number> => {
      const { rows } = await admin.query(
        "select xact_commit::float8 as n from pg_stat_database where datname = current_database()",
      )
      return Number(rows[0]?.n)
    },
  }
}

/** Opens so many orders in one process, and takes their callbacks in so many working ones. */
export const liveTogether = async (
  contestant: Contestant,
  serverUrl: string,
  acquirer: string,
  payments: number,
  workers: number,
): Promise<Life> => {
  const { name, ...rest } = contestant
  const database = await openDatabase(serverUrl, contestant)
  const setup = { ...rest, database: database.url, acquirer }
  const shops: Array<RunningShop> = []
  const start = async (works: boolean) => {
    const shop = await startShop({ ...setup, works })
    shops.push(shop)
    return shop
  }
  try {
    const opener = await start(false)
    const begunCpu = await cpuOf(opener)
    const opened = await opener.ask({ do: "open", from: 0, to: payments, callers: CALLERS }, "done")
    const openedCpu = (await cpuOf(opener)) - begunCpu
    await database.noPolls()
    const working: Array<RunningShop> = []
    for (let index = 0; index < workers; index++) working.push(await start(true))
    // What is compiled and connected first is no cost of a payment.
    await setTimeout(500)
    const before = await Promise.all(working.map(cpuOf))
    const commits = await database.commits()
    const share = Math.ceil(payments / workers)
    const began = performance.now()
    await Promise.all(
      working.map((shop, index) =>
        shop.ask(
          {
            do: "receive",
            from: index * share,
            to: Math.min(payments, (index + 1) * share),
            callers: Math.ceil(CALLERS / workers),
          },
          "done",
        ),
      ),
    )
    await untilHandled(working, payments)
    const settledMillis = performance.now() - began
    const after = await Promise.all(working.map(cpuOf))
    const settledCpu = after.reduce((sum, cpu, index) => sum + cpu - (before[index] ?? 0), 0)
    await setTimeout(1_100)
    const found: Record<string, number> = {
      "opened a second": (payments / opened.millis) * 1_000,
      "callback to handler, payments a second": (payments / settledMillis) * 1_000,
      "processor time a payment, ms": (openedCpu + settledCpu) / payments,
      "commits a payment from its callback on": ((await database.commits()) - commits) / payments,
    }
    if (workers > 1) return found
    await opener.ask({ do: "open", from: payments, to: payments + PACED, callers: CALLERS }, "done")
    await database.noPolls()
    const [worker] = working
    const paced = await worker?.ask(
      { do: "pace", from: payments, to: payments + PACED, perSecond: PER_SECOND },
      "paced",
    )
    const sorted = [...(paced?.latencies ?? [])].sort((a, b) => a - b)
    await stopAll(working)
    const from = payments + PACED
    const to = from + Math.min(TAKEN, payments)
    await opener.ask({ do: "open", from, to, callers: CALLERS }, "done")
    const taken = await opener.ask({ do: "receive", from, to, callers: CALLERS }, "done")
    return {
      ...found,
      "callbacks taken a second": ((to - from) / taken.millis) * 1_000,
      "callback to handler at 100/s, p50, ms": sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      "callback to handler at 100/s, p99, ms": sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    }
  } finally {
    await stopAll(shops)
    await database.admin.end()
  }
}

/** One payment at a time, counting what is sent to the database. */
export const liveAlone = async (
  contestant: Contestant,
  serverUrl: string,
  acquirer: string,
): Promise<Life> => {
  const { name, ...rest } = contestant
  const database = await openDatabase(serverUrl, contestant)
  const counter = await countStatements(database.url)
  const shop = await startShop({ ...rest, database: counter.url, acquirer, works: true })
  try {
    const live = async (from: number, to: number) => {
      for (let number = from; number < to; number++) {
        await shop.ask({ do: "open", from: number, to: number + 1, callers: 1 }, "done")
        await shop.ask({ do: "receive", from: number, to: number + 1, callers: 1 }, "done")
        await untilHandled([shop], number + 1)
      }
    }
    await live(0, ONE_BY_ONE)
    counter.reset()
    await live(ONE_BY_ONE, 2 * ONE_BY_ONE)
    const { statements, transactions } = counter.counted()
    return {
      "statements a payment, one at a time": statements / ONE_BY_ONE,
      "transactions a payment, one at a time": transactions / ONE_BY_ONE,
    }
  } finally {
    await shop.stop()
    counter.close()
    await database.admin.end()
  }
}

/** A till: everything in one process, on the embedded database in a folder. */
export const liveEmbedded = async (
  { name, ...rest }: Contestant,
  folder: string,
  acquirer: string,
  payments: number,
): Promise<Life> => {
  const shop = await startShop({ ...rest, database: folder, acquirer, works: true })
  try {
    const opened = await shop.ask({ do: "open", from: 0, to: payments, callers: CALLERS }, "done")
    const began = performance.now()
    await shop.ask({ do: "receive", from: 0, to: payments, callers: CALLERS }, "done")
    await untilHandled([shop], payments)
    const settledMillis = performance.now() - began
    const { resident } = await shop.ask({ do: "account" }, "account")
    return {
      "embedded: opened a second": (payments / opened.millis) * 1_000,
      "embedded: settled a second": (payments / settledMillis) * 1_000,
      "embedded: resident memory, MB": resident,
    }
  } finally {
    await shop.stop()
  }
}
