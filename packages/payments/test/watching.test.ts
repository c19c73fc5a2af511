import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Database } from "../src/database/database.js"
import type { Watched, Watcher } from "../src/events/watchers.js"
import { openTestPglite, type TestDatabase } from "./support/databases.js"
import { startProxy } from "./support/loopback-proxy.js"
import { order, until, useProcesses } from "./support/processes.js"
import { openWorld, type World, zipayOrder } from "./support/world.js"

/** A watcher that writes down what it is told. */
const scribe = (): Watcher & { readonly told: Array<string> } => {
  const told: Array<string> = []
  return {
    told,
    begun: () => told.push("begun"),
    happened: ({ key, type }) => told.push(`${key} ${type}`),
    over: () => told.push("over"),
  }
}

describe("watching payments", () => {
  let database: TestDatabase
  let world: World
  /** What stands between payments and the database. */
  let transacted = 0
  let before = async (): Promise<void> => {}
  const counted = (service: Database["Service"]): Database["Service"] => ({
    ...service,
    transaction: (work) => {
      transacted += 1
      const held = before()
      return Effect.tap(service.transaction(work), () => Effect.promise(() => held))
    },
  })

  beforeAll(async () => {
    database = await openTestPglite()
  })
  afterAll(() => database?.close())
  beforeEach(async () => {
    await database.reset()
    world = await openWorld(database, {}, { database: counted, provider: (provider) => provider })
    transacted = 0
  })
  afterEach(async () => {
    before = async () => {}
    await world.close()
  })

  const watch = (watched: Watched, watcher: Watcher): (() => Promise<void>) => {
    const scope = Scope.makeUnsafe()
    Effect.runSync(Scope.provide(world.payments.watch(watched, watcher), scope))
    return () => world.run(Scope.close(scope, Exit.void))
  }
  const sell = (key: string) => world.run(world.payments.open(zipayOrder(key)))
  const looked = async (watchers: ReadonlyArray<{ readonly told: ReadonlyArray<string> }>, length: number) =>
    until(`each is told ${length} things`, () => watchers.every(({ told }) => told.length >= length))

  test("tells of one payment, or of all, from the moment it says that it begun", async () => {
    const [one, all, nobody] = [scribe(), scribe(), scribe()]
    watch({ key: "order-1" }, one)
    watch({}, all)
    watch({ account: "toko-17" }, nobody)
    watch({ key: "order-1", account: "toko-17" }, nobody)
    await looked([one, all], 1)
    await sell("order-2")
    await sell("order-1")
    await looked([one], 2)
    expect(one.told).toEqual(["begun", "order-1 opened"])
    expect(all.told).toEqual(["begun", "order-2 opened", "order-1 opened"])
    expect(nobody.told).toEqual(["begun", "begun"])
  })

  test("a hundred watches look at the database as often as one", async () => {
    const first = scribe()
    watch({}, first)
    await looked([first], 1)
    await sell("order-1")
    await looked([first], 2)
    const many = Array.from({ length: 100 }, scribe)
    for (const each of many) watch({ key: "order-2" }, each)
    await looked(many, 1)
    const now = transacted
    await sell("order-3")
    await looked([first], 3)
    const ofOne = transacted - now
    await sell("order-2")
    await looked([first, ...many], 2)
    await looked([first], 4)
    // When a look finds nothing more is a matter of timing; a hundred that look would be many more.
    expect(transacted - now - ofOne).toBeLessThan(ofOne + 10)
    for (const { told } of many) expect(told).toEqual(["begun", "order-2 opened"])
  })

  test("nothing is missed between the watch and the first look", async () => {
    let release = (): void => {}
    const isHeld = new Promise<void>((resolve) => (release = resolve))
    // The end of the stream was read, and its answer has not come yet.
    before = () => isHeld
    const one = scribe()
    watch({ key: "order-1" }, one)
    before = async () => {}
    await sell("order-1")
    expect(one.told).toEqual([])
    release()
    await looked([one], 2)
    expect(one.told).toEqual(["begun", "order-1 opened"])
  })

  test("a watch that began while the last reader was ending is not told by that one that it stands", async () => {
    let release = (): void => {}
    const isHeld = new Promise<void>((resolve) => (release = resolve))
    before = () => isHeld
    const end = watch({ key: "order-1" }, scribe())
    before = async () => {}
    await end()
    const one = scribe()
    watch({ key: "order-1" }, one)
    await looked([one], 1)
    await sell("order-1")
    release()
    await looked([one], 2)
    expect(one.told).toEqual(["begun", "order-1 opened"])
  })

  test("who ended a watch is told nothing more, and the last one ends the reader", async () => {
    const [one, other] = [scribe(), scribe()]
    const endOne = watch({}, one)
    const endOther = watch({}, other)
    await looked([one, other], 1)
    await endOne()
    await endOne()
    await sell("order-1")
    await looked([other], 2)
    await endOther()
    const now = transacted
    await sell("order-2")
    const ofOpening = transacted - now
    await sell("order-3")
    expect(transacted - now).toBe(2 * ofOpening)
    expect([one.told, other.told]).toEqual([["begun"], ["begun", "order-1 opened"]])
  })

  test("one that throws is told that it is over, and no other notices", async () => {
    const told: Array<string> = []
    const other = scribe()
    const broken: Watcher = {
      happened: ({ key }) => {
        told.push(key)
        throw new Error("a page that is broken")
      },
      over: () => {
        told.push("over")
        throw new Error("here, too")
      },
    }
    watch({}, broken)
    watch({}, other)
    await looked([other], 1)
    await sell("order-1")
    await sell("order-2")
    await looked([other], 3)
    expect(told).toEqual(["order-1", "over"])
  })

  test("closing payments ends each watch, and one that begins afterwards is over", async () => {
    const one = scribe()
    const { payments } = world
    watch({}, one)
    await looked([one], 1)
    await world.restart()
    expect(one.told).toEqual(["begun", "over"])
    const late = scribe()
    Effect.runSync(Scope.provide(payments.watch({}, late), Scope.makeUnsafe()))
    await looked([late], 1)
    expect(late.told).toEqual(["over"])
  })
})

describe("watching payments over several processes", () => {
  const processes = useProcesses()
  const { start } = processes

  test("what another process does is told, also what it did while the database was away", async () => {
    const proxy = await startProxy(processes.url)
    const here = await start({ database: proxy.url, streamMillis: 100, work: false })
    const there = await start()
    const one = scribe()
    here.watch({}, one)
    await until("it begun", () => one.told.length === 1)
    await there.open(order("order-1"))
    await until("it hears of it", () => one.told.length === 2)
    // A port at which nothing listens.
    proxy.pointAt(1)
    await there.open(order("order-2"))
    await processes.sell(there, "order-3")
    proxy.pointAt(Number(new URL(processes.url).port))
    await until("it hears of all", () => one.told.includes("order-3 paid"))
    expect(one.told).toEqual(["begun", "order-1 opened", "order-2 opened", "order-3 opened", "order-3 paid"])
    await here.close()
    await proxy.close()
  })

  test("payments that close while the database hangs end in time, and so do their watches", async () => {
    const proxy = await startProxy(processes.url)
    const payments = await start({
      database: proxy.url,
      streamMillis: 50,
      closeMillis: 300,
      statementMillis: 600_000,
    })
    const one = scribe()
    payments.watch({}, one)
    await until("it begun", () => one.told.length === 1)
    // A statement is waited for longer than this test may take.
    proxy.vanish()
    await payments.close()
    expect(one.told).toEqual(["begun", "over"])
    await proxy.close()
  })
})
