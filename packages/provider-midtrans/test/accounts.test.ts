import { Transport } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-undici"
import { failureOf, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it, onTestFinished } from "vitest"
import { layerAccounts, MidtransAccounts, type MidtransConfigInput } from "../src/index.js"
import { createMidtransAccounts } from "../src/promise.js"
import { openTestShop, paid } from "./support/shop.js"

const openPlatform = async () => {
  const shop = await openTestShop()
  const table = new Map<string, MidtransConfigInput>([
    ["toko-1", shop.configuration],
    ["toko-2", { ...shop.configuration, serverKey: "SB-Mid-server-of-toko-2" }],
  ])
  const accounts = createMidtransAccounts({ load: (account) => table.get(account) })
  onTestFinished(accounts.close)
  return { shop, table, accounts }
}

describe("Midtrans for many merchants", () => {
  it("writes the account into references, and takes none of another's", async () => {
    const { shop, accounts } = await openPlatform()
    const toko = await accounts.account("toko-1")
    const { ref } = await paid({ ...shop, client: toko })
    expect(ref.account).toBe("toko-1")
    expect(await toko.inquire(JSON.parse(JSON.stringify(ref)))).toMatchObject({ ref, status: "paid" })
    const before = (await shop.wire()).length
    const other = await accounts.account("toko-2")
    for (const client of [other, shop.client]) {
      for (const asked of [
        client.inquire(ref),
        client.cancel(ref),
        client.refund(ref, { externalId: "r-1" }),
        client.inquireRefund(ref, { externalId: "r-1", refundId: "1" }),
      ]) {
        expect(await failureOf(asked)).toMatchObject({
          outcome: "not_sent",
          reason: { _tag: "InvalidRequest", issues: [{ path: "account" }] },
        })
      }
    }
    expect(await shop.wire()).toHaveLength(before)
    expect(await toko.refund(ref, { externalId: "r-1" })).toMatchObject({ ref })
  })

  it("reads callbacks with the account, and none that another's key proves", async () => {
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

  it("lets a wrong key be that account's alone, and shows it nowhere", async () => {
    const { shop, table, accounts } = await openPlatform()
    table.set("toko-3", { ...shop.configuration, serverKey: "" })
    const other = await accounts.account("toko-2")
    const refused = await failureOf(other.create(shop.order()))
    expect(refused).toMatchObject({ account: "toko-2", reason: { _tag: "Unauthorized" } })
    expect(await (await accounts.account("toko-1")).create(shop.order())).toMatchObject({ status: "pending" })
    const shown = [accounts, other, refused, await failureOf(accounts.account("toko-3"))].map(visible).join()
    expect(shown).toContain("serverKey must not be empty")
    expect(shown).not.toMatch(/of-toko-2/)
  })

  it("is a service of Effect's, too", async () => {
    const { table } = await openPlatform()
    const { transport, close } = openTransport()
    onTestFinished(close)
    const program = Effect.gen(function* () {
      const accounts = yield* MidtransAccounts
      const toko = yield* accounts.account("toko-1")
      return [toko.id, accounts.id, accounts.held] as const
    })
    const layer = layerAccounts({ load: (account) => Effect.sync(() => table.get(account)) }).pipe(
      Layer.provide(Layer.succeed(Transport, transport)),
    )
    expect(await Effect.runPromise(Effect.provide(program, layer))).toEqual(["midtrans", "midtrans", 1])
  })
})
