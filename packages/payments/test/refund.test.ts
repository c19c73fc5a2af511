import {
  canRefund,
  type PaymentRef,
  type QrisProvider,
  Refund,
  type RefundPayment,
  type Refunds,
} from "@qriskit/core"
import { tooManyRequests } from "@qriskit/sandbox"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { midtransOrder, openWorld, rawOf, type World, xenditOrder, zipayOrder } from "./support/world.js"

const WHY = { reason: "the coffee was cold", by: "kasir" }

/**
 * Acquirers that give money back: one knows our ids and is done at once; one knows its own alone, and takes a while.
 */
const ACQUIRERS = [
  { acquirer: "midtrans", order: midtransOrder, learnt: "succeeded" },
  { acquirer: "xendit", order: xenditOrder, learnt: "pending" },
] as const
type Acquirer = (typeof ACQUIRERS)[number]["acquirer"]

describe.each(DATABASES)("refunds on %s", (name, openDatabase) => {
  let database: TestDatabase
  let world: World
  const fuse = makeFuse()
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { reconcileConcurrency: 1, createMillis: 3_000 }, fuse)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(() => {
    fuse.reset()
    return world.reset()
  })

  const paid = async (order = midtransOrder()) => {
    const { ref } = await world.run(world.payments.open(order))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh(order.key))
    return ref?.paymentId ?? ""
  }
  const refund = (input = {}) => world.run(world.payments.refund("order-1001", { ...WHY, ...input }))
  const refused = (input = {}) => world.error(world.payments.refund("order-1001", { ...WHY, ...input }))
  const get = () => world.run(world.payments.get("order-1001"))
  const kinds = async () => (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)
  const refunds = () => world.run(world.payments.refunds("order-1001"))
  const live = async (minutes = 1) => {
    await world.advance({ minutes })
    await world.run(world.payments.reconcileNow)
  }
  /** What the acquirer gave back, over all of its payments. */
  const ledger = async () =>
    (await world.control.payments())
      .flatMap(({ refunds: given }) => given)
      .filter(({ status }) => status !== "failed")
      .reduce((sum, { amount }) => sum + amount, 0)
  const onRecord = async () =>
    Number((await world.run(world.payments.totals())).reduce((sum, total) => sum + total.refunded, 0n))
  /** One more process, to which Midtrans behaves otherwise. */
  const spawned = (change: (midtrans: QrisProvider & Refunds) => Refunds) =>
    world.spawn({
      decorate: {
        database: (service) => service,
        provider: (provider) => (canRefund(provider) ? { ...provider, ...change(provider) } : provider),
      },
    })
  const fault = (acting: boolean, at: Acquirer = "midtrans") =>
    world.control.faults.script({ at: `${at}.refund`, fault: { kind: "cut", acting } })
  /** What the acquirer has of refunds, and how often it was asked for one. */
  const given = async () => (await world.control.payments()).flatMap(({ refunds: all }) => all)
  const timesAsked = async (at: Acquirer) =>
    (await world.control.journal()).filter(({ operation }) => operation === `${at}.refund`).length

  test("all of it goes back: record, events, timeline and totals say so", async () => {
    await paid()
    const scope = Scope.makeUnsafe()
    const seen: Array<string> = []
    await world.run(
      Scope.provide(
        world.payments.on("*", ({ type }) => Effect.sync(() => seen.push(type))),
        scope,
      ),
    )
    expect(await refund()).toMatchObject({ status: "succeeded", amount: 25_000, number: 1, by: "kasir" })
    expect(await get()).toMatchObject({ status: "refunded", paidAmount: 25_000, refunded: 25_000 })
    await live()
    expect(seen).toContain("refunded")
    expect(await world.run(world.payments.timeline("order-1001"))).toContainEqual(
      expect.objectContaining({ kind: "refund", amount: 25_000, status: "succeeded" }),
    )
    expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
    expect(await kinds()).toEqual([])
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  test("in parts, and never more than arrived", async () => {
    await paid()
    await refund({ amount: 10_000 })
    expect(await get()).toMatchObject({ status: "partially_refunded", refunded: 10_000 })
    await live()
    expect(await refused({ amount: 15_001 })).toMatchObject({ _tag: "NotRefundable" })
    expect(await refund({ amount: 5_000 })).toMatchObject({ number: 2 })
    expect(await refund()).toMatchObject({ amount: 10_000, number: 3 })
    expect(await get()).toMatchObject({ status: "refunded", refunded: 25_000 })
    expect(await refused()).toMatchObject({ _tag: "NotRefundable" })
    await live()
    expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
    expect(await kinds()).toEqual([])
  })

  test("one that the provider does not list, though it knows our ids, stays unknown, is a finding, and goes on under its own id", async () => {
    await paid()
    await fault(false)
    const { externalId } = await refund()
    for (let look = 0; look < 8; look++) await live(60)
    expect(await refunds()).toMatchObject([{ status: "unknown" }])
    expect(await kinds()).toEqual(["refund_unknown"])
    expect(await ledger()).toBe(0)
    expect(await refund({ externalId })).toMatchObject({ status: "succeeded", number: 1 })
    expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
  })

  test("asked for again under its id, a refusal says nothing of the first call: it stays unknown, and its amount is kept", async () => {
    await paid()
    await fault(true)
    const { externalId } = await refund()
    // Midtrans is asked by our id; the list lags behind, and the second call is refused for the moment.
    await world.control.faults.script({ at: "midtrans.refund", fault: tooManyRequests(1) })
    expect(await refund({ externalId })).toMatchObject({
      status: "unknown",
      failure: {
        reason: "RateLimited",
        outcome: "unknown",
        message: expect.stringContaining("The money may have gone back"),
      },
    })
    expect(await refused()).toMatchObject({ _tag: "NotRefundable" })
    expect(await ledger()).toBe(25_000)
    await live()
    expect(await refunds()).toMatchObject([{ status: "succeeded" }])
    expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
    expect(await kinds()).toEqual([])
  })

  test("a look that fails late does not undo what was learned meanwhile: a pending refund has not failed", async () => {
    await paid()
    await fault(false)
    const { externalId } = await refund({ amount: 10_000 })
    const seen: Array<string> = []
    const scope = Scope.makeUnsafe()
    await world.run(
      Scope.provide(
        world.payments.on("*", ({ type }) => Effect.sync(() => seen.push(type))),
        scope,
      ),
    )
    const isAsked = Deferred.makeUnsafe<void>()
    const isOver = Deferred.makeUnsafe<undefined>()
    const looking = await spawned((provider) => ({
      ...provider,
      inquireRefund: () => Effect.andThen(Deferred.succeed(isAsked, undefined), Deferred.await(isOver)),
    }))
    const asking = await spawned((provider) => ({
      ...provider,
      refund: (ref, wanted) =>
        Effect.map(provider.refund(ref, wanted), (made) => new Refund({ ...made, status: "pending" })),
    }))
    await world.advance({ minutes: 1 })
    const look = looking.run(looking.payments.reconcileNow)
    await Effect.runPromise(Deferred.await(isAsked))
    const again = { ...WHY, externalId, amount: 10_000 }
    expect(await asking.run(asking.payments.refund("order-1001", again))).toMatchObject({ status: "pending" })
    await Effect.runPromise(Deferred.succeed(isOver, undefined))
    await look
    expect(await refunds()).toMatchObject([{ status: "pending" }])
    expect(await get()).toMatchObject({ status: "refund_pending" })
    await live(10)
    expect(await refunds()).toMatchObject([{ status: "succeeded" }])
    expect(seen).not.toContain("refund_failed")
    await Promise.all([looking.end(), asking.end()])
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  test("a process that does not know the provider takes no refund of it from those that do", async () => {
    await paid()
    await fault(true)
    await refund()
    const other = await world.spawn({ options: { providers: [world.zipay] } })
    await world.advance({ minutes: 1 })
    await other.run(other.payments.reconcileNow)
    await world.run(world.payments.reconcileNow)
    expect(await refunds()).toMatchObject([{ status: "succeeded" }])
    await other.end()
  })

  test("one id is one refund", async () => {
    await paid()
    const first = await refund({ amount: 5_000, externalId: "refund-1" })
    expect(await refund({ amount: 5_000, externalId: "refund-1" })).toEqual(first)
    expect(await refused({ amount: 6_000, externalId: "refund-1" })).toMatchObject({
      _tag: "IdempotencyConflict",
    })
    expect(await ledger()).toBe(5_000)
  })

  test("an id asked for again is the refund that it was, also where another acquirer's money is the order's by then", async () => {
    await world.control.faults.script({ at: "midtrans.create", fault: { kind: "cut", acting: true } })
    const { ref } = await world.run(
      world.payments.open({ ...midtransOrder(), provider: ["midtrans", "zipay"] }),
    )
    const unshown = (await world.control.payments()).find(({ provider }) => provider === "midtrans")
    const given: Array<string> = []
    const { refund: support } = world.midtrans.capabilities
    const terms = [{ partial: { supported: true }, days: 45 }] as const
    const both = await world.spawn({
      decorate: {
        database: (service) => service,
        provider: (provider) => ({
          ...provider,
          capabilities: { ...provider.capabilities, refund: { ...support, terms } },
          inquireRefund: () => Effect.die("nobody asks about it"),
          refund: (to: PaymentRef, { externalId }: RefundPayment) => {
            given.push(`${to.provider} ${externalId}`)
            return Effect.never
          },
        }),
      },
    })
    // Another amount than was asked is nobody's word that the order is paid: it may be given back.
    await world.control.pay(unshown?.paymentId ?? "", { amount: 24_000, force: true })
    await world.run(
      world.payments.receive(
        "midtrans",
        rawOf(await world.control.callbacks.build(unshown?.paymentId ?? "")),
      ),
    )
    await world.run(world.payments.reconcileNow)
    expect(await get()).toMatchObject({ status: "under_review", provider: "midtrans" })
    const asked = { ...WHY, externalId: "refund-1" }
    const ask = async () => {
      const asking = both.run(both.payments.refund("order-1001", asked))
      await world.advance({ seconds: 5 })
      return asking
    }
    expect(await ask()).toMatchObject({ status: "unknown", provider: "midtrans", amount: 24_000 })
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1001"))
    await world.run(world.payments.reconcileNow)
    expect(await get()).toMatchObject({ status: "paid", provider: "zipay" })

    expect(await ask()).toMatchObject({ status: "unknown", provider: "midtrans", number: 1 })
    expect(given).toEqual(["midtrans refund-1", "midtrans refund-1"])
    await both.end()
  })

  test("what is surely refused is refused before the network, in a sentence; what nobody paid is no refund", async () => {
    await world.run(world.payments.open(midtransOrder()))
    expect(await refused()).toMatchObject({ _tag: "WrongState", operation: "refund" })
    await world.control.pay((await get()).ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1001"))
    expect(await refused({ amount: 0 })).toMatchObject({ _tag: "InvalidInput" })
    await world.advance({ hours: 46 * 24 })
    const late = await refused()
    expect(late).toMatchObject({ _tag: "NotRefundable" })
    expect(String(late)).toContain("within 45 days")
    expect(await refunds()).toEqual([])
  })

  test("a provider without refunds says why", async () => {
    await paid(zipayOrder())
    expect(await refused()).toMatchObject({ _tag: "NotRefundable", why: expect.any(String) })
  })

  test("a refusal of the provider gives nothing back, and leaves all of it to refund", async () => {
    const id = await paid()
    await world.control.endRefunds(id)
    expect(await refused()).toMatchObject({ _tag: "QrisError", outcome: "refused" })
    expect(await refunds()).toMatchObject([{ status: "refused" }])
    expect(await get()).toMatchObject({ status: "paid" })
    expect(await onRecord()).toBe(0)
  })

  test("money that went back without us is a finding", async () => {
    const id = await paid()
    await world.control.refund(id, { amount: 4_000 })
    await world.run(world.payments.refresh("order-1001"))
    expect(await kinds()).toEqual(["refund_not_ours"])
  })

  test("the database refuses more than arrived, other amounts and second ends, whatever writes them", async () => {
    await paid()
    await refund({ amount: 20_000 })
    const insert = (amount: number, status = "requested") =>
      database.rows(
        `insert into qriskit.refund (id, payment_id, attempt_id, number, provider, account, external_id, amount, status,
           reason, requested_by, requested_at, changed_at)
         select gen_random_uuid(), payment_id, id, 9, provider, account, 'x', $1, $2, '', '', now(), now()
         from qriskit.attempt`,
        [amount, status],
      )
    await expect(insert(5_001)).rejects.toThrow("attempt_refunds")
    await expect(insert(1, "succeeded")).rejects.toThrow("begins as requested")
    await expect(database.rows("update qriskit.refund set amount = 1")).rejects.toThrow("never change")
    await expect(database.rows("update qriskit.refund set status = 'failed'")).rejects.toThrow(
      "cannot become",
    )
    await expect(database.rows("delete from qriskit.refund")).rejects.toThrow("never deleted")
  })

  describe.each(ACQUIRERS)("at $acquirer", ({ acquirer, order, learnt }) => {
    const isAskedByItself = acquirer === "xendit"

    test("an unknown outcome is found by asking, and money goes back once", async () => {
      await paid(order())
      await fault(true, acquirer)
      const { externalId, refundId } = await refund()
      expect(refundId).toBeUndefined()
      expect(await refunds()).toMatchObject([{ status: "unknown", failure: { outcome: "unknown" } }])
      expect(await refused()).toMatchObject({ _tag: "NotRefundable" })
      await live()
      expect(await refunds()).toMatchObject([{ status: learnt, externalId, amount: 25_000 }])
      await live(10)
      expect(await refunds()).toMatchObject([{ status: "succeeded", evidence: "provider" }])
      expect(await get()).toMatchObject({ status: "refunded", refunded: 25_000 })
      expect(await given()).toMatchObject([{ key: externalId, amount: 25_000, status: "succeeded" }])
      // Where only the refund itself is the question, it is that once, until the acquirer's id of it is known.
      expect(await timesAsked(acquirer)).toBe(isAskedByItself ? 2 : 1)
      expect(await onRecord()).toBe(25_000)
      expect(await kinds()).toEqual([])
    })

    test("of several in parts, the one whose answer was lost is found, and the others stay as they are", async () => {
      await paid(order())
      await refund({ amount: 5_000, externalId: "part-1" })
      await fault(true, acquirer)
      await refund({ amount: 7_000, externalId: "part-2" })
      await refund({ amount: 13_000, externalId: "part-3" })
      expect(await refused()).toMatchObject({ _tag: "NotRefundable" })
      for (const minutes of [1, 10]) await live(minutes)
      expect(await refunds()).toMatchObject(
        [5_000, 7_000, 13_000].map((amount) => ({ amount, status: "succeeded" })),
      )
      expect((await given()).map(({ key, amount }) => [key, amount]).sort()).toEqual([
        ["part-1", 5_000],
        ["part-2", 7_000],
        ["part-3", 13_000],
      ])
      const known = Object.fromEntries((await given()).map(({ key, refundId }) => [key, refundId]))
      if (isAskedByItself)
        for (const { externalId, refundId } of await refunds()) expect(refundId).toBe(known[externalId])
      expect(await get()).toMatchObject({ status: "refunded" })
      expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
    })

    test("a process killed between any two lines gives back once, and the record knows it", async () => {
      // The places are the same; on the first database every fourth one does.
      for (let place = 1; place < 100; place += name === "PostgreSQL" ? 1 : 4) {
        fuse.reset()
        await world.reset()
        await paid(order())
        fuse.arm(place)
        const isAlive = await Promise.race([refund().then(() => true), fuse.killed().then(() => false)])
        fuse.reset()
        await world.restart()
        for (const minutes of [1, 1, 5, 60]) await live(minutes)
        expect(await onRecord(), `killed at ${place}`).toBe(await ledger())
        const [only, ...more] = await refunds()
        expect(more).toEqual([])
        expect((await given()).length, `killed at ${place}`).toBeLessThanOrEqual(1)
        // Nobody lists what was never made; where it is its own question, it is made by that.
        expect(only === undefined ? "none" : only.status, `killed at ${place}`).toMatch(
          isAskedByItself ? /^(none|succeeded)$/ : /^(none|succeeded|unknown)$/,
        )
        if (isAlive) return
      }
      expect.unreachable("the story has more places")
    })
  })

  describe("at an acquirer that knows refunds by its own id only, and takes a while", () => {
    test("one that was not made is made by the question, under its own id", async () => {
      await paid(xenditOrder())
      await fault(false, "xendit")
      const { externalId } = await refund({ amount: 10_000 })
      expect(await given()).toEqual([])
      await live()
      expect(await refunds()).toMatchObject([{ status: "pending", externalId, number: 1 }])
      await live(10)
      expect(await refunds()).toMatchObject([{ status: "succeeded", externalId }])
      expect(await given()).toMatchObject([{ key: externalId, amount: 10_000 }])
      expect(await get()).toMatchObject({ status: "partially_refunded", refunded: 10_000 })
      expect([await onRecord(), await ledger()]).toEqual([10_000, 10_000])
      expect(await kinds()).toEqual([])
    })

    test("it is its own question for half a day, in which its id is surely remembered, and then a person's business", async () => {
      await paid(xenditOrder())
      const silent = { kind: "cut", acting: false } as const
      await world.control.faults.script({ at: "xendit.refund", times: 1_000, fault: silent })
      const { externalId } = await refund({ amount: 10_000 })
      for (let hour = 0; hour < 11; hour++) await live(60)
      const asked = await timesAsked("xendit")
      expect(asked).toBeGreaterThan(5)
      await live(61)
      for (let day = 0; day < 3; day++) await live(24 * 60)
      await world.control.faults.clear()
      await live(24 * 60)
      expect(await timesAsked("xendit")).toBe(asked)
      expect(await refunds()).toMatchObject([{ status: "unknown" }])
      expect(await kinds()).toEqual(["refund_unknown"])
      expect(await given()).toEqual([])
      // Whoever asks for it once more decides that.
      expect(await refund({ amount: 10_000, externalId })).toMatchObject({ status: "pending", number: 1 })
    })

    test("while it is pending it is asked about by the acquirer's id, and its amount is kept", async () => {
      await paid(xenditOrder())
      const { externalId, refundId } = await refund({ amount: 10_000 })
      const [there] = await given()
      expect(there).toMatchObject({ key: externalId, status: "pending", refundId })
      expect(await get()).toMatchObject({ status: "refund_pending" })
      expect((await get()).refunded).toBeUndefined()
      expect(await refused({ amount: 15_001 })).toMatchObject({ _tag: "NotRefundable" })
      await live()
      expect(await refunds()).toMatchObject([{ status: "pending", refundId }])
      expect(await onRecord()).toBe(0)
      // Asked for again, it is the refund that it was.
      expect(await refund({ amount: 10_000, externalId })).toMatchObject({ status: "pending", number: 1 })
      await live(10)
      expect(await refunds()).toMatchObject([{ status: "succeeded", refundId }])
      expect(await get()).toMatchObject({ status: "partially_refunded", refunded: 10_000 })
      expect(await timesAsked("xendit")).toBe(1)
      expect([await onRecord(), await ledger()]).toEqual([10_000, 10_000])
    })

    test("one that fails while it is pending leaves its amount to refund, and one of two leaves the other", async () => {
      const id = await paid(xenditOrder())
      await refund({ amount: 10_000, externalId: "part-1" })
      await refund({ amount: 15_000, externalId: "part-2" })
      await world.control.settleRefund(id, "part-1", "failed")
      await live()
      expect(await refunds()).toMatchObject([{ status: "failed" }, { status: "pending" }])
      expect(await get()).toMatchObject({ status: "refund_pending" })
      expect((await get()).refunded).toBeUndefined()
      await live(10)
      expect(await get()).toMatchObject({ status: "partially_refunded", refunded: 15_000 })
      expect(await refund()).toMatchObject({ amount: 10_000, number: 3, status: "pending" })
      await live(10)
      expect(await get()).toMatchObject({ status: "refunded" })
      expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
      expect(await kinds()).toEqual([])
    })

    test("a process killed between any two lines of that question gives back once, and the record knows it", async () => {
      // A look has many places, most of them about other work.
      for (let place = 1; place < 100; place += name === "PostgreSQL" ? 5 : 29) {
        fuse.reset()
        await world.reset()
        await paid(xenditOrder())
        await fault(true, "xendit")
        await refund({ amount: 9_000 })
        await world.advance({ minutes: 1 })
        fuse.arm(place)
        const looking = world.run(world.payments.reconcileNow)
        const isAlive = await Promise.race([looking.then(() => true), fuse.killed().then(() => false)])
        fuse.reset()
        await world.restart()
        for (const minutes of [1, 1, 5, 60]) await live(minutes)
        expect([await onRecord(), await ledger()], `killed at ${place}`).toEqual([9_000, 9_000])
        expect(await refunds(), `killed at ${place}`).toMatchObject([{ status: "succeeded" }])
        expect(await get(), `killed at ${place}`).toMatchObject({ status: "partially_refunded" })
        if (isAlive) return
      }
      expect.unreachable("the story has more places")
    })
  })
})
