import { midtrans as midtransPreset } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import type { CallbackOverrides } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { ExpectPaymentInput } from "../src/expecting/expect-payment.js"
import type { ListUnmatched } from "../src/reading/receipt-list.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { openWorld, rawOf, type World, zipayOrder } from "./support/world.js"

const SNAP = "snap-midtrans"

describe.each(DATABASES)("orders on one printed QR, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let snap: ReturnType<typeof createSnap>
  let qr = ""
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
    snap = createSnap({ profile: midtransPreset, ...world.sandbox.snap.midtrans })
    qr = await world.control.staticQr(SNAP)
  })
  afterAll(async () => {
    await world?.close()
    await snap?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    await world.restart({ providers: [world.zipay, world.ifortepay, snap] })
  })

  const order = (key = "order-1001", more: Partial<ExpectPaymentInput> = {}): ExpectPaymentInput => ({
    key,
    qr,
    amount: 25_000,
    within: 15,
    provider: SNAP,
    ...more,
  })
  const expected = (key?: string, more?: Partial<ExpectPaymentInput>) =>
    world.run(world.payments.expect(order(key, more)))
  const get = (key = "order-1001") => world.run(world.payments.get(key))
  const pay = (amount: number) => world.control.payStatic(SNAP, amount)
  const tell = async (paymentId: string, overrides: CallbackOverrides = {}, provider = SNAP) =>
    world.run(
      world.payments.receive(provider, rawOf(await world.control.callbacks.build(paymentId, overrides))),
    )
  const findings = () => world.run(world.payments.anomalies.list())
  const kinds = async () => (await findings()).map(({ kind }) => kind)
  const reconcile = () => world.run(world.payments.reconcileNow)
  const events = async (key = "order-1001") =>
    (await world.run(world.payments.timeline(key))).flatMap((entry) =>
      entry.kind === "event" ? [entry.type] : [],
    )

  test("the code carries the amount, and nothing else of it is another", async () => {
    const record = await expected()
    expect(record).toMatchObject({ status: "pending", amount: 25_000, surplus: 0, provider: SNAP })
    const priced = record.qr?.payload ?? ""
    expect(await world.control.readQr(priced)).toMatchObject({ amount: 25_000, merchantName: "TOKO CONTOH" })
    expect(priced.slice(0, -4).replace("010212", "010211").replace("540525000", "")).toBe(qr.slice(0, -4))
    expect(record.expiresAt.getTime() - record.openedAt.getTime()).toBe(15 * 60_000)
  })

  test("no two open orders have one amount: the smallest that is free is taken, never less than asked", async () => {
    const amounts = []
    for (const key of ["a", "b", "c"]) amounts.push(await expected(key))
    expect(amounts.map(({ amount, surplus }) => [amount, surplus])).toEqual([
      [25_000, 0],
      [25_001, 1],
      [25_002, 2],
    ])
    // Another price meets them.
    expect(await expected("d", { amount: 24_999 })).toMatchObject({ amount: 24_999 })
    expect(await expected("e", { amount: 25_001 })).toMatchObject({ amount: 25_003, surplus: 2 })
  })

  test("where none is free it says so, and when one may be", async () => {
    await expected("a", { surplus: 1 })
    await expected("b", { surplus: 1 })
    const refused = await world.error(world.payments.expect(order("c", { surplus: 1 })))
    expect(refused).toMatchObject({ _tag: "NoFreeAmount", amount: 25_000, surplus: 1 })
    expect(refused.message).toContain("no amount from 25000 to 25001 rupiah is free")
    expect(refused.message).toContain("2026-04-07T09:17:00.000Z")
    expect(await world.error(world.payments.get("c"))).toMatchObject({ _tag: "NoSuchPayment" })
    expect(await expected("c", { surplus: 2 })).toMatchObject({ amount: 25_002 })
  })

  test("the same request gives the same record, another one is refused", async () => {
    const first = await expected()
    expect(await expected()).toEqual(first)
    expect(await world.error(world.payments.expect(order("order-1001", { amount: 26_000 })))).toMatchObject({
      _tag: "IdempotencyConflict",
    })
    expect(await world.error(world.payments.open(zipayOrder()))).toMatchObject({
      _tag: "IdempotencyConflict",
    })
    await world.run(world.payments.open(zipayOrder("other")))
    expect(await world.error(world.payments.expect(order("other")))).toMatchObject({
      _tag: "IdempotencyConflict",
    })
  })

  test("a signed callback with exactly the amount pays the one order that has it", async () => {
    await expected("a")
    await expected("b")
    const scope = Scope.makeUnsafe()
    const fulfilled: Array<unknown> = []
    await world.run(
      Scope.provide(
        world.payments.on("paid", (event) =>
          Effect.sync(() => fulfilled.push([event.key, event.paidAmount])),
        ),
        scope,
      ),
    )
    const { paymentId } = await pay(25_001)
    expect(await tell(paymentId)).toMatchObject({ verdict: "accepted", status: 200 })
    await reconcile()
    expect(fulfilled).toEqual([["b", 25_001]])
    expect(await get("a")).toMatchObject({ status: "pending" })
    const paid = await get("b")
    expect(paid).toMatchObject({ status: "paid", paidAmount: 25_001, ref: { paymentId } })
    expect(paid.qr).toBeUndefined()
    // Told again, it is the same money.
    expect(await tell(paymentId)).toMatchObject({ verdict: "accepted" })
    await reconcile()
    expect(fulfilled).toHaveLength(1)
    expect(await kinds()).toEqual([])
    expect(await world.run(world.payments.unmatched())).toEqual([])
    expect((await world.run(world.payments.receipts({ key: "b" })))[0]).toMatchObject({ times: 2 })
    expect(await events("b")).toEqual(["opened", "paid"])
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  test("what is not signed pays nobody: a forged body, another amount, another status", async () => {
    await expected()
    const { paymentId } = await pay(25_000)
    expect(await tell(paymentId, { wrongSignature: true })).toMatchObject({ verdict: "forged" })
    expect(await tell(paymentId, { unsigned: true })).toMatchObject({ verdict: "forged" })
    expect(await tell(paymentId, { amount: 25_001 })).toMatchObject({ verdict: "forged" })
    const other = await pay(24_000)
    expect(await tell(other.paymentId, { amount: 25_000 })).toMatchObject({ verdict: "forged" })
    expect(await get()).toMatchObject({ status: "pending" })
  })

  test("signed money that fits nobody is a finding at once", async () => {
    await expected()
    const { paymentId } = await pay(24_000)
    expect(await tell(paymentId)).toMatchObject({ verdict: "unmatched" })
    await tell(paymentId)
    expect(await kinds()).toEqual(["unmatched_money"])
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { state: "confirmed", amount: 24_000, claimedStatus: "paid", authenticity: "signed", candidates: [] },
    ])
    expect(await get()).toMatchObject({ status: "pending" })
  })

  test("the amount that comes once more is told from the first", async () => {
    await expected()
    await tell((await pay(25_000)).paymentId)
    const again = await pay(25_000)
    expect(await tell(again.paymentId)).toMatchObject({ verdict: "unmatched" })
    const [finding, ...others] = await findings()
    expect(finding).toMatchObject({ kind: "paid_again", key: "order-1001" })
    expect(finding?.detail).toContain(again.paymentId)
    expect(others).toEqual([])
    expect(await get()).toMatchObject({ status: "paid", paidAmount: 25_000 })
  })

  test("time over: it expires, its amount rests, and late money is known to be its own", async () => {
    await expected()
    await world.advance({ minutes: 16 })
    await reconcile()
    expect(await get()).toMatchObject({ status: "pending" })
    await world.advance({ minutes: 1 })
    expect((await world.run(world.payments.health)).inquiryLag).toBe(0)
    await reconcile()
    expect(await get()).toMatchObject({ status: "expired" })
    expect(await expected("next")).toMatchObject({ amount: 25_001 })
    await world.advance({ hours: 1 })
    await tell((await pay(25_000)).paymentId)
    expect(await get()).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect(await kinds()).toEqual(["paid_after_expiry"])
    expect(await get("next")).not.toMatchObject({ status: "paid" })
  })

  test("after its rest the amount is another order's, and later money nobody's", async () => {
    await expected()
    await world.advance({ minutes: 17 })
    await reconcile()
    await world.advance({ minutes: 6 * 60 - 1 })
    expect(await expected("too early")).toMatchObject({ amount: 25_001 })
    await world.advance({ minutes: 1 })
    expect(await expected("rested")).toMatchObject({ amount: 25_000 })
    await tell((await pay(25_002)).paymentId)
    expect(await kinds()).toEqual(["unmatched_money"])
    // In the minutes in which it may be the one's or the other's, it is neither's.
    await tell((await pay(25_000)).paymentId)
    expect(await kinds()).toEqual(["unmatched_money", "ambiguous_money"])
    await world.advance({ minutes: 3 })
    await tell((await pay(25_000)).paymentId)
    expect(await get("rested")).toMatchObject({ status: "paid" })
    expect(await get()).toMatchObject({ status: "expired" })
  })

  test("an order that nobody has ended yet keeps its amount, however long nobody worked", async () => {
    await expected()
    await world.advance({ hours: 30 })
    expect(await expected("next")).toMatchObject({ amount: 25_001 })
    expect((await world.run(world.payments.health)).inquiryLag).toBeGreaterThan(24 * 3_600_000)
    expect(await world.run(world.payments.reconcileWithin(0))).toMatchObject({ done: 0, left: 1 })
    await reconcile()
    expect(await get()).toMatchObject({ status: "expired" })
  })

  test("canceled by hand: the amount rests from then on, and money that comes is a finding", async () => {
    await expected()
    expect(await world.run(world.payments.cancel("order-1001"))).toMatchObject({ status: "canceled" })
    expect(await world.run(world.payments.cancel("order-1001"))).toMatchObject({ status: "canceled" })
    await tell((await pay(25_000)).paymentId)
    expect(await get()).toMatchObject({ status: "paid" })
    expect(await kinds()).toEqual(["paid_after_cancel"])
    expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({ _tag: "WrongState" })
  })

  test("nobody can be asked about it, and the acquirer gives nothing back", async () => {
    await expected()
    expect(
      await world.error(world.payments.refund("order-1001", { by: "kasir", reason: "x" })),
    ).toMatchObject({
      _tag: "WrongState",
    })
    await tell((await pay(25_000)).paymentId)
    const before = (await world.control.journal()).length
    expect(await world.run(world.payments.refresh("order-1001"))).toMatchObject({ status: "paid" })
    const refused = await world.error(world.payments.refund("order-1001", { by: "kasir", reason: "x" }))
    expect(refused).toMatchObject({ _tag: "NotRefundable" })
    expect(refused.message).toContain("it was paid on a printed QR")
    expect(await world.control.journal()).toHaveLength(before)
    expect(await world.run(world.payments.totals())).toMatchObject([
      { provider: SNAP, status: "paid", payments: 1, asked: 25_000n, arrived: 25_000n },
    ])
    expect(await world.run(world.payments.list({ provider: SNAP }))).toMatchObject({
      payments: [{ key: "order-1001", surplus: 0 }],
    })
    await world.run(world.payments.open(zipayOrder("with its own QR")))
    const keys = async (isExpected: boolean) =>
      (await world.run(world.payments.list({ isExpected }))).payments.map(({ key }) => key)
    expect([await keys(true), await keys(false)]).toEqual([["order-1001"], ["with its own QR"]])
  })

  test("what cannot be expected is refused with the reason", async () => {
    const dynamic = (await expected()).qr?.payload ?? ""
    const refusals: ReadonlyArray<[Partial<ExpectPaymentInput>, string]> = [
      [{ qr: dynamic }, "static QRIS code into which the amount can be put: already-dynamic at 01"],
      [{ qr: "nonsense" }, "must be the payload of a QRIS code"],
      [{ qr: `${qr.slice(0, -4)}0000` }, "crc"],
      [{ provider: "static" }, "must be left out"],
      [{ within: 0 }, "within must be 1 to 43,200 minutes"],
      [{ surplus: -1 }, "surplus must be 0 to 10,000"],
      [{ amount: 0.5 }, "amount"],
    ]
    for (const [more, why] of refusals) {
      const refused = await world.error(world.payments.expect(order("x", more)))
      expect(refused).toMatchObject({ _tag: "InvalidInput" })
      expect(refused.message).toContain(why)
    }
    expect(await world.error(world.payments.expect(order("x", { provider: "bogus" })))).toMatchObject({
      _tag: "NoSuchProvider",
    })
  })

  test("money that a person took for an order of no acquirer pays no other order when its callback comes again", async () => {
    const decided = { by: "Siti", why: "seen in the merchant's app" }
    const other = await world.control.staticQr("zipay")
    await expected("a", { surplus: 0 })
    await expected("b", { surplus: 0, qr: other })
    const { provider: _untold, ...untold } = order("nobody's", { amount: 7_000 })
    await world.run(world.payments.expect(untold))
    const first = await pay(25_000)
    const second = await pay(25_000)
    for (const { paymentId } of [first, second]) await tell(paymentId)
    const [claim, next] = await world.run(world.payments.unmatched())
    await world.run(world.payments.acceptMoney("nobody's", { ...decided, claim: claim?.id ?? 0 }))
    await world.run(world.payments.acceptMoney("a", { ...decided, claim: next?.id ?? 0 }))
    expect(await get("nobody's")).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect(await tell(first.paymentId)).toMatchObject({ verdict: "accepted" })
    expect(await get("b")).toMatchObject({ status: "pending" })
    // However long ago that was.
    await world.advance({ hours: 24 * 30 })
    await reconcile()
    expect(await database.rows("select from qriskit.unmatched where attempt_id is not null")).toHaveLength(2)
  })

  describe("where the acquirer signs nothing", () => {
    const atZipay = async (key?: string, more: Partial<ExpectPaymentInput> = {}) =>
      expected(key, { qr: await world.control.staticQr("zipay"), provider: "zipay", ...more })
    const claimed = async (amount: number) => {
      const { paymentId } = await world.control.payStatic("zipay", amount)
      await tell(paymentId, {}, "zipay")
      return paymentId
    }

    test("a claim stays a claim, until the acquirer says the same when it is asked", async () => {
      await atZipay()
      const paymentId = await claimed(25_000)
      expect(await get()).toMatchObject({ status: "pending" })
      expect(await world.run(world.payments.unmatched())).toMatchObject([
        { state: "claimed", claimedAmount: 25_000, candidates: ["order-1001"] },
      ])
      await reconcile()
      expect(await get()).toMatchObject({ status: "paid", ref: { paymentId } })
      expect(await world.run(world.payments.unmatched())).toEqual([])
      expect(await kinds()).toEqual([])
      // The same callback once more is about a payment on record.
      expect(await tell(paymentId, {}, "zipay")).toMatchObject({ verdict: "accepted" })
      await reconcile()
      expect(await kinds()).toEqual([])
    })

    test("made up, it pays nobody", async () => {
      await atZipay()
      const { paymentId } = await world.control.payStatic("zipay", 1_000)
      await tell(paymentId, { amount: 25_000 }, "zipay")
      await reconcile()
      expect(await get()).toMatchObject({ status: "pending" })
      expect(await kinds()).toEqual(["unmatched_money"])
    })

    test("a person accepts it, with name and reason; the acquirer's word afterwards is the same money", async () => {
      await atZipay()
      await claimed(25_000)
      await claimed(24_000)
      const [claim, other] = await world.run(world.payments.unmatched())
      const decided = { by: "kasir", why: "seen in the merchant's app" }
      expect(
        await world.error(world.payments.acceptMoney("order-1001", { ...decided, claim: 999 })),
      ).toMatchObject({ _tag: "NoSuchItem" })
      expect(
        await world.run(world.payments.acceptMoney("order-1001", { ...decided, claim: claim?.id ?? 0 })),
      ).toMatchObject({ status: "paid", paidAmount: 25_000, ref: { paymentId: claim?.providerPaymentId } })
      await world.advance({ minutes: 1 })
      await reconcile()
      expect(await kinds()).toEqual(["unmatched_money"])
      expect(await world.run(world.payments.unmatched())).toMatchObject([{ id: other?.id, candidates: [] }])
      expect(
        await world.error(world.payments.acceptMoney("order-1001", { ...decided, claim: other?.id ?? 0 })),
      ).toMatchObject({ _tag: "WrongState", status: "paid" })
      expect(await world.run(world.payments.timeline("order-1001"))).toContainEqual(
        expect.objectContaining({ kind: "money", evidence: "person", ...decided }),
      )
    })

    test("without any claim: what a person saw, confirmed by the callback that comes later", async () => {
      await expected()
      await world.run(
        world.payments.acceptMoney("order-1001", { by: "kasir", why: "shown on the customer's phone" }),
      )
      expect(await get()).toMatchObject({ status: "paid", paidAmount: 25_000 })
      const { paymentId } = await pay(25_000)
      expect(await tell(paymentId)).toMatchObject({ verdict: "accepted" })
      expect(await get()).toMatchObject({ status: "paid", ref: { paymentId } })
      expect(await kinds()).toEqual([])
      expect(await events()).toEqual(["opened", "paid"])
      expect(
        await world.run(world.payments.redact(new Date(world.clock.currentTimeMillisUnsafe() + 1))),
      ).toBeDefined()
      expect(JSON.stringify(await world.run(world.payments.timeline("order-1001")))).not.toContain("phone")
    })

    test("a customer who typed another amount: accepted with what arrived", async () => {
      await atZipay("first")
      await atZipay()
      await claimed(25_050)
      const [claim] = await world.run(world.payments.unmatched())
      expect(
        await world.run(
          world.payments.acceptMoney("order-1001", {
            by: "kasir",
            why: "typed by hand",
            claim: claim?.id ?? 0,
          }),
        ),
      ).toMatchObject({ status: "paid", amount: 25_001, paidAmount: 25_050 })
    })

    test("only of orders on a printed QR", async () => {
      await world.run(world.payments.open(zipayOrder()))
      const refused = await world.error(world.payments.acceptMoney("order-1001", { by: "kasir", why: "x" }))
      expect(refused).toMatchObject({ _tag: "NotExpected" })
      expect(refused.message).toContain("has a QR of its own")
    })

    test("where nobody tells, an order is static, and a person or a statement says that it is paid", async () => {
      const { provider: _, ...untold } = order()
      expect(await world.run(world.payments.expect(untold))).toMatchObject({
        provider: "static",
        status: "pending",
      })
      await tell((await pay(25_000)).paymentId)
      expect(await get()).toMatchObject({ status: "pending" })
      expect(await world.run(world.payments.providers)).toEqual(["static"])
      expect(await world.run(world.payments.cancel("order-1001"))).toMatchObject({ status: "canceled" })
      await world.run(world.payments.acceptMoney("order-1001", { by: "kasir", why: "seen" }))
      expect(await get()).toMatchObject({ status: "paid" })
      expect(await kinds()).toEqual(["unmatched_money", "paid_after_cancel"])
    })
  })

  test("where callbacks name the merchant's national id, QRs of different shops are told apart", async () => {
    const naming = createSnap({
      profile: {
        ...midtransPreset,
        notification: { ...midtransPreset.notification, nmid: "additionalInfo.merchantName" },
      },
      ...world.sandbox.snap.midtrans,
    })
    await world.restart({ providers: [naming] })
    // The sandbox's callbacks say TOKO CONTOH there: another merchant than the QR's.
    await expected("a", { surplus: 0 })
    const { paymentId } = await pay(25_000)
    await tell(paymentId)
    expect(await get("a")).toMatchObject({ status: "pending" })
    expect(await kinds()).toEqual(["unmatched_money"])
    expect((await world.run(world.payments.unmatched()))[0]).toMatchObject({ candidates: [] })
    await naming.close()
  })

  test("two QRs of one account that its callbacks do not tell apart: the amounts are kept apart", async () => {
    const other = await world.control.staticQr("zipay")
    expect(await expected("a")).toMatchObject({ amount: 25_000 })
    expect(await expected("b", { qr: other })).toMatchObject({ amount: 25_001 })
    // Where that cannot be, money that fits both is for a person.
    expect(await expected("c", { qr: other, surplus: 0 })).toMatchObject({ amount: 25_000 })
    await tell((await pay(25_000)).paymentId)
    expect(await kinds()).toEqual(["ambiguous_money"])
    const [claim] = await world.run(world.payments.unmatched())
    expect(claim?.candidates).toEqual(["a", "c"])
    await tell((await pay(27_000)).paymentId)
    const claims = async (query: ListUnmatched) =>
      (await world.run(world.payments.unmatched(query))).map(({ claimedAmount }) => claimedAmount)
    expect(await claims({})).toEqual([25_000, 27_000])
    expect(await claims({ key: "c" })).toEqual([25_000])
    expect(await claims({ key: "b" })).toEqual([])
    expect(await claims({ hasCandidates: true })).toEqual([25_000])
    expect(await claims({ hasCandidates: false })).toEqual([27_000])
    await world.run(
      world.payments.acceptMoney("c", { by: "kasir", why: "the second counter", claim: claim?.id ?? 0 }),
    )
    expect(await get("c")).toMatchObject({ status: "paid" })
    expect(await get("a")).toMatchObject({ status: "pending" })
    // The other claim fits nobody.
    expect(await kinds()).toEqual(["unmatched_money"])
  })
})
