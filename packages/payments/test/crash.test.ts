import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { ifortepayOrder, openWorld, rawOf, type World, zipayOrder } from "./support/world.js"

/** More places than any of the stories below has; a story ends the search by coming through alive. */
const MOST_PLACES = 200

describe.each(DATABASES)("a process killed between any two lines, on %s", (name, openDatabase) => {
  let database: TestDatabase
  let world: World
  const fuse = makeFuse()
  // The places are the same; on the slower database every seventh one does.
  const step = name === "PGlite" ? 7 : 1

  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { reconcileConcurrency: 1 }, fuse)
    await database.rows("create table fulfilment (key text, seq integer)")
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })

  const handle = async (scope: Scope.Scope) =>
    world.run(
      Scope.provide(
        world.payments.on("paid", ({ key, seq }, tx) =>
          Effect.promise(() => tx.query("insert into fulfilment values ($1, $2)", [key, seq])),
        ),
        scope,
      ),
    )

  /**
   * Runs a story once for every place it passes, killed there, and then `recover`, as the process that comes after it.
   */
  const atEveryPlace = async (
    story: () => Promise<unknown>,
    recover: () => Promise<unknown>,
    check: (place: number) => Promise<void>,
  ): Promise<number> => {
    for (let place = 1; place <= MOST_PLACES; place += step) {
      fuse.reset()
      await world.reset()
      await database.rows("truncate fulfilment")
      let scope = Scope.makeUnsafe()
      await handle(scope)
      fuse.arm(place)
      const isAlive = await Promise.race([story().then(() => true), fuse.killed().then(() => false)])
      await Effect.runPromise(Scope.close(scope, Exit.void))
      fuse.reset()
      await world.restart()
      scope = Scope.makeUnsafe()
      await handle(scope)
      await recover()
      await Effect.runPromise(Scope.close(scope, Exit.void))
      await check(place)
      if (isAlive) return place - 1
    }
    throw new Error("the story has no end")
  }

  const reconcile = () => world.run(world.payments.reconcileNow)
  const later = async (times = 3) => {
    for (let time = 0; time < times; time++) {
      await world.advance({ minutes: 5 })
      await reconcile()
    }
  }

  const everythingAddsUp = async (place: number) => {
    const attempts = await database.rows("select external_id, status, paid_amount from qriskit.attempt")
    const recorded = new Map(attempts.map((row) => [row["external_id"], row]))
    for (const made of await world.control.payments()) {
      expect(recorded.has(made.externalId), `place ${place}: a QR that no record knows`).toBe(true)
      const known = recorded.get(made.externalId)?.["paid_amount"]
      expect(Number(known ?? 0), `place ${place}: money`).toBe(made.paidAmount ?? 0)
    }
    const gaps = await database.rows(
      `select p.key from qriskit.payment p left join qriskit.event e on e.payment_id = p.id
       group by p.id having count(e.id) <> p.event_seq or max(e.seq) <> count(e.id)`,
    )
    expect(gaps, `place ${place}: events`).toEqual([])
    expect(
      await database.rows("select from qriskit.event where delivered_at is null and type = 'paid'"),
      `place ${place}: undelivered`,
    ).toEqual([])
  }

  test("while it opens, is told and asks: one order, one payment, one fulfilment", async () => {
    const order = zipayOrder()
    const sell = async () => {
      const record = await world.run(world.payments.open(order))
      await world.control.pay(record.qr?.payload ?? "")
      await world.run(
        world.payments.receive(
          "zipay",
          rawOf(await world.control.callbacks.build(record.ref?.paymentId ?? "")),
        ),
      )
      await reconcile()
    }
    const places = await atEveryPlace(
      sell,
      async () => {
        await world.advance({ minutes: 3 })
        await reconcile()
        const record = await world.run(world.payments.open(order, { renew: true }))
        if (record.qr !== undefined) await world.control.pay(record.qr.payload).catch(() => undefined)
        await later()
      },
      async (place) => {
        await everythingAddsUp(place)
        expect(await world.run(world.payments.get(order.key)), `place ${place}`).toMatchObject({
          status: "paid",
        })
        expect(await database.rows("select key from fulfilment"), `place ${place}`).toEqual([
          { key: order.key },
        ])
        expect(await world.run(world.payments.anomalies.list())).toEqual([])
      },
    )
    expect(places).toBeGreaterThan(30)
  })

  test("while it cancels: what the provider did is found out", async () => {
    const order = ifortepayOrder()
    const places = await atEveryPlace(
      async () => {
        await world.run(world.payments.open(order))
        await world.run(world.payments.cancel(order.key))
        await reconcile()
      },
      async () => {
        await world.advance({ minutes: 3 })
        // Its QR expires before the third look: one that a busy machine leaves without an answer has others behind it.
        await later(5)
      },
      async (place) => {
        await everythingAddsUp(place)
        const [row] = await database.rows("select status from qriskit.payment where key = $1", [order.key])
        const made = (await world.control.payments())[0]?.status
        const expected: Record<string, ReadonlyArray<unknown>> = {
          // Nothing was stored yet, or an attempt whose QR nobody was shown.
          none: [undefined, "unknown"],
          canceled: ["canceled"],
          expired: ["expired", "unknown"],
          pending: ["pending", "unknown"],
        }
        expect(expected[made ?? "none"], `place ${place}: ${made}`).toContain(row?.["status"])
      },
    )
    expect(places).toBeGreaterThan(15)
  })
})
