import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { endpoints } from "../../src/endpoints.js"
import { DATABASES, type TestDatabase } from "../support/databases.js"
import { makeFuse } from "../support/fuse.js"
import { openReceiver, type Receiver } from "../support/receiver.js"
import { openWorld, type World, zipayOrder } from "../support/world.js"

/** More places than the story below has: it ends the search by coming through alive. */
const MOST_PLACES = 160

describe.each(DATABASES)(
  "a process killed between any two lines of a webhook, on %s",
  (name, openDatabase) => {
    let database: TestDatabase
    let world: World
    let receiver: Receiver
    const fuse = makeFuse()
    const step = name === "PGlite" ? 24 : 2

    beforeAll(async () => {
      database = await openDatabase()
      receiver = await openReceiver()
      const onLoopback = endpoints({
        allowPrivate: true,
        allowHttp: true,
        ports: "any",
        attemptMillis: 2_000,
      })
      world = await openWorld(database, { reconcileConcurrency: 1, endpoints: onLoopback }, fuse)
    })
    afterAll(async () => {
      await receiver?.close()
      await world?.close()
      await database?.close()
    })

    test("skips no message, sends each under one id, and none before the one in front of it", async () => {
      let sentTwice = 0
      for (let place = 1; place <= MOST_PLACES; place += step) {
        fuse.reset()
        await world.reset()
        receiver.reset()
        await world.run(world.payments.endpoints.add({ url: receiver.url }))
        const { ref } = await world.run(world.payments.open(zipayOrder("order-1")))
        await world.control.pay(ref?.paymentId ?? "")
        await world.run(world.payments.refresh("order-1"))
        fuse.arm(place)
        const isAlive = await Promise.race([
          world.run(world.payments.reconcileNow).then(() => true),
          fuse.killed().then(() => false),
        ])
        const before = receiver.arrived.length
        fuse.reset()
        await world.restart()
        // What the killed one held is free again when its lease ends.
        await world.advance({ minutes: 2 })
        await world.run(world.payments.reconcileNow)
        const told = receiver.told()
        const ids = receiver.arrived.map(({ headers }) => headers["webhook-id"])
        expect(new Set(ids).size, `killed at ${place}`).toBe(2)
        expect([...new Set(told)], `killed at ${place}`).toEqual(["opened order-1", "paid order-1"])
        expect(told.lastIndexOf("opened order-1"), `killed at ${place}`).toBeLessThan(
          told.indexOf("paid order-1"),
        )
        expect(ids.length, `killed at ${place}`).toBeLessThanOrEqual(3)
        const messages = await world.run(world.payments.endpoints.messages())
        expect(messages.map(({ state }) => state)).toEqual(["delivered", "delivered"])
        if (ids.length === 3) sentTwice += 1
        if (isAlive) {
          expect(before).toBe(2)
          break
        }
        expect(place + step, "the story has more places than were looked at").toBeLessThanOrEqual(MOST_PLACES)
      }
      // Among those places were some between the answer and its record.
      if (step === 2) expect(sentTwice).toBeGreaterThan(0)
    }, 240_000)
  },
)
