import { type QrisProvider, RateLimited, type Reason, Rejected } from "@qriskit/core"
import { badGatewayHtml } from "@qriskit/sandbox"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { accountsOver, type PlatformTable, WRONG_PASSWORD } from "./support/platform.js"
import { useWorld } from "./support/use-world.js"
import { midtransOrder, rawOf, type World, zipayOrder } from "./support/world.js"

const WHY = { reason: "the coffee was cold", by: "kasir" }
const BLOCKED: Reason = new Rejected({ about: "account", httpStatus: 403 })
const TOO_MANY: Reason = new RateLimited({ retryAfter: Duration.minutes(2) })

describe.each(DATABASES)("gates of accounts on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, { gateFailures: 2, gateMillis: 60_000 }, (opened) => {
    world = opened
    database = opened.database
  })
  const table: PlatformTable = new Map()
  /** The accounts that the provider was asked with, in their order. */
  let asked: Array<string> = []
  beforeEach(() => {
    table.clear()
    table.set("toko-1", true).set("toko-2", true)
    asked = []
  })

  /** Payments of a platform, at a provider that notes who asks. */
  const platform = (provider: QrisProvider, more: Partial<QrisProvider["capabilities"]> = {}) => {
    const accounts = accountsOver(table, { ...provider, capabilities: { ...provider.capabilities, ...more } })
    const noting = (account: string): Effect.Effect<QrisProvider, never> =>
      Effect.map(Effect.orDie(accounts.account(account)), (client) => ({
        ...client,
        inquire: (ref) => {
          asked.push(account)
          return client.inquire(ref)
        },
      }))
    return world.restart({ providers: [{ ...accounts, account: noting }] })
  }
  const open = (account: string, order = zipayOrder()) =>
    world.run(world.payments.open({ ...order, account }))
  const pay = async (account: string) => {
    const { ref } = await world.run(world.payments.get("order-1001", { account }))
    await world.control.pay(ref?.paymentId ?? "")
  }
  const live = async (seconds = 10) => {
    await world.advance({ seconds })
    await world.run(world.payments.reconcileNow)
  }
  const statusOf = async (account: string) =>
    (await world.run(world.payments.get("order-1001", { account }))).status
  const closed = async () => (await world.run(world.payments.health)).closedGates

  test("a provider that is down is down for all its accounts, and back for all", async () => {
    await platform(world.zipay)
    for (const account of ["toko-1", "toko-2"]) await open(account)
    await world.run(world.payments.open({ ...zipayOrder("order-1002"), account: "toko-1" }))
    await live(1)
    for (const account of ["toko-1", "toko-2"]) await pay(account)
    asked = []
    await world.control.faults.script({ at: "zipay.inquire", times: 2, fault: badGatewayHtml })
    // Two payments without an answer close the gate.
    for (const key of ["order-1001", "order-1002"])
      await world.run(Effect.exit(world.payments.refresh(key, { account: "toko-1" })))
    expect(asked).toEqual(["toko-1", "toko-1"])
    expect(await closed()).toMatchObject([{ provider: "zipay" }])
    expect((await closed())[0]).not.toHaveProperty("account")
    await live()
    expect(asked).toEqual(["toko-1", "toko-1"])
    await live(60)
    await live(60)
    expect(await statusOf("toko-2")).toBe("paid")
    expect(await closed()).toEqual([])
  })

  test("an account that the provider blocked is asked with no more, and another's payments go on", async () => {
    await platform(world.zipay)
    for (const account of ["toko-1", "toko-2"]) await open(account)
    for (const account of ["toko-1", "toko-2"]) await pay(account)
    table.set("toko-1", BLOCKED)
    await live()
    expect(await closed()).toMatchObject([{ provider: "zipay", account: "toko-1" }])
    expect([await statusOf("toko-1"), await statusOf("toko-2")]).toEqual(["pending", "paid"])
    asked = []
    await live(30)
    expect(asked).toEqual([])
    table.set("toko-1", true)
    await live(120)
    expect(await statusOf("toko-1")).toBe("paid")
    expect(await closed()).toEqual([])
  })

  test("where each account has a limit of its own, too many of one hold that one alone, for as long as is asked", async () => {
    await platform(world.zipay, { inquiries: { of: "account" } })
    for (const account of ["toko-1", "toko-2"]) await open(account)
    for (const account of ["toko-1", "toko-2"]) await pay(account)
    table.set("toko-1", TOO_MANY)
    await live()
    expect([await statusOf("toko-1"), await statusOf("toko-2")]).toEqual(["pending", "paid"])
    const [gate, ...others] = await closed()
    expect([gate?.account, others]).toEqual(["toko-1", []])
    expect(gate?.until.getTime()).toBe(world.clock.currentTimeMillisUnsafe() + 120_000)
    table.set("toko-1", true)
    asked = []
    await live(100)
    expect(asked).toEqual([])
    await live(30)
    expect(await statusOf("toko-1")).toBe("paid")
  })

  test("where the limit is the provider's, too many of one account hold them all", async () => {
    await platform(world.zipay)
    for (const account of ["toko-1", "toko-2"]) await open(account)
    await live(1)
    table.set("toko-1", TOO_MANY)
    await world.run(Effect.exit(world.payments.refresh("order-1001", { account: "toko-1" })))
    expect(await closed()).toMatchObject([{ provider: "zipay" }])
    expect((await closed())[0]).not.toHaveProperty("account")
    asked = []
    await live(100)
    expect(asked).toEqual([])
  })

  test("a claim of a stranger's payment waits for its account, and no try is used up", async () => {
    await platform(world.zipay)
    const { ref } = await open("toko-1")
    await world.control.pay(ref?.paymentId ?? "")
    const callback = rawOf(await world.control.callbacks.build(ref?.paymentId ?? ""))
    await world.run(world.payments.receive("zipay", callback, { account: "toko-2" }))
    table.set("toko-2", WRONG_PASSWORD)
    const tries = async () =>
      (await database.rows("select inquiries from qriskit.unmatched"))[0]?.["inquiries"]
    await live()
    const before = await tries()
    await live()
    await live()
    expect(await tries()).toBe(before)
    table.set("toko-2", true)
    await live(600)
    expect(await world.run(world.payments.unmatched({ account: "toko-2" }))).toMatchObject([
      { state: "confirmed" },
    ])
  })

  test("refunds wait for their account, and tell of it; another's are found out", async () => {
    await platform(world.midtrans)
    for (const account of ["toko-1", "toko-2"]) {
      await open(account, midtransOrder())
      await pay(account)
      await world.run(world.payments.refresh("order-1001", { account }))
      await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: true } })
      await world.run(world.payments.refund("order-1001", { ...WHY, account }))
    }
    const refundOf = async (account: string) =>
      (await world.run(world.payments.refunds("order-1001", { account })))[0]?.status
    expect([await refundOf("toko-1"), await refundOf("toko-2")]).toEqual(["unknown", "unknown"])
    table.set("toko-1", WRONG_PASSWORD)
    await live(60)
    expect([await refundOf("toko-1"), await refundOf("toko-2")]).toEqual(["unknown", "succeeded"])
    expect(await closed()).toMatchObject([{ provider: "midtrans", account: "toko-1" }])
    const tries = async () =>
      (await database.rows("select inquiries from qriskit.refund where account = 'toko-1'"))[0]?.["inquiries"]
    const before = await tries()
    await live()
    await live()
    expect(await tries()).toBe(before)
    table.set("toko-1", true)
    await live(600)
    expect(await refundOf("toko-1")).toBe("succeeded")
    expect(await closed()).toEqual([])
  })
})
