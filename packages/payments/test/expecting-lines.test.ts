import { statementFrom } from "@qriskit/statements"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { ExpectPaymentInput } from "../src/expecting/expect-payment.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { handMade } from "./support/hand-made-statements.js"
import { recordPayments } from "./support/paid-payments.js"
import { openWorld, rawOf, START, type World } from "./support/world.js"

/** When the shop opens, in Jakarta. */
const OPENING = "2026-10-05T10:00:00+07:00"

/** A line of GoPay's report, which names no id of ours: 5 October 2026, at a time, an amount. */
type Line = readonly [time: string, rupiah: number, day?: string]

const report = (lines: ReadonlyArray<Line>): Uint8Array =>
  Buffer.from(
    [
      '"No","Transaksi Dibuat","Transaksi Diperbarui","Status","ID Transaksi","No. Ref","Harga","MDR","Tipe Pembayaran","Catatan","Outlet"',
      ...lines.map(([time, rupiah, day = "05 Oct 2026"], index) =>
        [index + 1, `${day} - ${time}`, `${day} - ${time}`, "SUKSES", `A${day.slice(0, 2)}${index}${rupiah}`]
          .concat([`2627800000000000${rupiah}${index}`, String(rupiah), "0", "QRIS", "", "Toko Contoh"])
          .map((cell) => `"${cell}"`)
          .join(","),
      ),
      "",
    ].join("\n"),
  )

