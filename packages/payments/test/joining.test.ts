import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import pg from "pg"
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest"
import type { Transaction } from "../src/database/database.js"
import type { PaymentEvent } from "../src/events/event.js"
import { poolOver } from "../src/pool.js"
import { prismaOver } from "../src/prisma.js"
import { LIBRARIES, type Library } from "./joining/libraries.js"
import type { Order } from "./joining/order.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { createDatabase } from "./support/postgres-server.js"
import { openWorld, START, type World, zipayOrder } from "./support/world.js"

const TABLE = "create table orders (id text primary key, amount integer not null, paid_at timestamptz)"

const order: Order = { id: "order-1001", amount: 25_000, paidAt: START }

describe.each(DATABASES)("a shop's own library in a handler's transaction, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  /** Of a database apart, which libraries look at when they start: what they write must not come there. */
  let elsewhere: string
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { maxDeliveries: 3 })
    await database.rows(TABLE)
    elsewhere = await createDatabase(inject("postgresUrl"))
    const client = new pg.Client(elsewhere)
    await client.connect()
    await client.query(TABLE)
    await client.end()
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })

  const stored = () => database.rows("select id, amount from orders order by id")
  const inside = (work: (tx: Transaction) => Promise<unknown>) => database.driver.transact(work)
  const deliver = async (handler: (event: PaymentEvent, tx: Transaction) => Promise<unknown>) => {
    const scope = Scope.makeUnsafe()
    const { payments } = world
    await world.run(
      Scope.provide(
        payments.on("opened", (event, tx) => Effect.promise(() => handler(event, tx))),
        scope,
      ),
    )
    await world.run(payments.reconcileNow)
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
  const delivered = async () =>
    (
      await database.rows("select delivered_at is not null as done from qriskit.event where type = 'opened'")
    )[0]

  describe.each(LIBRARIES)("%s", (_library, open) => {
    let library: Library
    beforeAll(async () => {
      library = await open(elsewhere)
      return async () => {
        await library.close?.()
      }
    })
    beforeEach(async () => {
      await world.reset()
      await database.rows("delete from orders")
    })

    test("a handler that fails after its write takes the write back, and the event comes again", async () => {
      await world.run(world.payments.open(zipayOrder(order.id)))
      await deliver(async ({ key }, tx) => {
        await library.insert(tx, { ...order, id: key })
        expect(await library.all(tx)).toEqual([order])
        throw new Error("after the write")
      })
      expect(await stored()).toEqual([])
      expect(await delivered()).toEqual({ done: false })

      await world.advance({ hours: 1 })
      await deliver(({ key }, tx) => library.insert(tx, { ...order, id: key }))
      expect(await stored()).toEqual([{ id: "order-1001", amount: 25_000 }])
      expect(await delivered()).toEqual({ done: true })
    })

    test("it reads what it wrote, as it would elsewhere", async () => {
      await inside(async (tx) => {
        await library.insert(tx, order)
        await library.insert(tx, { id: "order-1002", amount: 10_000, paidAt: null })
        expect(await library.all(tx)).toEqual([order, { id: "order-1002", amount: 10_000, paidAt: null }])
      })
      expect(await stored()).toHaveLength(2)
    })

    test("what it begins and takes back within the handler's transaction leaves the rest", async () => {
      if (library.insertAndTakeBack === undefined) {
        expect(_library).toBe("Drizzle")
        return
      }
      await inside(async (tx) => {
        await library.insert(tx, order)
        await library.insertAndTakeBack?.(tx, { ...order, id: "order-taken-back" })
      })
      expect(await stored()).toEqual([{ id: "order-1001", amount: 25_000 }])
    })
  })

  test("a library cannot end the handler's transaction, nor change its isolation, nor read through a cursor", async () => {
    await inside(async (tx) => {
      const pool = poolOver(tx)
      await expect(pool.query("COMMIT")).rejects.toThrow("committed by payments")
      await expect(pool.query("rollback")).rejects.toThrow("committed by payments")
      await expect(pool.query("begin isolation level serializable")).rejects.toThrow("read committed")
      await expect(pool.query("set transaction isolation level repeatable read")).rejects.toThrow(
        "read committed",
      )
      const cursor: unknown = { submit: () => {} }
      await expect(pool.query(cursor as string)).rejects.toThrow("cursor")
    })
  })

  test("a Prisma client that does not follow the handler is refused, and writes nothing", async () => {
    let hasWritten = false
    const elsewhereClient = {
      $transaction: <A>(work: (db: object) => Promise<A>): Promise<A> => work({}),
    }
    await inside(async (tx) => {
      const writing = prismaOver(tx, elsewhereClient, async () => {
        hasWritten = true
      })
      await expect(writing).rejects.toThrow("joiningPool")
    })
    expect(hasWritten).toBe(false)
  })
})
