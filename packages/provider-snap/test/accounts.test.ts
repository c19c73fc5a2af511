import { InvalidConfiguration } from "@qriskit/core"
import { memoryTokenStore } from "@qriskit/core/provider-kit"
import { describeAccounts, failureOf, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { layerAccounts, SnapAccounts, type SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import {
  createSnapAccounts,
  type SnapAccountsOptions,
  type SnapConfigInput,
  type SnapMerchantInput,
} from "../src/promise.js"
import { merchantKeys } from "./support/merchant.js"
import { shopsAt } from "./support/shop.js"

const merchantIn = ({ profile: _, ...merchant }: SnapConfigInput): SnapMerchantInput => merchant

/** A table of whole configurations, of which the accounts take all but the profile. */
const merchantsOf = (load: (account: string) => SnapConfigInput | undefined) => (account: string) => {
  const config = load(account)
  return config && merchantIn(config)
}

describe.each([
  ["Midtrans, whose key signs for all merchants", presets.midtrans, false],
  ["iFortepay, where each merchant's secret signs", presets.ifortepay, true],
] as const)("SNAP with %s", (title, preset, provesCallbacks) => {
  const profile: SnapProfileInput = preset
  describeAccounts(title, {
    openTestShop: shopsAt(profile).openTestShop,
    createAccounts: ({ load }) => createSnapAccounts({ profile, load: merchantsOf(load) }),
    other: {
      clientSecret: "rahasia-toko-2",
      ...(provesCallbacks && { privateKey: merchantKeys.privateKey }),
    },
    required: "clientSecret",
    secrets: /rahasia-toko/,
    provesCallbacks,
    service: SnapAccounts,
    layerAccounts: ({ load }) =>
      layerAccounts({
        profile,
        load: (account) => Effect.map(load(account), (config) => config && merchantIn(config)),
        tokenStore: memoryTokenStore(),
      }),
  })
})

const openPlatform = async (options: Partial<SnapAccountsOptions<typeof presets.midtrans>> = {}) => {
  const shop = await shopsAt(presets.midtrans).openTestShop()
  const own = merchantIn(shop.configuration)
  const table = new Map<string, SnapMerchantInput>([
    ["toko-1", own],
    ["toko-2", own],
  ])
  const accounts = createSnapAccounts({
    profile: presets.midtrans,
    load: (account) => table.get(account),
    ...options,
  })
  onTestFinished(accounts.close)
  const tokens = async () => (await shop.wire("snap-midtrans.token")).length
  return { shop, own, table, accounts, tokens }
}

describe("accounts at a SNAP acquirer", () => {
  it("have a token each, though they be one client and share a store", async () => {
    const { shop, accounts, tokens } = await openPlatform({ tokenStore: memoryTokenStore() })
    for (const name of ["toko-1", "toko-2", "toko-1"])
      await (await accounts.account(name)).create(shop.order())
    expect(await tokens()).toBe(2)
  })

  it("keep their token when they are loaded anew and nothing changed, and end it with their secret", async () => {
    const { shop, own, table, accounts, tokens } = await openPlatform()
    const toko = await accounts.account("toko-1")
    await toko.create(shop.order())
    accounts.forget("toko-1")
    table.set("toko-1", { ...own })
    await (await accounts.account("toko-1")).create(shop.order())
    expect(await tokens()).toBe(2)
    const { snap } = await shop.control.account("toko-1")
    table.set("toko-1", { ...own, ...snap })
    accounts.forget("toko-1")
    const mine = await accounts.account("toko-1")
    expect(mine).not.toBe(toko)
    const { ref } = await mine.create(shop.order())
    await shop.control.renewAccount("toko-1")
    expect((await failureOf(mine.inquire(ref))).reason._tag).toBe("Unauthorized")
  })

  it("show none of their keys, whatever fails", async () => {
    const { shop, own, table, accounts } = await openPlatform()
    const secret = merchantKeys.privateKey.split("\n")[3] ?? "missing"
    table.set("toko-3", { ...own, privateKey: merchantKeys.privateKey })
    table.set("toko-4", { ...own, privateKey: merchantKeys.privateKey.slice(0, 400) })
    const toko = await accounts.account("toko-3")
    const refused = await failureOf(toko.create(shop.order()))
    expect(refused).toMatchObject({ account: "toko-3", outcome: "refused" })
    const misconfigured = await failureOf(accounts.account("toko-4"))
    expect(misconfigured.message).toContain("privateKey")
    const shown = [accounts, toko, refused, misconfigured].map(visible).join()
    expect(shown).not.toContain(secret)
  })

  it("have one profile, which is read when they are opened", () => {
    const profile = { ...presets.midtrans, id: "No Id" }
    expect(() => createSnapAccounts({ profile, load: () => undefined })).toThrow(InvalidConfiguration)
    expect(() =>
      createSnapAccounts({ profile: presets.midtrans, load: () => undefined, capacity: 0 }),
    ).toThrow(InvalidConfiguration)
  })

  it("read a key of the acquirer's once, however many hold it", async () => {
    const { own, table, accounts } = await openPlatform()
    for (let index = 10; index < 210; index += 1)
      table.set(`toko-${index}`, { ...own, acquirerKeys: `${own.acquirerKeys}${" ".repeat(index)}` })
    for (const name of table.keys()) expect((await accounts.account(name)).id).toBe("snap-midtrans")
    expect(accounts.held).toBe(202)
  })
})
