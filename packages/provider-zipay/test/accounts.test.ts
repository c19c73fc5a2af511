import { describeAccounts, failureOf } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { layerAccounts, memoryTokenStore, ZipayAccounts, type ZipayConfigInput } from "../src/index.js"
import { createZipay, createZipayAccounts, type ZipayAccountsOptions } from "../src/promise.js"
import { logins } from "./support/logins.js"
import { openTestShop } from "./support/shop.js"

const other = { password: "rahasia-toko-2" }

describeAccounts("Zipay", {
  openTestShop,
  createAccounts: createZipayAccounts,
  other,
  required: "merchantKey",
  secrets: /rahasia-toko/,
  // Nothing in them is signed.
  provesCallbacks: false,
  service: ZipayAccounts,
  layerAccounts: (options) => layerAccounts({ ...options, tokenStore: memoryTokenStore() }),
})

const openPlatform = async (options: Partial<ZipayAccountsOptions> = {}) => {
  const shop = await openTestShop()
  const table = new Map<string, ZipayConfigInput>([
    ["toko-1", shop.configuration],
    ["toko-2", { ...shop.configuration, ...other }],
  ])
  const accounts = createZipayAccounts({ load: (account) => table.get(account), ...options })
  onTestFinished(accounts.close)
  return { shop, table, accounts }
}

describe("Zipay's tokens", () => {
  it("logs in for each account on its own, and a wrong password is that account's alone", async () => {
    const { shop, accounts } = await openPlatform()
    const [toko, other] = [await accounts.account("toko-1"), await accounts.account("toko-2")]
    await toko.create(shop.order())
    expect(await failureOf(other.create(shop.order()))).toMatchObject({
      account: "toko-2",
      reason: { _tag: "Unauthorized" },
    })
    await toko.create(shop.order())
    expect(await logins(shop)).toBe(2)
  })

  it("shares no token between accounts of one user, not even in one store", async () => {
    const tokenStore = memoryTokenStore()
    const { shop, table, accounts } = await openPlatform({ tokenStore })
    table.set("toko-2", shop.configuration)
    for (const name of ["toko-1", "toko-2", "toko-1"]) {
      await (await accounts.account(name)).create(shop.order())
    }
    expect(await logins(shop)).toBe(2)
    const key = `toko-2/${shop.configuration.userId}@${shop.configuration.baseUrl}`
    expect(await Effect.runPromise(tokenStore.get(key))).toBeDefined()
  })

  it("keeps an account's token when it is loaded anew and nothing changed", async () => {
    const { shop, accounts } = await openPlatform({ freshMillis: 1 })
    const toko = await accounts.account("toko-1")
    await toko.create(shop.order())
    while (accounts.held > 0 && (await accounts.account("toko-1")) !== toko);
    await (await accounts.account("toko-1")).create(shop.order())
    expect(await logins(shop)).toBe(1)
  })

  it("may be a few clients with fixed names, without a table", async () => {
    const { shop } = await openPlatform()
    const branch = createZipay(shop.configuration, { account: "cabang-1" })
    onTestFinished(branch.close)
    expect((await branch.create(shop.order())).ref.account).toBe("cabang-1")
  })
})
