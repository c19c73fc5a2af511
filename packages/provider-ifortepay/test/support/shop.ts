import type { FrontDoorOptions } from "@qriskit/core/promise"
import { type Shop as ShopOf, shopsOf } from "@qriskit/testing"
import type { IfortepayConfigInput } from "../../src/config.js"
import { createIfortepay, type IfortepayClient, type IfortepayCreateInput } from "../../src/promise.js"

const shops = shopsOf<IfortepayClient, IfortepayConfigInput, FrontDoorOptions, IfortepayCreateInput>({
  configure: ({ ifortepay }) => ({ ...ifortepay, retry: { times: 0 } }),
  connect: createIfortepay,
  order: (externalId) => ({
    amount: 25_000,
    externalId,
    description: "Dua kopi",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  }),
})

/** A sandbox, and a client of iFortepay on it. */
export type Shop = ShopOf<IfortepayClient, IfortepayConfigInput, IfortepayCreateInput> & {
  readonly ifortepay: IfortepayClient
}

const named = (shop: Omit<Shop, "ifortepay">): Shop => ({ ...shop, ifortepay: shop.client })

export const openShop = async (...options: Parameters<typeof shops.openShop>): Promise<Shop> =>
  named(await shops.openShop(...options))

/** A shop that closes with the test that opens it. */
export const openTestShop = async (...options: Parameters<typeof shops.openShop>): Promise<Shop> =>
  named(await shops.openTestShop(...options))
