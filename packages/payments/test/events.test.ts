import { QrisError } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Transaction } from "../src/database/database.js"
import type { PaymentEvent } from "../src/events/event.js"
import type { Subject } from "../src/events/handlers.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { openWorld, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("events on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { handlerMillis: 1_000, maxDeliveries: 3, streamMillis: 20 })
    await database.rows("create table fulfilment (key text primary key, amount bigint not null)")
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  let handling: Scope.Closeable
  beforeEach(async () => {
    await world.reset()
    await database.rows("truncate fulfilment")
    handling = Scope.makeUnsafe()
    return () => Effect.runPromise(Scope.close(handling, Exit.void))
  })

  const reconcile = () => world.run(world.payments.reconcileNow)
  const on = (subject: Subject, handler: (event: PaymentEvent, tx: Transaction) => Promise<unknown>) =>
    world.run(
      Scope.provide(
        world.payments.on(subject, (event, tx) => Effect.promise(() => handler(event, tx))),
        handling,
      ),
    )
  const onOutside = (subject: Subject, handler: (event: PaymentEvent) => Promise<unknown>) =>
    world.run(
      Scope.provide(
        world.payments.onOutside(subject, (event) => Effect.promise(() => handler(event))),
        handling,
      ),
    )
  const openAndPay = async (key = "order-1001") => {
    const { ref } = await world.run(world.payments.open(zipayOrder(key)))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh(key))
  }
  const fulfil = (event: PaymentEvent, tx: Transaction) =>
    tx.query("insert into fulfilment (key, amount) values ($1, $2)", [event.key, event.paidAmount])
  const fulfilments = () => database.rows("select key from fulfilment order by key")
  const deadLetters = () => world.run(world.payments.deadLetters.list())

  test("a handler gets what happened, in order", async () => {
    const seen: Array<PaymentEvent> = []
    await on("*", async (event) => seen.push(event))
    await openAndPay()
    await reconcile()
    expect(seen.map(({ seq, type, status }) => ({ seq, type, status }))).toEqual([
      { seq: 1, type: "opened", status: "pending" },
      { seq: 2, type: "paid", status: "paid" },
    ])
    expect(seen[1]).toMatchObject({
      key: "order-1001",
      provider: "zipay",
      amount: 25_000,
      paidAmount: 25_000,
    })
  })

  test("a handler gets only what it is for, and each event once", async () => {
    let paid = 0
    await on("paid", async () => paid++)
    await openAndPay()
    await reconcile()
    await reconcile()
    expect(paid).toBe(1)
  })

  test("without a handler events wait for one", async () => {
    await openAndPay()
    await reconcile()
    const seen: Array<string> = []
    await on("*", async ({ type }) => seen.push(type))
    await reconcile()
    expect(seen).toEqual(["opened", "paid"])
  })

  test("what a handler writes in the transaction is written exactly once, however often it fails", async () => {
    let turns = 0
    await on("paid", async (event, tx) => {
      await fulfil(event, tx)
      turns += 1
      if (turns < 3) throw new Error("the kitchen is on fire")
    })
    await openAndPay()
    for (let retry = 0; retry < 4; retry++) {
      await reconcile()
      await world.advance({ minutes: 1 })
    }
    expect(turns).toBe(3)
    expect(await fulfilments()).toEqual([{ key: "order-1001" }])
  })

  test("a handler that fails keeps later events of its payment waiting, and no others", async () => {
    const seen: Array<string> = []
    await on("*", async ({ key, type }) => {
      if (key === "order-1" && type === "opened") throw new Error("not now")
      seen.push(`${key} ${type}`)
    })
    await openAndPay("order-1")
    await openAndPay("order-2")
    await reconcile()
    expect(seen).toEqual(["order-2 opened", "order-2 paid"])
  })

  test("after too many deliveries an event is a dead letter, listed with its error, and replayed on request", async () => {
    let isBroken = true
    const seen: Array<string> = []
    await on("*", async ({ type }) => {
      if (isBroken) throw new Error("the printer is out of paper")
      seen.push(type)
    })
    await openAndPay()
    for (let retry = 0; retry < 6; retry++) {
      await reconcile()
      await world.advance({ hours: 1 })
    }
    const [letter, ...others] = await deadLetters()
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      deliveries: 3,
      lastError: "Error: the printer is out of paper",
      event: { type: "opened" },
    })
    isBroken = false
    await reconcile()
    expect(seen).toEqual([])
    await world.run(world.payments.deadLetters.replay(letter?.event.id ?? 0))
    await reconcile()
    expect(seen).toEqual(["opened", "paid"])
    expect(await deadLetters()).toEqual([])
  })

  test("a handler in the transaction may not call payments, which would be outside of it; afterwards it may", async () => {
    const refusals: Array<unknown> = []
    let afterwards: (() => Promise<unknown>) | undefined
    const handler = Effect.fnUntraced(function* () {
      const context = yield* Effect.context<never>()
      refusals.push(yield* Effect.flip(world.payments.open(zipayOrder("order-within"))))
      refusals.push(yield* Effect.flip(world.payments.get("order-1001")))
      afterwards = () => Effect.runPromiseWith(context)(world.payments.get("order-1001"))
    })
    await world.run(Scope.provide(world.payments.on("paid", handler), handling))
    await openAndPay()
    await reconcile()
    const refused = { _tag: "DatabaseFailure", outcome: "not_done", code: "within_handler" }
    expect(refusals).toMatchObject([refused, refused])
    expect(await world.error(world.payments.get("order-within"))).toMatchObject({ _tag: "NoSuchPayment" })
    expect(await afterwards?.()).toMatchObject({ status: "paid" })
  })

  test("a dead letter that a person skips lets the next event through", async () => {
    const seen: Array<string> = []
    await on("*", async ({ type }) => {
      if (type === "opened") throw new Error("never")
      seen.push(type)
    })
    await openAndPay()
    for (let retry = 0; retry < 4; retry++) {
      await reconcile()
      await world.advance({ hours: 1 })
    }
    const [letter] = await deadLetters()
    await world.run(
      world.payments.deadLetters.skip(letter?.event.id ?? 0, { by: "Kasir Contoh", why: "printed by hand" }),
    )
    await reconcile()
    expect(seen).toEqual(["paid"])
    expect(await world.error(world.payments.deadLetters.replay(letter?.event.id ?? 0))).toMatchObject({
      _tag: "NoSuchItem",
    })
  })

  test("a handler that never ends is cut off, and nothing it writes afterwards counts", async () => {
    let late: Promise<unknown> | undefined
    let goOn = (): void => {}
    const cutOff = new Promise<void>((resolve) => {
      goOn = resolve
    })
    await on("paid", async (event, tx) => {
      late = cutOff.then(() => fulfil(event, tx))
      late.catch(() => undefined)
      await late
    })
    await openAndPay()
    await reconcile()
    const [event] = await database.rows(
      "select last_error, delivered_at from qriskit.event where type = 'paid'",
    )
    expect(event).toMatchObject({
      last_error: expect.stringContaining("longer than 1000 ms"),
      delivered_at: null,
    })
    goOn()
    await expect(late).rejects.toThrow()
    expect(await fulfilments()).toEqual([])
  })

  test("a handler that swallows a failed statement has not taken its event, and that is said", async () => {
    await on("paid", async (event, tx) => {
      await fulfil(event, tx)
      await tx.query("select * from no_such_table").catch(() => undefined)
    })
    await openAndPay()
    await reconcile()
    const [event] = await database.rows(
      "select delivered_at, last_error from qriskit.event where type = 'paid'",
    )
    expect(event).toMatchObject({
      delivered_at: null,
      last_error: expect.stringMatching(/aborted|a statement of the transaction had failed/),
    })
    expect(await fulfilments()).toEqual([])
  })

  test("a handler outside of the transaction may call payments", async () => {
    const statuses: Array<string> = []
    await onOutside("paid", async ({ key }) =>
      statuses.push((await world.run(world.payments.get(key))).status),
    )
    await openAndPay()
    await reconcile()
    expect(statuses).toEqual(["paid"])
  })

  test("a process that dies in a handler again and again leaves a dead letter, not a loop", async () => {
    await openAndPay()
    // A turn that was claimed and of which nothing was ever heard again.
    await database.rows("update qriskit.event set deliveries = 3, next_delivery_at = $1", [new Date(0)])
    let calls = 0
    await on("*", async () => {
      calls += 1
      throw new Error("again")
    })
    await reconcile()
    expect(calls).toBe(1)
    expect(await deadLetters()).toHaveLength(1)
  })

  const take = (count: number, cursor?: number) =>
    world.run(Stream.runCollect(Stream.take(world.payments.events(cursor), count)))

  test("the stream has every event in one order, and goes on from any cursor", async () => {
    await openAndPay("order-1")
    await openAndPay("order-2")
    const all = await take(4, 0)
    expect(all.map(({ event }) => `${event.key} ${event.type}`)).toEqual([
      "order-1 opened",
      "order-1 paid",
      "order-2 opened",
      "order-2 paid",
    ])
    expect(await take(2, all[1]?.cursor)).toEqual(all.slice(2))
  })

  test("the stream waits for what comes", async () => {
    await openAndPay("order-1")
    const heard: Array<string> = []
    const next = take(1).then((events) => heard.push(...events.map(({ event }) => event.key)))
    let orders = 1
    while (heard.length === 0) {
      orders += 1
      await openAndPay(`order-${orders}`)
    }
    await next
    expect(heard[0]).not.toBe("order-1")
  })

  test("of two transactions the one that ends last is not missed, though it took its id first", async ({
    skip,
  }) => {
    skip(database.driver.kind === "pglite", "PGlite has one transaction at a time")
    await openAndPay("order-1")
    const after = (await take(2, 0)).at(-1)?.cursor ?? 0
    const insert = `insert into qriskit.event (payment_id, attempt_id, seq, type, status, occurred_at, next_delivery_at)
      select payment_id, id, $1, 'anomaly', 'paid', now(), now() from qriskit.attempt`
    let [noteId, finish] = [() => {}, () => {}]
    const hasItsId = new Promise<void>((resolve) => (noteId = resolve))
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const slow = database.driver.transact(async (tx) => {
      await tx.query(insert, [3])
      noteId()
      await finished
    })
    await hasItsId
    await database.rows(insert, [4])
    const first = await take(1, after)
    expect(first.map(({ event }) => event.seq)).toEqual([4])
    finish()
    await slow
    expect((await take(1, first[0]?.cursor)).map(({ event }) => event.seq)).toEqual([3])
  })

  test("list gives pages that stay in place while payments come", async () => {
    for (let order = 1; order <= 5; order++) {
      await world.run(world.payments.open(zipayOrder(`order-${order}`)))
      await world.advance({ seconds: 1 })
    }
    const first = await world.run(world.payments.list({ limit: 2 }))
    await world.run(world.payments.open(zipayOrder("order-6")))
    const second = await world.run(
      world.payments.list({ limit: 2, ...(first.next ? { after: first.next } : {}) }),
    )
    const third = await world.run(
      world.payments.list({ limit: 2, ...(second.next ? { after: second.next } : {}) }),
    )
    expect([first, second, third].map(({ payments }) => payments.map(({ key }) => key))).toEqual([
      ["order-5", "order-4"],
      ["order-3", "order-2"],
      ["order-1"],
    ])
    expect(third.next).toBeUndefined()
  })

  test("list narrows by status, provider and time", async () => {
    await openAndPay("order-1")
    await world.advance({ minutes: 1 })
    await world.run(world.payments.open(zipayOrder("order-2")))
    const keys = async (query: Parameters<typeof world.payments.list>[0]) =>
      (await world.run(world.payments.list(query))).payments.map(({ key }) => key)
    const now = new Date(world.clock.currentTimeMillisUnsafe())
    expect(await keys({ status: ["paid"] })).toEqual(["order-1"])
    expect(await keys({ provider: "ifortepay" })).toEqual([])
    expect(await keys({ from: now })).toEqual(["order-2"])
    expect(await keys({ until: now })).toEqual(["order-1"])
    expect(await world.error(world.payments.list({ after: "'; drop table" }))).toMatchObject({
      _tag: "InvalidInput",
    })
  })

  test("anomalies are acknowledged once, with who and why", async () => {
    const { ref } = await world.run(world.payments.open(zipayOrder()))
    await world.run(world.payments.cancel("order-1001"))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1001"))
    const [found] = await world.run(world.payments.anomalies.list())
    const decided = { by: "Kasir Contoh", why: "gave the coffee" }
    await world.run(world.payments.anomalies.acknowledge(found?.id ?? 0, decided))
    expect(await world.run(world.payments.anomalies.list())).toEqual([])
    expect(await world.run(world.payments.anomalies.list({ acknowledged: true }))).toMatchObject([
      { acknowledgedBy: decided.by, acknowledgedWhy: decided.why },
    ])
    expect(await world.error(world.payments.anomalies.acknowledge(found?.id ?? 0, decided))).toMatchObject({
      _tag: "NoSuchItem",
    })
  })

  test("what a provider refuses stays a QrisError", async () => {
    await world.control.faults.script({
      at: "zipay.create",
      fault: { kind: "status", status: 422, body: "{}" },
    })
    expect(await world.error(world.payments.open(zipayOrder()))).toBeInstanceOf(QrisError)
  })
})
