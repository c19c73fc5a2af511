import type { FrontDoorOptions } from "@qriskit/core/promise"
import { type Shop as ShopOf, shopsOf } from "@qriskit/testing"
import type { ZipayConfigInput } from "../../src/config.js"
import { createZipay, type ZipayClient, type ZipayCreateInput } from "../../src/promise.js"
import type { ZipayOptions } from "../../src/provider.js"

const shops = shopsOf<ZipayClient, ZipayConfigInput, FrontDoorOptions & ZipayOptions, ZipayCreateInput>({
  configure: ({ zipay }) => ({ ...zipay, retry: { times: 0 } }),
  connect: createZipay,
  order: (externalId) => ({ amount: 25_000, externalId }),
})

/** A sandbox, and a client of Zipay on it. */
export type Shop = ShopOf<ZipayClient, ZipayConfigInput, ZipayCreateInput> & { readonly zipay: ZipayClient }

const named = (shop: Omit<Shop, "zipay">): Shop => ({ ...shop, zipay: shop.client })

export const openShop = async (...options: Parameters<typeof shops.openShop>): Promise<Shop> =>
  named(await shops.openShop(...options))

/** A shop that closes with the test that opens it. */
export const openTestShop = async (...options: Parameters<typeof shops.openShop>): Promise<Shop> =>
  named(await shops.openTestShop(...options))
