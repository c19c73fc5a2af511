import {
  AccountUnavailable,
  NetworkFailure,
  NoSuchAccount,
  QrisError,
  type QrisProvider,
} from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { accountsOver, type PlatformTable, WRONG_PASSWORD } from "./support/platform.js"
import { useWorld } from "./support/use-world.js"
import { rawOf, type World, zipayOrder } from "./support/world.js"

const table: PlatformTable = new Map()

describe.each(DATABASES)("accounts on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })
  beforeEach(async () => {
    table.clear()
    table.set("toko-1", true).set("toko-2", true)
    await world.restart({ providers: [world.zipay, accountsOver(table, world.zipay)] })
  })

  const order = (account?: string, key = "order-1001") => ({
    ...zipayOrder(key),
    ...(account === undefined ? {} : { account }),
  })
  const open = (account?: string, key?: string) => world.run(world.payments.open(order(account, key)))
  const pay = async (account?: string, key = "order-1001") => {
    const { ref } = await world.run(world.payments.get(key, account === undefined ? {} : { account }))
    await world.control.pay(ref?.paymentId ?? "")
    return ref?.paymentId ?? ""
  }
  const live = async () => {
    await world.advance({ seconds: 10 })
    await world.run(world.payments.reconcileNow)
  }

  test("one key is one order of each account, and of the one account", async () => {
    const [first, second, own] = [await open("toko-1"), await open("toko-2"), await open()]
    expect(first).toMatchObject({ account: "toko-1", ref: { account: "toko-1" } })
    expect(second).toMatchObject({ account: "toko-2", status: "pending" })
    expect(own.account).toBeUndefined()
    expect(new Set([first, second, own].map(({ externalId }) => externalId)).size).toBe(3)
    expect(await open("toko-1")).toEqual(first)
    expect(await world.run(world.payments.get("order-1001", { account: "toko-2" }))).toEqual(second)
    for (const account of ["toko-3", "no account!", ""])
      expect(await world.error(world.payments.get("order-1001", { account }))).toMatchObject({
        _tag: "NoSuchPayment",
      })
  })

  test("money, events, totals and lists are of their account", async () => {
    const seen: Array<string | undefined> = []
    const scope = Scope.makeUnsafe()
    await world.run(
      Scope.provide(
        world.payments.on("paid", ({ account }) => Effect.sync(() => seen.push(account))),
        scope,
      ),
    )
    await open("toko-1")
    await open("toko-2")
    await open()
    await pay("toko-1")
    await pay()
    await live()
    expect(seen.sort()).toEqual(["toko-1", undefined])
    const totals = await world.run(world.payments.totals({ account: "toko-1" }))
    expect(totals).toMatchObject([{ status: "paid", payments: 1, arrived: 25_000n }])
    const { payments } = await world.run(world.payments.list({ account: "toko-2" }))
    expect(payments).toMatchObject([{ account: "toko-2", status: "pending" }])
    expect((await world.run(world.payments.list())).payments).toHaveLength(3)
    expect(await world.run(world.payments.timeline("order-1001", { account: "toko-1" }))).toContainEqual(
      expect.objectContaining({ kind: "event", type: "paid" }),
    )
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  test("a callback is taken for the account that it was sent to, and for no other", async () => {
    await open("toko-1")
    await open("toko-2")
    const id = await pay("toko-1")
    const raw = rawOf(await world.control.callbacks.build(id))
    const receive = (account: string) => world.run(world.payments.receive("zipay", raw, { account }))
    expect(await receive("toko-2")).toMatchObject({ verdict: "unmatched" })
    expect(await receive("toko-1")).toMatchObject({ verdict: "accepted" })
    expect(await world.run(world.payments.receipts({ account: "toko-1" }))).toMatchObject([
      { account: "toko-1", verdict: "accepted" },
    ])
    expect(await world.run(world.payments.unmatched({ account: "toko-2" }))).toMatchObject([
      { account: "toko-2", providerPaymentId: id },
    ])
    expect(await world.run(world.payments.unmatched({ account: "toko-1" }))).toEqual([])
    expect(await world.error(world.payments.receive("zipay", raw, { account: "nobody" }))).toMatchObject({
      _tag: "QrisError",
      reason: { _tag: "NoSuchAccount" },
    })
  })

  test("money for a QR that was given up is a finding of its account", async () => {
    await open("toko-1")
    const { ref } = await world.run(world.payments.get("order-1001", { account: "toko-1" }))
    await world.run(world.payments.cancel("order-1001", { account: "toko-1" }))
    await world.control.pay(ref?.paymentId ?? "")
    await live()
    expect(await world.run(world.payments.anomalies.list({ account: "toko-1" }))).toMatchObject([
      { account: "toko-1", kind: "paid_after_cancel", key: "order-1001" },
    ])
    expect(await world.run(world.payments.anomalies.list({ account: "toko-2" }))).toEqual([])
  })

  test("of three with a finding, a dead letter, a callback and money of nobody each, every list is of the one that is asked for", async () => {
    await world.restart({ providers: [world.zipay, accountsOver(table, world.zipay)], maxDeliveries: 1 })
    const scope = Scope.makeUnsafe()
    const failing = world.payments.on("paid", () => Effect.die(new Error("the printer is out of paper")))
    await world.run(Scope.provide(failing, scope))
    const all = ["toko-1", "toko-2", undefined]
    const named = ["toko-1", "toko-2"]
    const of = (account: string | undefined) => (account === undefined ? {} : { account })
    const amountOf = (account: string | undefined) => 25_000 + all.indexOf(account)
    /** How often the callback about its payment comes. */
    const timesOf = (account: string | undefined) => 1 + all.indexOf(account)
    const receive = async (account: string | undefined, paymentId: string) => {
      const raw = rawOf(await world.control.callbacks.build(paymentId))
      return world.run(world.payments.receive("zipay", raw, of(account)))
    }
    for (const account of all) {
      await world.run(world.payments.open({ ...order(account), amount: amountOf(account) }))
      await world.run(world.payments.cancel("order-1001", of(account)))
      const id = await pay(account)
      for (let time = 0; time < timesOf(account); time++) await receive(account, id)
      await receive(account, (await world.control.payStatic("zipay", 5_000)).paymentId)
    }
    // A callback about the first one's payment, sent to the second.
    const { ref } = await world.run(world.payments.get("order-1001", { account: "toko-1" }))
    await receive("toko-2", ref?.paymentId ?? "")
    await live()
    await live()
    await Effect.runPromise(Scope.close(scope, Exit.void))

    type Listed = ReadonlyArray<{ readonly account?: string }>
    const lists: Record<string, (query: { account?: string }) => Promise<Listed>> = {
      anomalies: (query) => world.run(world.payments.anomalies.list(query)),
      receipts: (query) => world.run(world.payments.receipts(query)),
      unmatched: (query) => world.run(world.payments.unmatched(query)),
    }
    const owners = (rows: Listed) => [...new Set(rows.map(({ account = "" }) => account))].sort()
    for (const [what, list] of Object.entries(lists)) {
      for (const account of named) expect(owners(await list({ account })), what).toEqual([account])
      expect(owners(await list({})), what).toEqual(["", ...named])
      expect(await list({ account: "toko-3" }), what).toEqual([])
    }

    const letters = (query: { account?: string }) =>
      world.run(world.payments.deadLetters.list(query)).then((found) => found.map(({ event }) => event))
    for (const account of named)
      expect(await letters({ account })).toMatchObject([{ account, key: "order-1001", type: "paid" }])
    expect(owners(await letters({}))).toEqual(["", ...named])
    expect(await letters({ account: "toko-3" })).toEqual([])

    const totals = (query: { account?: string }) => world.run(world.payments.totals(query))
    for (const account of named)
      expect(await totals({ account })).toMatchObject([
        { status: "paid", payments: 1, arrived: BigInt(amountOf(account)) },
      ])
    expect(await totals({})).toMatchObject([{ status: "paid", payments: 3, arrived: 75_003n }])
    expect(await totals({ account: "toko-3" })).toEqual([])

    // What was sent to the second about the first one's payment is no part of the first one's story.
    for (const account of all) {
      const { externalId } = await world.run(world.payments.get("order-1001", of(account)))
      const story = await world.run(world.payments.timeline("order-1001", of(account)))
      const kinds = (kind: string) => story.filter((entry) => entry.kind === kind)
      expect(kinds("attempt")).toMatchObject([{ externalId }])
      expect(kinds("receipt")).toMatchObject([{ verdict: "accepted", times: timesOf(account) }])
      expect(kinds("anomaly")).toMatchObject([{ anomaly: "paid_after_cancel" }])
      expect(kinds("event").map((entry) => "type" in entry && entry.type)).toEqual([
        "opened",
        "abandoned",
        "paid",
      ])
      const own = await world.run(world.payments.receipts({ key: "order-1001", ...of(account) }))
      expect(own).toMatchObject([{ verdict: "accepted", externalId }])
    }
  })

  test("an account whose credentials are refused closes its own gate, by name, and no other's", async () => {
    await open("toko-1")
    await open("toko-2")
    await pay("toko-1")
    await pay("toko-2")
    table.set("toko-1", WRONG_PASSWORD)
    await live()
    const get = (account: string) => world.run(world.payments.get("order-1001", { account }))
    expect(await get("toko-2")).toMatchObject({ status: "paid" })
    expect(await get("toko-1")).toMatchObject({ status: "pending" })
    expect((await world.run(world.payments.health)).closedGates).toMatchObject([
      { provider: "zipay", account: "toko-1" },
    ])
    table.set("toko-1", true)
    await world.advance({ minutes: 5 })
    await world.run(world.payments.reconcileNow)
    expect(await get("toko-1")).toMatchObject({ status: "paid" })
    expect((await world.run(world.payments.health)).closedGates).toEqual([])
  })

  test("turns go round by account: the backlog of one keeps nobody else waiting", async () => {
    await world.restart({
      providers: [world.zipay, accountsOver(table, world.zipay)],
      inquiriesPerSecond: 4,
      inquiryBurst: 4,
    })
    for (let order = 0; order < 20; order++) await open("toko-1", `order-${order}`)
    await world.advance({ seconds: 30 })
    for (const order of ["order-a", "order-b"]) {
      await open("toko-2", order)
      await pay("toko-2", order)
    }
    const get = (key: string) => world.run(world.payments.get(key, { account: "toko-2" }))
    // Everything of the other account has been due for longer.
    await world.advance({ seconds: 6 })
    expect(await world.run(world.payments.reconcileNow)).toBe(4)
    expect(await get("order-a")).toMatchObject({ status: "paid" })
    await world.advance({ seconds: 1 })
    expect(await world.run(world.payments.reconcileNow)).toBe(4)
    expect(await get("order-b")).toMatchObject({ status: "paid" })
  })

  test("one merchant's 10,000 due payments keep another's from no round", async () => {
    const asked: Array<string> = []
    const instant: QrisProvider = {
      ...world.zipay,
      inquire: (ref) => {
        asked.push(ref.externalId)
        return Effect.fail(
          new QrisError({
            provider: ref.provider,
            operation: "inquire",
            reason: new NetworkFailure({ outcome: "not_sent", description: "" }),
          }),
        )
      },
    }
    await world.restart({
      providers: [accountsOver(table, instant)],
      inquiriesPerSecond: 20,
      inquiryBurst: 20,
      gateFailures: 100,
    })
    const at = new Date(world.clock.currentTimeMillisUnsafe())
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      const PAYMENT = "md5('payment ' || i)::uuid"
      const ATTEMPT = "md5('attempt ' || i)::uuid"
      const OF = "case when i = 10001 then 'toko-2' else 'toko-1' end"
      const numbers = "generate_series(1, 10001) as i"
      await tx.query(
        `insert into qriskit.payment (id, account, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts,
           opened_at, changed_at)
         select ${PAYMENT}, ${OF}, 'due-' || i, '', 'zipay', 'due-' || i, 25000, 'pending', ${ATTEMPT}, 1, $1, $1 from ${numbers}`,
        [at],
      )
      await tx.query(
        `insert into qriskit.attempt (id, payment_id, number, provider, account, external_id, provider_payment_id, ref, amount,
           status, opened_at, expires_at, changed_at, next_inquiry_at)
         select ${ATTEMPT}, ${PAYMENT}, 1, 'zipay', ${OF}, 'due-' || i, 'zipay-' || i,
           jsonb_build_object('provider', 'zipay', 'account', ${OF}, 'paymentId', 'zipay-' || i, 'externalId', 'due-' || i,
             'orderId', 'due-' || i),
           25000, 'pending', $1, $1::timestamptz + interval '1 day', $1,
           $1::timestamptz - (10001 - i) * interval '1 second'
         from ${numbers}`,
        [at],
      )
    })
    expect(await world.run(world.payments.reconcileNow)).toBe(20)
    // The one that is due the shortest of all had its turn.
    expect(asked).toContain("due-10001")
    expect(asked).toHaveLength(20)
    expect((await world.run(world.payments.health)).waiting.inquiries).toBe(1_000)
  })

  test("an account that is gone is known as that: nothing is sent, and nothing concluded", async () => {
    await open("toko-1")
    table.delete("toko-1")
    await world.advance({ seconds: 1 })
    expect(await world.error(world.payments.open(order("toko-1", "order-2")))).toMatchObject({
      reason: { _tag: "NoSuchAccount" },
    })
    expect(await world.error(world.payments.refresh("order-1001", { account: "toko-1" }))).toMatchObject({
      reason: { _tag: "NoSuchAccount" },
    })
    expect(await world.run(world.payments.get("order-1001", { account: "toko-1" }))).toMatchObject({
      status: "pending",
    })
  })

  test("an account that is removed between an order's intent and its call: nothing was made, and it is said at once", async () => {
    let isGone = false
    const accounts = accountsOver(table, world.zipay)
    const gone = new QrisError({ provider: "zipay", operation: "account", reason: new NoSuchAccount({}) })
    await world.restart({
      providers: [
        {
          ...accounts,
          account: (account) => (isGone ? Effect.fail(gone) : accounts.account(account)),
        },
      ],
      newExternalId: (key, number) => {
        isGone = number === 1
        return `${key}-${number}`
      },
    })
    expect(await world.error(world.payments.open(order("toko-1")))).toMatchObject({
      reason: { _tag: "NoSuchAccount" },
    })
    expect(await world.run(world.payments.get("order-1001", { account: "toko-1" }))).toMatchObject({
      status: "not_created",
      failure: { reason: "NoSuchAccount", outcome: "not_sent" },
    })
    isGone = false
    expect(await open("toko-1")).toMatchObject({ status: "pending", externalId: "order-1001-2" })
  })

  test("where two acquirers are named, an account that cannot be had at one of them is served by the other", async () => {
    const reason = new AccountUnavailable({ kind: "failed", description: "load failed" })
    const unavailable = (provider: "zipay" | "midtrans") => ({
      ...accountsOver(table, world[provider]),
      account: () => Effect.fail(new QrisError({ provider, operation: "account", reason })),
    })
    const named = { ...order("toko-1"), provider: ["zipay", "midtrans"] } as const
    await world.restart({ providers: [accountsOver(table, world.zipay), unavailable("midtrans")] })
    expect(await world.run(world.payments.open({ ...named, key: "first" }))).toMatchObject({
      status: "pending",
      provider: "zipay",
    })
    await world.restart({ providers: [unavailable("zipay"), accountsOver(table, world.midtrans)] })
    expect(await world.run(world.payments.open({ ...named, key: "second" }))).toMatchObject({
      status: "pending",
      provider: "midtrans",
    })
    await world.restart({ providers: [unavailable("zipay"), unavailable("midtrans")] })
    const none = { reason: { _tag: "AccountUnavailable" } }
    expect(await world.error(world.payments.open({ ...named, key: "third" }))).toMatchObject(none)
    expect(await world.error(world.payments.open(order("toko-1", "fourth")))).toMatchObject(none)
    expect(await world.error(world.payments.get("fourth", { account: "toko-1" }))).toMatchObject({
      _tag: "NoSuchPayment",
    })
    // Once they can be had, the order goes on.
    await world.restart({ providers: [accountsOver(table, world.zipay), unavailable("midtrans")] })
    expect(await world.run(world.payments.open({ ...named, key: "third" }))).toMatchObject({
      provider: "zipay",
    })
  })

  test("an account of a provider that has none is no provider", async () => {
    const input = { ...order("toko-1"), provider: "ifortepay" }
    expect(await world.error(world.payments.open(input))).toMatchObject({ _tag: "NoSuchProvider" })
    await world.restart()
    expect(await world.error(world.payments.open(order("toko-1")))).toMatchObject({
      _tag: "NoSuchProvider",
      isOfAccounts: true,
    })
  })

  test("the database refuses an attempt, or a finding, of another account than its payment's", async () => {
    await open("toko-1")
    await expect(database.rows("update qriskit.payment set account = 'toko-2'")).rejects.toThrow(
      "never changes",
    )
    await expect(database.rows("update qriskit.attempt set account = 'toko-2'")).rejects.toThrow(
      "never changes",
    )
    const finding = database.rows(
      `insert into qriskit.anomaly (account, kind, once, payment_id, detail, found_at)
       select 'toko-2', 'unresolved', 'once', id, '', now() from qriskit.payment`,
    )
    await expect(finding).rejects.toThrow("the payment's account")
  })
})
