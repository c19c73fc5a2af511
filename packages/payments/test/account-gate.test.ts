import { QrisError, type QrisProvider, RateLimited, type Reason, Rejected } from "@qriskit/core"
import { badGatewayHtml } from "@qriskit/sandbox"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { PaymentsOptions } from "../src/payments.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { holdingStatement } from "./support/held-statement.js"
import { accountsOver, type PlatformTable, WRONG_PASSWORD } from "./support/platform.js"
import { useWorld } from "./support/use-world.js"
import { midtransOrder, rawOf, type World, xenditOrder, zipayOrder } from "./support/world.js"

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
  const platform = (
    provider: QrisProvider,
    more: Partial<QrisProvider["capabilities"]> = {},
    options: Partial<PaymentsOptions> = {},
  ) => {
    const accounts = accountsOver(table, { ...provider, capabilities: { ...provider.capabilities, ...more } })
    const noting = (account: string): Effect.Effect<QrisProvider, QrisError> =>
      Effect.map(accounts.account(account), (client) => ({
        ...client,
        inquire: (ref) => {
          asked.push(account)
          return client.inquire(ref)
        },
      }))
    return world.restart({ ...options, providers: [{ ...accounts, account: noting }] })
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
  /** A paid order of an account, whose refund the acquirer made without a word. */
  const lostRefund = async (acquirer: "midtrans" | "xendit", account: string) => {
    await open(account, acquirer === "midtrans" ? midtransOrder() : xenditOrder())
    await pay(account)
    await world.run(world.payments.refresh("order-1001", { account }))
    await world.control.faults.script({ at: `${acquirer}.refund`, fault: { kind: "cut", acting: true } })
    return world.run(world.payments.refund("order-1001", { ...WHY, account }))
  }
  const refundOf = async (account: string) =>
    (await world.run(world.payments.refunds("order-1001", { account })))[0]?.status

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
    for (const account of ["toko-1", "toko-2"]) await lostRefund("midtrans", account)
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

  test("however many of its payments are refused at once, a gate is closed for its first while, and no longer for who asks meanwhile", async () => {
    await platform(world.zipay)
    for (let order = 0; order < 5; order++) await open("toko-1", zipayOrder(`order-${order}`))
    table.set("toko-1", BLOCKED)
    await live()
    const until = new Date(world.clock.currentTimeMillisUnsafe() + 60_000)
    expect(await closed()).toMatchObject([{ account: "toko-1", until }])
    for (let order = 0; order < 5; order++)
      await world.run(Effect.exit(world.payments.refresh(`order-${order}`, { account: "toko-1" })))
    expect(await closed()).toMatchObject([{ account: "toko-1", until }])
    // Refused once more when that is over, it is closed for twice as long.
    await live(60)
    const again = new Date(world.clock.currentTimeMillisUnsafe() + 120_000)
    expect(await closed()).toMatchObject([{ account: "toko-1", until: again }])
  })

  test("an answer that comes late opens no gate that was closed meanwhile", async () => {
    const isAsked = Deferred.makeUnsafe<void>()
    const isLate = Deferred.makeUnsafe<void>()
    let late: string | undefined
    const limited = new Set<string>()
    const tooMany = new QrisError({ provider: "zipay", operation: "inquire", reason: TOO_MANY })
    const wayward: QrisProvider = {
      ...world.zipay,
      inquire: (ref) => {
        if (limited.has(ref.paymentId)) return Effect.fail(tooMany)
        const answering = world.zipay.inquire(ref)
        if (ref.paymentId !== late) return answering
        return Deferred.succeed(isAsked, undefined).pipe(
          Effect.andThen(Deferred.await(isLate)),
          Effect.andThen(answering),
        )
      },
    }
    await platform(wayward, { inquiries: { of: "account" } })
    const [first, second] = [
      await open("toko-1", zipayOrder("first")),
      await open("toko-1", zipayOrder("second")),
    ]
    table.set("toko-1", BLOCKED)
    await live()
    expect(await closed()).toMatchObject([{ account: "toko-1" }])
    table.set("toko-1", true)
    await world.advance({ minutes: 5 })
    late = first.ref?.paymentId
    limited.add(second.ref?.paymentId ?? "")
    const answering = world.run(world.payments.refresh("first", { account: "toko-1" }))
    await Effect.runPromise(Deferred.await(isAsked))
    await world.run(Effect.exit(world.payments.refresh("second", { account: "toko-1" })))
    const until = new Date(world.clock.currentTimeMillisUnsafe() + 120_000)
    await Effect.runPromise(Deferred.succeed(isLate, undefined))
    expect(await answering).toMatchObject({ status: "pending" })
    expect(await closed()).toMatchObject([{ account: "toko-1", until }])
  })

  test("what a blocked account has due takes no turn of another's", async () => {
    await platform(world.zipay, {}, { inquiriesPerSecond: 4, inquiryBurst: 4 })
    for (let order = 0; order < 20; order++) await open("toko-1", zipayOrder(`order-${order}`))
    table.set("toko-1", BLOCKED)
    await live()
    for (let order = 0; order < 8; order++) await open("toko-2", zipayOrder(`order-${order}`))
    asked = []
    await live(20)
    // What the first turns came upon waits by now, with all else of its account.
    for (let second = 0; second < 2; second++) await live(1)
    expect(asked).toEqual(Array.from({ length: 8 }, () => "toko-2"))
  })

  test("claims about an account that stays refused end as strangers' do, and are not asked about for ever", async () => {
    await platform(world.zipay)
    const { ref } = await open("toko-1")
    const callback = rawOf(await world.control.callbacks.build(ref?.paymentId ?? "", { status: "PAID" }))
    await world.run(world.payments.receive("zipay", callback, { account: "toko-2" }))
    table.delete("toko-2")
    for (let look = 0; look < 3; look++) await live(600)
    await world.run(world.payments.prune)
    expect(await world.run(world.payments.unmatched({ account: "toko-2" }))).toMatchObject([
      { state: "claimed" },
    ])
    await live(10 * 86_400)
    for (let time = 0; time < 2; time++) await world.run(world.payments.prune)
    expect(await world.run(world.payments.unmatched({ account: "toko-2" }))).toEqual([])
  })

  test.each(["midtrans", "xendit"] as const)(
    "a refund at %s of an account that is gone is a finding",
    async (acquirer) => {
      await platform(world[acquirer])
      expect(await lostRefund(acquirer, "toko-1")).toMatchObject({ status: "unknown" })
      table.delete("toko-1")
      for (let look = 0; look < 8; look++) await live(1_800)
      expect(await world.run(world.payments.anomalies.list({ account: "toko-1" }))).toContainEqual(
        expect.objectContaining({ kind: "refund_unknown" }),
      )
      // That nothing was sent just now says nothing of the first call.
      expect(await world.run(world.payments.refunds("order-1001", { account: "toko-1" }))).toMatchObject([
        {
          status: "unknown",
          failure: {
            reason: "NoSuchAccount",
            outcome: "unknown",
            message: expect.stringContaining("The money may have gone back"),
          },
        },
      ])
    },
  )

  test("a refund that is its own question closes and opens its account's gate as every question does", async () => {
    await platform(world.xendit)
    await lostRefund("xendit", "toko-1")
    table.set("toko-1", BLOCKED)
    await live(60)
    expect(await closed()).toMatchObject([{ provider: "xendit", account: "toko-1" }])
    table.set("toko-1", true)
    await live(60)
    expect(await refundOf("toko-1")).toBe("pending")
    expect(await closed()).toEqual([])
  })

  test("a refund that ended while another process has it wait for its account is asked about no more", async () => {
    await platform(world.midtrans)
    const { externalId } = await lostRefund("midtrans", "toko-1")
    const waiting = holdingStatement("qriskit_refund_waits")
    const other = await world.spawn({
      options: { providers: [accountsOver(table, world.midtrans)] },
      decorate: waiting.decorate,
    })
    table.set("toko-1", BLOCKED)
    await world.advance({ seconds: 1 })
    await world.run(Effect.exit(world.payments.refresh("order-1001", { account: "toko-1" })))
    table.set("toko-1", true)
    await world.advance({ seconds: 30 })
    const looking = other.run(other.payments.reconcileNow)
    await waiting.held()
    const again = world.payments.refund("order-1001", { ...WHY, externalId, account: "toko-1" })
    expect(await world.run(again)).toMatchObject({ status: "succeeded" })
    await waiting.goOn()
    await looking
    expect(await database.rows("select next_inquiry_at from qriskit.refund")).toEqual([
      { next_inquiry_at: null },
    ])
    await other.end()
  })
})
