import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type PostgresServer,
  startPostgres,
} from "../../../packages/payments/test/support/postgres-server.js"
import { OPERATIONS } from "../src/growth/operations.js"
import { openShop, type Shop } from "../src/growth/shop.js"

const CALLS = 3

describe("the growth benchmark", () => {
  let server: PostgresServer
  let shop: Shop
  beforeAll(async () => {
    server = await startPostgres()
    shop = await openShop(server.url, 200)
  })
  afterAll(async () => {
    await shop?.close()
    await server?.stop()
  })

  it.each(Object.entries(OPERATIONS))(
    "%s: does what it says, so that nobody is measured failing",
    async (_, operation) => {
      expect(await operation(shop, CALLS)).toBeGreaterThan(0)
    },
  )

  it("leaves what it received as paid, and the rest open", async () => {
    expect((await shop.payments.list({ status: ["paid"] })).payments).toHaveLength(CALLS)
    expect((await shop.payments.list({ status: ["pending"], limit: 500 })).payments).toHaveLength(200)
  })
})
