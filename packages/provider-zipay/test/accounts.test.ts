import { Transport } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-undici"
import { failureOf, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it, onTestFinished } from "vitest"
import { layerAccounts, memoryTokenStore, ZipayAccounts, type ZipayConfigInput } from "../src/index.js"
import { createZipay, createZipayAccounts, type ZipayAccountsOptions } from "../src/promise.js"
import { logins } from "./support/logins.js"
import { openTestShop } from "./support/shop.js"

const openPlatform = async (options: Partial<ZipayAccountsOptions> = {}) => {
  const shop = await openTestShop()
  const table = new Map<string, ZipayConfigInput>([
    ["toko-1", shop.configuration],
    ["toko-2", { ...shop.configuration, password: "rahasia-toko-2" }],
  ])
  const accounts = createZipayAccounts({ load: (account) => table.get(account), ...options })
  onTestFinished(accounts.close)
  return { shop, table, accounts }
}

describe("Zipay for many merchants", () => {
  it("writes the account into references, and takes none of another's", async () => {
    const { shop, accounts } = await openPlatform()
    const toko = await accounts.account("toko-1")
    const { ref } = await toko.create(shop.order())
    expect(ref.account).toBe("toko-1")
    expect(await toko.inquire(JSON.parse(JSON.stringify(ref)))).toMatchObject({ ref })
    const before = (await shop.wire()).length
    const other = await accounts.account("toko-2")
    for (const client of [other, shop.zipay]) {
      expect(await failureOf(client.inquire(ref))).toMatchObject({
        outcome: "not_sent",
        reason: { _tag: "InvalidRequest", issues: [{ path: "account" }] },
      })
    }
    expect(await shop.wire()).toHaveLength(before)
  })

  it("reads callbacks with the account, and none about a payment of another's", async () => {
    const { shop, accounts } = await openPlatform()
    const toko = await accounts.account("toko-1")
    const { ref } = await toko.create(shop.order())
    const raw = await shop.control.callbacks.build(ref.paymentId)
    expect((await toko.notifications.read(raw)).ref.account).toBe("toko-1")
    expect((await toko.notifications.read(raw, ref)).ref).toEqual(ref)
    const other = await accounts.addressee("toko-2")
    expect(await failureOf(other.notifications.read(raw, ref))).toMatchObject({
      account: "toko-2",
      reason: { _tag: "InvalidNotification", kind: "mismatch" },
    })
  })

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

  it("shows no secret of any account in an error or in anything that is printed", async () => {
    const { shop, table, accounts } = await openPlatform()
    table.set("toko-3", { ...shop.configuration, merchantKey: "", password: "rahasia-toko-3" })
    const other = await accounts.account("toko-2")
    const shown = [
      accounts,
      other,
      await failureOf(other.create(shop.order())),
      await failureOf(accounts.account("toko-3")),
    ].map(visible)
    expect(shown[3]).toContain("merchantKey must not be empty")
    for (const secret of ["rahasia-toko", shop.configuration.merchantKey, shop.configuration.password]) {
      expect(shown.join()).not.toContain(secret)
    }
  })

  it("is a service of Effect's, too", async () => {
    const { shop, table } = await openPlatform()
    const { transport, close } = openTransport()
    onTestFinished(close)
    const program = Effect.gen(function* () {
      const accounts = yield* ZipayAccounts
      const toko = yield* accounts.account("toko-1")
      return [toko.id, accounts.id, accounts.held, yield* Effect.flip(accounts.account("toko-9"))] as const
    })
    const layer = layerAccounts({
      load: (account) => Effect.sync(() => table.get(account)),
      tokenStore: memoryTokenStore(),
    }).pipe(Layer.provide(Layer.succeed(Transport, transport)))
    const [id, provider, held, error] = await Effect.runPromise(Effect.provide(program, layer))
    expect([id, provider, held]).toEqual(["zipay", "zipay", 1])
    expect(error).toMatchObject({ account: "toko-9", reason: { _tag: "NoSuchAccount" } })
    expect(shop.configuration.merchantId).toBe("3")
  })

  it("may be a few clients with fixed names, without a table", async () => {
    const { shop } = await openPlatform()
    const branch = createZipay(shop.configuration, { account: "cabang-1" })
    onTestFinished(branch.close)
    expect((await branch.create(shop.order())).ref.account).toBe("cabang-1")
  })
})
