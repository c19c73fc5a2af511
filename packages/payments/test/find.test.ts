import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestPglite, type TestDatabase } from "./support/databases.js"
import { openWorld, type World, zipayOrder } from "./support/world.js"

let database: TestDatabase
let world: World
beforeAll(async () => {
  database = await openTestPglite()
  world = await openWorld(database)
})
afterAll(async () => {
  await world?.close()
  await database?.close()
})

test("a payment is found by whatever somebody has in hand, also by whoever knows no provider", async () => {
  const first = await world.run(world.payments.open({ ...zipayOrder("order-1"), orderId: "table-7" }))
  await world.run(world.payments.open({ ...zipayOrder("order-2", 30_000), orderId: "table-7" }))
  await database.rows(
    `update qriskit.attempt set payer = '{"retrievalReference":"533512345678"}'
     where payment_id = (select id from qriskit.payment where key = 'order-2')`,
  )
  const looking = await world.spawn({ options: { providers: [] } })
  const keys = async (query: Parameters<typeof looking.payments.list>[0]) =>
    (await looking.run(looking.payments.list(query))).payments.map(({ key }) => key)

  expect(await keys({ key: "order-1" })).toEqual(["order-1"])
  expect((await keys({ orderId: "table-7" })).toSorted()).toEqual(["order-1", "order-2"])
  expect(await keys({ externalId: first.externalId })).toEqual(["order-1"])
  expect(await keys({ paymentId: first.ref?.paymentId ?? "" })).toEqual(["order-1"])
  expect(await keys({ retrievalReference: "533512345678" })).toEqual(["order-2"])
  expect(await keys({ amount: first.amount })).toEqual(["order-1"])
  expect(await keys({ orderId: "table-7", amount: first.amount })).toEqual(["order-1"])
  expect(await keys({ externalId: "nobody's" })).toEqual([])
  await expect(looking.run(looking.payments.list({ orderId: "" }))).rejects.toMatchObject({
    _tag: "InvalidInput",
    issues: [{ path: "orderId" }],
  })
  await expect(looking.run(looking.payments.refresh("order-1"))).rejects.toMatchObject({
    _tag: "NoSuchProvider",
    known: [],
  })
  const cursor = await looking.run(looking.payments.cursor)
  expect(cursor).toBe(2)
  await looking.end()
})
