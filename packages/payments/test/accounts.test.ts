import {
  NetworkFailure,
  Notification,
  Payment,
  PaymentRef,
  type QrisAccounts,
  QrisError,
  type QrisProvider,
  Unauthorized,
} from "@qriskit/core"
import { makeAccounts } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { openWorld, rawOf, type World, zipayOrder } from "./support/world.js"

/** The platform's own table: which accounts there are, and whether their password is right. */
const table = new Map<string, boolean>()

const withAccount = (ref: PaymentRef, account: string) => new PaymentRef({ ...ref, account })
const without = ({ account: _, ...ref }: PaymentRef) => new PaymentRef(ref)

/** One merchant's client: as the provider's own, with references that name the account. */
const clientOf = (provider: QrisProvider, account: string, isRight: boolean): QrisProvider => {
  const named = (said: Payment) => new Payment({ ...said, ref: withAccount(said.ref, account) })
  const refused = new QrisError({
    provider: provider.id,
    operation: "inquire",
    account,
    reason: new Unauthorized({}),
  })
  const guarded = <A>(effect: Effect.Effect<A, QrisError>) => (isRight ? effect : Effect.fail(refused))
  return {
    ...provider,
    create: (request) => guarded(Effect.map(provider.create(request), named)),
    inquire: (ref) => guarded(Effect.map(provider.inquire(without(ref)), named)),
    notifications: {
      ...provider.notifications,
      read: (raw, expected) =>
        Effect.map(
          provider.notifications.read(raw, expected === undefined ? undefined : without(expected)),
          (read) => new Notification({ ...read, ref: withAccount(read.ref, account) }),
        ),
    },
  }
}

const accountsOver = (provider: QrisProvider): QrisAccounts =>
  Result.getOrThrow(
    makeAccounts(
      { load: (account) => Effect.sync(() => table.get(account)), freshMillis: 1 },
      {
        provider: provider.id,
        decode: (input) => Result.succeed(Schema.decodeUnknownSync(Schema.Boolean)(input)),
        isSame: (a, b) => a === b,
        make: (isRight, account) => clientOf(provider, account, isRight),
      },
    ),
  )

describe.each(DATABASES)("accounts on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    table.clear()
    table.set("toko-1", true).set("toko-2", true)
    await world.restart({ providers: [world.zipay, accountsOver(world.zipay)] })
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
    expect(await world.run(world.payments.deadLetters.list({ account: "toko-1" }))).toEqual([])
  })

  test("an account whose credentials are refused closes its own gate, by name, and no other's", async () => {
    await open("toko-1")
    await open("toko-2")
    await pay("toko-1")
    await pay("toko-2")
    table.set("toko-1", false)
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
      providers: [world.zipay, accountsOver(world.zipay)],
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
      providers: [accountsOver(instant)],
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
