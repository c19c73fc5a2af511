import { createXendit, type XenditClient } from "@qriskit/provider-xendit/promise"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { openWorld, rawOf, type World } from "./support/world.js"

const ORDER = { key: "order-1001", amount: 25_000, provider: "xendit" } as const

describe.each(DATABASES)(
  "money that comes late, where only a callback tells of it, on %s",
  (_name, openDatabase) => {
    let database: TestDatabase
    let world: World
    let xendit: XenditClient
    beforeAll(async () => {
      database = await openDatabase()
      world = await openWorld(database)
      xendit = createXendit(world.sandbox.xendit)
    })
    afterAll(async () => {
      await xendit?.close()
      await world?.close()
      await database?.close()
    })
    beforeEach(async () => {
      await world.reset()
      await world.restart({ providers: [xendit] })
    })

    const later = async (span: { readonly hours: number }) => {
      await world.advance(span)
      await world.run(world.payments.reconcileNow)
    }
    const get = () => world.run(world.payments.get(ORDER.key))
    const expire = async () => {
      const { ref } = await world.run(world.payments.open(ORDER))
      const paymentId = ref?.paymentId ?? ""
      await later({ hours: 49 })
      await later({ hours: 1 })
      expect(await get()).toMatchObject({ status: "expired" })
      return paymentId
    }

    test("the order is for a person to look at, and stays so however often the acquirer says expired", async () => {
      const paymentId = await expire()
      await world.control.pay(paymentId, { force: true })
      await world.run(world.payments.receive("xendit", rawOf(await world.control.callbacks.build(paymentId))))
      await later({ hours: 1 })
      expect(await get()).toMatchObject({ status: "under_review" })
      await later({ hours: 2 })
      await world.run(world.payments.refresh(ORDER.key))
      expect(await get()).toMatchObject({ status: "under_review" })
      expect(await world.run(world.payments.timeline(ORDER.key))).toContainEqual(
        expect.objectContaining({ claimed: "paid", verdict: "accepted" }),
      )
    })

    test("a forged callback of late money changes nothing", async () => {
      const paymentId = await expire()
      await world.control.pay(paymentId, { force: true })
      const { headers, body } = rawOf(await world.control.callbacks.build(paymentId))
      const forged = { headers: { ...headers, "x-callback-token": "not-the-token" }, body }
      await world.run(world.payments.receive("xendit", forged))
      await world.run(world.payments.refresh(ORDER.key))
      expect(await get()).toMatchObject({ status: "expired" })
    })
  },
)