describe.each(DATABASES)("a statement's lines and orders on a printed QR, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let qr = ""
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
    qr = await world.control.staticQr("zipay")
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    await world.advance({ ms: Date.parse(OPENING) - START.getTime() })
  })

  const expected = (key: string, more: Partial<ExpectPaymentInput> = {}) =>
    world.run(world.payments.expect({ key, qr, amount: 25_000, within: 15, ...more }))
  const nextDay = async () => {
    await world.advance({ hours: 22 })
    await world.run(world.payments.reconcileNow)
  }
  const importing = (lines: ReadonlyArray<Line>, dry = false) =>
    world.run(
      world.payments.statements[dry ? "dryRun" : "import"](
        statementFrom(report(lines), { fees: { category: "UMI" } }),
        { by: "Siti, finance" },
      ),
    )
  const paidBy = (done: Awaited<ReturnType<typeof importing>>) =>
    "matched" in done ? done.matched.paidOnPrintedQrs.map(({ key }) => key) : undefined
  const get = (key: string) => world.run(world.payments.get(key))
  const kinds = async () => (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind).sort()
  const classes = () =>
    database.rows(
      `select p.key, s.class from qriskit.settlement as s join qriskit.attempt as a on a.id = s.attempt_id
       join qriskit.payment as p on p.id = a.payment_id order by p.key`,
    )

  test("the next day's report pays those whose amount and time it tells, and settles them", async () => {
    for (const key of ["a", "b", "c"]) await expected(key)
    await nextDay()
    const scope = Scope.makeUnsafe()
    const fulfilled: Array<string> = []
    await world.run(
      Scope.provide(
        world.payments.on("paid", ({ key }) => Effect.sync(() => fulfilled.push(key))),
        scope,
      ),
    )
    const lines: ReadonlyArray<Line> = [
      ["10:07:00", 25_001],
      ["10:14:59", 25_002],
    ]
    // A dry run tells the same and leaves nothing.
    expect(paidBy(await importing(lines, true))).toEqual(["b", "c"])
    expect(await get("b")).toMatchObject({ status: "expired" })

    const imported = await importing(lines)
    await world.run(world.payments.reconcileNow)
    expect(paidBy(imported)).toEqual(["b", "c"])
    expect(fulfilled.sort()).toEqual(["b", "c"])
    expect(await get("a")).toMatchObject({ status: "expired" })
    expect(await get("b")).toMatchObject({
      status: "paid",
      paidAmount: 25_001,
      paidAt: new Date("2026-10-05T10:07:00+07:00"),
    })
    expect(await classes()).toEqual([
      { key: "b", class: "settled" },
      { key: "c", class: "settled" },
    ])
    // It was in time, though the report came the day after.
    expect(await kinds()).toEqual([])
    expect(await world.run(world.payments.timeline("b"))).toContainEqual(
      expect.objectContaining({ kind: "money", evidence: "statement" }),
    )
    // Matched again, each line is the same order's.
    expect(await world.run(world.payments.statements.match())).toMatchObject({ paidOnPrintedQrs: [] })
    expect(await classes()).toHaveLength(2)
    expect(await kinds()).toEqual([])
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  test("late money is a finding, other money unknown, and a second time the same amount is nobody's", async () => {
    for (const key of ["a", "b"]) await expected(key)
    await nextDay()
    await importing([
      ["10:05:00", 25_000],
      ["10:06:00", 25_000],
      ["12:00:00", 25_001],
      ["10:05:00", 24_000],
      ["23:30:00", 25_002],
    ])
    expect(await get("a")).toMatchObject({ status: "paid" })
    expect(await get("b")).toMatchObject({ status: "paid" })
    expect(await kinds()).toEqual(["paid_after_expiry", "unknown_money", "unknown_money", "unknown_money"])
  })

  test("a line that fits several orders pays none", async () => {
    await expected("a")
    await expected("b", { qr: await world.control.staticQr("snap-midtrans") })
    await nextDay()
    await importing([["10:05:00", 25_000]])
    expect([(await get("a")).status, (await get("b")).status]).toEqual(["expired", "expired"])
    expect(await kinds()).toEqual(["ambiguous_in_statement"])
    await world.run(world.payments.acceptMoney("b", { by: "Siti", why: "the second counter's till" }))
    expect(await get("b")).toMatchObject({ status: "paid" })
  })

  test("what a person took for one of them stays that one's, however often it is matched: nobody else is paid by it", async () => {
    await expected("a")
    await expected("b", { qr: await world.control.staticQr("snap-midtrans") })
    await nextDay()
    await importing([["10:05:00", 25_000]])
    const seen = { by: "Siti", why: "the second counter's till", arrivedAt: new Date("2026-10-05T03:09:00Z") }
    await world.run(world.payments.acceptMoney("b", seen))
    expect(await world.run(world.payments.statements.match())).toMatchObject({ paidOnPrintedQrs: [] })
    expect(await get("a")).toMatchObject({ status: "expired" })
    expect(await kinds()).toEqual(["ambiguous_in_statement"])
  })

  test("a line of money that a callback told, minutes apart, pays no other order with the amount", async () => {
    await expected("told", { provider: "zipay" })
    await expected("other", { qr: await world.control.staticQr("snap-midtrans") })
    const { paymentId } = await world.control.payStatic("zipay", 25_000)
    await world.run(world.payments.receive("zipay", rawOf(await world.control.callbacks.build(paymentId))))
    await world.run(world.payments.reconcileNow)
    expect(await get("told")).toMatchObject({ status: "paid" })
    await nextDay()
    expect(paidBy(await importing([["10:03:00", 25_000]]))).toEqual([])
    expect(await get("other")).toMatchObject({ status: "expired" })
    expect(await kinds()).toEqual(["ambiguous_in_statement"])
  })

  test("a line that paid an order stays its own beside a payment of the same minute that becomes known later", async () => {
    await expected("a")
    await nextDay()
    await importing([["10:05:00", 25_000]])
    await recordPayments(database, [{ key: "other", amount: 25_000, paidAt: "2026-10-05T10:05:20+07:00" }])
    await world.run(world.payments.statements.match())
    expect(await classes()).toEqual([{ key: "a", class: "settled" }])
    expect(await kinds()).toEqual([])
  })

  test("a line that tells the day alone pays the order of that day, and no second one whose amount is the same", async () => {
    const dayAlone = (name: string, ...keys: ReadonlyArray<string>) =>
      world.run(
        world.payments.statements.import(
          handMade({
            name,
            lines: keys.map((key) => ({ key, paidOn: "2026-10-05", gross: 2_500_000n, net: 2_500_000n })),
          }),
          { by: "Siti, finance" },
        ),
      )
    await expected("morning")
    const { openedAt } = await get("morning")
    await dayAlone("first", "one")
    expect(await get("morning")).toMatchObject({ status: "paid", paidAt: openedAt })
    // Its amount has rested, and is another order's in the evening. Each of them has its line.
    await world.advance({ hours: 7 })
    await expected("evening", { surplus: 0 })
    await world.run(world.payments.acceptMoney("evening", { by: "Siti", why: "seen" }))
    await dayAlone("second", "one", "two")
    expect(await classes()).toEqual([
      { key: "evening", class: "settled" },
      { key: "morning", class: "settled" },
    ])
    expect(await kinds()).toEqual([])
  })

  test("another account that takes the same lines back says nothing of this one's orders", async () => {
    await expected("a")
    await nextDay()
    await importing([["10:05:00", 25_000]])
    const { import: theirs } = await world.run(
      world.payments.statements.import(
        statementFrom(report([["10:05:00", 25_000]]), { fees: { category: "UMI" } }),
        { by: "Siti, finance", account: "toko-2" },
      ),
    )
    await world.run(world.payments.statements.undo(theirs.id, { by: "Siti", why: "another shop's" }))
    expect(await kinds()).toEqual([])
    expect(await get("a")).toMatchObject({ status: "paid" })
  })

  test("what a callback or a person told before is in the report, too; and the other way round", async () => {
    await expected("told", { provider: "zipay" })
    await expected("accepted")
    await expected("listed", { provider: "zipay" })
    const pay = async (amount: number) => {
      const { paymentId } = await world.control.payStatic("zipay", amount)
      return world.run(world.payments.receive("zipay", rawOf(await world.control.callbacks.build(paymentId))))
    }
    await pay(25_000)
    await world.run(world.payments.reconcileNow)
    await world.run(world.payments.acceptMoney("accepted", { by: "kasir", why: "seen" }))
    await importing([
      ["10:00:30", 25_000],
      ["10:01:00", 25_001],
      ["10:02:00", 25_002],
    ])
    expect((await classes()).map(({ key }) => key)).toEqual(["accepted", "listed", "told"])
    // The acquirer tells of the listed one only now.
    await pay(25_002)
    await world.run(world.payments.reconcileNow)
    expect(await get("listed")).toMatchObject({ status: "paid", ref: { provider: "zipay" } })
    expect(await kinds()).toEqual([])
    expect(await world.run(world.payments.unmatched())).toEqual([])
  })

  test("an import that is taken back leaves paid what it paid, and says so to a person", async () => {
    await expected("a")
    await nextDay()
    const { import: imported } = await importing([["10:05:00", 25_000]])
    await world.run(world.payments.statements.undo(imported.id, { by: "Siti", why: "another shop's" }))
    expect(await get("a")).toMatchObject({ status: "paid" })
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([
      { kind: "evidence_undone", key: "a" },
    ])
    await importing([["10:05:00", 25_000]])
    expect(await classes()).toEqual([{ key: "a", class: "settled" }])
    expect(await kinds()).toEqual(["evidence_undone"])
  })
})
