import { afterAll, beforeAll, describe, it } from "vitest"
import { createDatabase, startPostgres } from "../../../packages/payments/test/support/postgres-server.js"
import type { Callback } from "../src/webhook/callbacks.js"
import { KIND_NAMES, PLATFORMS } from "../src/webhook/contestants.js"
import { callbackOf, startAcquirer, startShop } from "../src/webhook/shop-server.js"

const postgres = await startPostgres()
let acquirer: Awaited<ReturnType<typeof startAcquirer>>
beforeAll(async () => {
  acquirer = await startAcquirer()
})
afterAll(async () => {
  acquirer.stop()
  await postgres.stop()
})

const statusOf = async (url: string, { headers, body }: Callback): Promise<number> =>
  (await fetch(url, { method: "POST", headers, body })).status

const CONTESTANTS = PLATFORMS.flatMap((platform) => KIND_NAMES.map((kind) => ({ platform, kind })))

describe("the webhook benchmark", () => {
  it.concurrent.for(CONTESTANTS)(
    "$platform, $kind: an order is paid once by a genuine callback, and by no other",
    async (contestant, { expect }) => {
      const database = await createDatabase(postgres.url)
      const shop = await startShop({ ...contestant, acquirer: acquirer.origin, database })
      try {
        const [ids, others] = await shop.payments(2)
        if (ids === undefined || others === undefined) throw new Error("no payments were made")
        const callback = callbackOf(shop, ids)
        const forged = { ...callback, headers: callbackOf(shop, others).headers }
        expect(await statusOf(shop.url, forged)).toBeGreaterThanOrEqual(400)
        expect((await shop.account()).paid).toBe(0)

        expect(await statusOf(shop.url, callback)).toBeLessThan(300)
        await expect.poll(async () => (await shop.account()).paid).toBe(1)
        expect(await statusOf(shop.url, callback)).toBeLessThan(300)
        // A Stripe event that comes again is the application's to notice.
        expect((await shop.account()).paid).toBe(shop.kind === "golevelup" ? 2 : 1)
      } finally {
        shop.stop()
      }
    },
  )
})
