import { Transport } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-undici"
import { failureOf, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it, onTestFinished } from "vitest"
import { IfortepayAccounts, type IfortepayConfigInput, layerAccounts } from "../src/index.js"
import { createIfortepayAccounts } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

const openPlatform = async () => {
  const shop = await openTestShop()
  const table = new Map<string, IfortepayConfigInput>([
    ["toko-1", shop.configuration],
    ["toko-2", { ...shop.configuration, secretUnboundId: "rahasia-toko-2", hashKey: "kunci-toko-2" }],
  ])
  const accounts = createIfortepayAccounts({ load: (account) => table.get(account) })
  onTestFinished(accounts.close)
  return { shop, table, accounts }
}

describe("iFortepay for many merchants", () => {
  it("writes the account into references, and takes none of another's", async () => {
    const { shop, accounts } = await openPlatform()
    const toko = await accounts.account("toko-1")
    const { ref } = await toko.create(shop.order())
    expect(ref.account).toBe("toko-1")
    expect(await toko.inquire(JSON.parse(JSON.stringify(ref)))).toMatchObject({ ref })
    const before = (await shop.wire()).length
    const other = await accounts.account("toko-2")
    for (const client of [other, shop.client]) {
      for (const asked of [client.inquire(ref), client.cancel(ref)]) {
        expect(await failureOf(asked)).toMatchObject({
          outcome: "not_sent",
          reason: { _tag: "InvalidRequest", issues: [{ path: "account" }] },
        })
      }
    }
    expect(await shop.wire()).toHaveLength(before)
    expect(await toko.cancel(ref)).toMatchObject({ ref, status: "canceled" })
  })

  it("reads callbacks with the account, and none that another's key signed", async () => {
    const { shop, accounts } = await openPlatform()
    const toko = await accounts.account("toko-1")
    const { ref } = await toko.create(shop.order())
    const raw = await shop.control.callbacks.build(ref.paymentId)
    expect((await toko.notifications.read(raw)).ref.account).toBe("toko-1")
    expect((await toko.notifications.read(raw, ref)).ref).toEqual(ref)
    const other = await accounts.addressee("toko-2")
    expect(await failureOf(other.notifications.read(raw))).toMatchObject({
      account: "toko-2",
      reason: { _tag: "InvalidNotification", kind: "unauthentic" },
    })
  })

  it("lets a wrong password be that account's alone, and shows it nowhere", async () => {
    const { shop, table, accounts } = await openPlatform()
    table.set("toko-3", { ...shop.configuration, hashKey: "", secretUnboundId: "rahasia-toko-3" })
    const other = await accounts.account("toko-2")
    const refused = await failureOf(other.create(shop.order()))
    expect(refused).toMatchObject({ account: "toko-2", reason: { _tag: "Unauthorized" } })
    expect(await (await accounts.account("toko-1")).create(shop.order())).toMatchObject({ status: "pending" })
    const shown = [accounts, other, refused, await failureOf(accounts.account("toko-3"))].map(visible).join()
    expect(shown).toContain("hashKey must not be empty")
    expect(shown).not.toMatch(/rahasia-toko|kunci-toko/)
  })

  it("is a service of Effect's, too", async () => {
    const { table } = await openPlatform()
    const { transport, close } = openTransport()
    onTestFinished(close)
    const program = Effect.gen(function* () {
      const accounts = yield* IfortepayAccounts
      const toko = yield* accounts.account("toko-1")
      return [toko.id, accounts.id, accounts.held, yield* Effect.flip(accounts.account("toko-9"))] as const
    })
    const layer = layerAccounts({ load: (account) => Effect.sync(() => table.get(account)) }).pipe(
      Layer.provide(Layer.succeed(Transport, transport)),
    )
    const [id, provider, held, error] = await Effect.runPromise(Effect.provide(program, layer))
    expect([id, provider, held]).toEqual(["ifortepay", "ifortepay", 1])
    expect(error).toMatchObject({ account: "toko-9", reason: { _tag: "NoSuchAccount" } })
  })
})
