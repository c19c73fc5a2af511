import { MalformedResponse, NetworkFailure, type PaymentStatus, QrisError } from "@qriskit/core"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { makeAcquirerMoves } from "./support/acquirer-moves.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { ifortepayOrder, openWorld, START, type World, zipayOrder } from "./support/world.js"

const MINUTE = 60_000

describe.each(DATABASES)("money from outside, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  const moves = makeAcquirerMoves()
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, {}, { database: (service) => service, provider: moves.provider })
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(() => {
    moves.reset()
    return world.reset()
  })

  const open = (order = zipayOrder(), options = {}) => world.run(world.payments.open(order, options))
  const get = (key = "order-1001") => world.run(world.payments.get(key))
  const refresh = (key = "order-1001") => world.run(world.payments.refresh(key))
  const kinds = async () => (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)
  const says = (status: PaymentStatus) => moves.rewrite(() => ({ status, providerStatus: status }))
  const offline = () =>
    moves.failInquiries(
      new QrisError({
        provider: "zipay",
        operation: "inquire",
        reason: new NetworkFailure({ outcome: "not_sent", description: "refused" }),
      }),
    )
  const payShown = async (key = "order-1001", options = {}) =>
    world.control.pay((await get(key)).ref?.paymentId ?? "", options)
  const arrived = async () =>
    (await world.run(world.payments.totals())).reduce((sum, total) => sum + total.arrived, 0n)

  describe("an answer that was overtaken", () => {
    test("moves nothing back, and alarms nobody", async () => {
      await open()
      await payShown()
      const held = moves.holdNextInquiry()
      says("paid")
      const late = refresh()
      await held.read
      says("refund_pending")
      expect(await refresh()).toMatchObject({ status: "refund_pending" })
      held.release()
      expect(await late).toMatchObject({ status: "refund_pending" })
      expect(await kinds()).toEqual(["refund_not_ours"])
    })

    test("of a cancel is no revival", async () => {
      await open(ifortepayOrder())
      const held = moves.holdNextInquiry()
      const late = refresh()
      await held.read
      expect(await world.run(world.payments.cancel("order-1001"))).toMatchObject({ status: "canceled" })
      held.release()
      expect(await late).toMatchObject({ status: "canceled" })
      expect(await kinds()).toEqual([])
    })

    test("that speaks of money nobody recorded is asked for again", async () => {
      await open()
      await payShown()
      const held = moves.holdNextInquiry()
      const late = refresh()
      await held.read
      says("pending")
      await refresh()
      moves.reset()
      held.release()
      expect(await late).toMatchObject({ status: "pending" })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "paid" })
    })

    test("is refused by the database, whatever writes it", async () => {
      await open()
      await payShown()
      await refresh()
      for (const change of ["provider_status = 'OTHER'", "answered_asking = 0"])
        await expect(database.rows(`update qriskit.attempt set ${change}`)).rejects.toThrow("was overtaken")
    })
  })

  describe("one payment of the provider for two orders", () => {
    test("the second create is not believed, and a finding names both", async () => {
      const first = await open(zipayOrder("order-1"))
      moves.repeatId(first.ref?.paymentId)
      const second = await open(zipayOrder("order-2"))
      expect(second).toMatchObject({ status: "unknown", failure: { reason: "UntrustedResponse" } })
      expect(second.qr).toBeUndefined()
      const [finding] = await world.run(world.payments.anomalies.list())
      expect(finding).toMatchObject({ kind: "repeated_payment_id", key: "order-2" })
      expect(finding?.detail).toContain("order-1")
      moves.repeatId(undefined)
      await payShown("order-1")
      await refresh("order-1")
      await world.advance({ hours: 2 })
      await world.run(world.payments.reconcileNow)
      expect(await arrived()).toBe(25_000n)
    })

    test("the database refuses it, whatever writes it", async () => {
      await open(zipayOrder("order-1"))
      await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
      await open(zipayOrder("order-2"))
      const sharing = database.rows(
        `update qriskit.attempt set provider_payment_id = (
           select provider_payment_id from qriskit.attempt where provider_payment_id is not null
         ) where provider_payment_id is null`,
      )
      await expect(sharing).rejects.toThrow("attempt_provider_payment")
    })

    test("an answer about another payment than the recorded one is not believed", async () => {
      await open(zipayOrder("order-1"))
      const { ref } = await get("order-1")
      moves.rewrite((said) => ({
        status: "paid",
        ref: { ...said.ref, paymentId: "another" } as typeof said.ref,
      }))
      await world.run(world.payments.refresh("order-1"))
      expect(await get("order-1")).toMatchObject({ status: "pending", ref })
      expect(await kinds()).toEqual(["answer_contradicts"])
    })
  })

  describe("money on two QRs of one order", () => {
    /** Rp 10 on the first QR, which was given up; the second one is shown. */
    const payTen = async () => {
      const first = await open(zipayOrder("order-1001", 50_000))
      await world.run(world.payments.cancel("order-1001"))
      await open(zipayOrder("order-1001", 50_000), { renew: true })
      await world.control.pay(first.ref?.paymentId ?? "", { amount: 10, force: true })
      await world.advance({ minutes: 1 })
      await world.run(world.payments.reconcileNow)
    }

    test("the attempt with the right amount governs, and the other money is a finding", async () => {
      const first = await open(zipayOrder("order-1001", 50_000))
      await world.run(world.payments.cancel("order-1001"))
      const second = await open(zipayOrder("order-1001", 50_000), { renew: true })
      await world.control.pay(first.ref?.paymentId ?? "", { amount: 10, force: true })
      await world.advance({ minutes: 1 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "under_review", paidAmount: 10, attempt: 1 })

      await world.control.pay(second.ref?.paymentId ?? "")
      await world.advance({ minutes: 1 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "paid", paidAmount: 50_000, attempt: 2 })
      expect((await kinds()).sort()).toEqual(["amount_mismatch", "paid_after_cancel", "paid_twice"])
      const events = (await world.run(world.payments.timeline("order-1001"))).flatMap((entry) =>
        entry.kind === "event" && entry.type === "paid" ? [entry.status] : [],
      )
      expect(events).toEqual(["paid"])
      const decided = { by: "kasir", why: "no" }
      expect(await world.error(world.payments.acceptAmount("order-1001", decided))).toMatchObject({
        _tag: "WrongState",
      })
    })

    test("the books have all of it, and say what is too much", async () => {
      await payTen()
      const [wrong] = await world.run(world.payments.totals())
      expect(wrong).toMatchObject({
        status: "under_review",
        payments: 1,
        asked: 50_000n,
        arrived: 10n,
        surplus: 0n,
      })
      const second = await database.rows(
        "select provider_payment_id from qriskit.attempt where paid_amount is null",
      )
      await world.control.pay(String(second[0]?.["provider_payment_id"]))
      await world.advance({ minutes: 1 })
      await world.run(world.payments.reconcileNow)
      expect(await world.run(world.payments.totals())).toEqual([
        {
          provider: "zipay",
          status: "paid",
          payments: 1,
          asked: 50_000n,
          arrived: 50_010n,
          surplus: 10n,
          refunded: 0n,
          settled: 0n,
          fee: 0n,
          net: 0n,
        },
      ])
      const ledger = (await world.control.payments()).reduce(
        (sum, { paidAmount }) => sum + (paidAmount ?? 0),
        0,
      )
      expect(await arrived()).toBe(BigInt(ledger))
    })

    test("the database refuses a paid attempt that does not govern", async () => {
      await payTen()
      const paying = database.rows(
        "update qriskit.attempt set status = 'paid', paid_amount = 50000, answered_asking = 1e9 where paid_amount is null",
      )
      await expect(paying).rejects.toThrow("governs its payment")
    })
  })

  describe("before what cannot be taken back", () => {
    test("renew asks about the old QR: where it was paid, that is the answer", async () => {
      await open(ifortepayOrder())
      await world.run(world.payments.cancel("order-1001"))
      await payShown("order-1001", { force: true })
      expect(await open(ifortepayOrder(), { renew: true })).toMatchObject({ status: "paid", attempt: 1 })
      expect((await world.control.payments()).length).toBe(1)
    })

    test("where it cannot be asked, renew is refused; the caller's word stands for it", async () => {
      await open()
      await world.run(world.payments.cancel("order-1001"))
      offline()
      expect(await world.error(world.payments.open(zipayOrder(), { renew: true }))).toMatchObject({
        _tag: "QrisError",
        operation: "inquire",
      })
      expect(await get()).toMatchObject({ attempt: 1, status: "abandoned" })
      expect(await open(zipayOrder(), { renew: true, unasked: true })).toMatchObject({
        attempt: 2,
        status: "pending",
      })
    })

    test("a cancel asks first where the provider cannot cancel", async () => {
      await open()
      await payShown()
      expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({
        _tag: "WrongState",
        status: "paid",
      })
      expect(await kinds()).toEqual([])
    })

    test("a cancel that cannot ask is refused; the caller's word stands for it", async () => {
      await open()
      offline()
      expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({ operation: "inquire" })
      expect(await get()).toMatchObject({ status: "pending" })
      expect(await world.run(world.payments.cancel("order-1001", { unasked: true }))).toMatchObject({
        status: "abandoned",
      })
    })

    test("a cancel asks about every earlier QR, also where the provider can cancel the last one", async () => {
      const first = await open(ifortepayOrder())
      await world.run(world.payments.cancel("order-1001"))
      await open(ifortepayOrder(), { renew: true })
      await world.control.pay(first.ref?.paymentId ?? "", { force: true })
      expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({ status: "paid" })
      const [, second] = await world.control.payments()
      expect(second?.status).toBe("pending")
    })

    test("the database refuses a further QR that follows one nobody asked about", async () => {
      await open(ifortepayOrder())
      const insert = () =>
        database.rows(
          `insert into qriskit.attempt (id, payment_id, number, provider, external_id, amount, opened_at, changed_at, expires_at)
           select gen_random_uuid(), id, 2, provider, 'another', amount, now(), now(), now() from qriskit.payment`,
        )
      await expect(insert()).rejects.toThrow("one QR at a time")
      await world.run(world.payments.cancel("order-1001"))
      await expect(insert()).rejects.toThrow("asked about every earlier one")
      await payShown("order-1001", { force: true })
      await refresh()
      await expect(insert()).rejects.toThrow("an order with money")
    })
  })

  describe("an expiry that was over before the QR was made", () => {
    test("is not believed, is a finding, and the QR is watched as long as it is shown", async () => {
      moves.rewrite(() => ({ expiresAt: new Date(START.getTime() - 7 * 60 * MINUTE) }))
      const record = await open({ ...zipayOrder(), expiresInMinutes: 30 })
      expect(record.expiresAt).toEqual(new Date(START.getTime() + 30 * MINUTE))
      expect(await kinds()).toEqual(["expiry_not_believed"])
      await payShown()
      await world.advance({ seconds: 5 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "paid" })
      expect(await kinds()).toEqual(["expiry_not_believed"])
    })

    test("an expiry before the end of its showing does not end the watch", async () => {
      moves.rewrite(() => ({ expiresAt: new Date(START.getTime() + 2 * MINUTE), status: "pending" }))
      await open({ ...zipayOrder(), expiresInMinutes: 30 })
      await world.advance({ minutes: 20 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "pending" })
      await world.advance({ minutes: 13 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "expired" })
    })
  })

  test("answers that cannot be read become a finding of that payment", async () => {
    await open()
    moves.failInquiries(
      new QrisError({
        provider: "zipay",
        operation: "inquire",
        reason: new MalformedResponse({ outcome: "unknown", description: "no JSON" }),
      }),
    )
    for (let look = 0; look < 3; look++) {
      expect(await kinds()).toEqual([])
      await world.error(world.payments.refresh("order-1001"))
    }
    const [finding] = await world.run(world.payments.anomalies.list())
    expect(finding).toMatchObject({ kind: "unreadable_answers", key: "order-1001" })
  })
})
