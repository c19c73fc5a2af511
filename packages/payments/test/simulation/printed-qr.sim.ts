import { midtrans as midtransPreset } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import type { SandboxPayment } from "@qriskit/sandbox"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "../support/databases.js"
import { openWorld, rawOf, type Spawned, type World } from "../support/world.js"
import { seedOf } from "./seed.js"

const SNAP = "snap-midtrans"
/** As many as are open at once: a thousand on a server, fewer where one process has the database to itself. */
const ORDERS: Readonly<Record<string, number>> = { PostgreSQL: 1_000, PGlite: 250 }
/** How long the shop is open, in minutes, and looks afterwards. */
const MINUTES = 90
/**
 * By so many minutes after its end an order was looked at, and was found to be over: every five minutes they all are.
 */
const LOOKED_AT_BY = 9

/** What the customer of one order does. Minutes count from the opening of the shop. */
interface Customer {
  readonly price: number
  readonly within: number
  /** When the customer pays, and how often; in or after the order's time. */
  readonly paysAt: ReadonlyArray<number>
  /** Types so much more than the screen says. */
  readonly tip: number
  readonly cancelsAt: number | undefined
  /** How long the callback is on its way, and how often it comes. */
  readonly delay: number
  readonly times: number
}

const customer: fc.Arbitrary<Customer> = fc.record({
  price: fc.constantFrom(15_000, 25_000, 25_000, 25_000, 25_500, 40_000),
  within: fc.integer({ min: 5, max: 60 }),
  paysAt: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: MINUTES - 10 }).map((at) => [at]) },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: MINUTES - 20 }).map((at) => [at, at + 7]) },
  ),
  tip: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 100_000),
  cancelsAt: fc.option(fc.integer({ min: 1, max: 50 }), { freq: 6, nil: undefined }),
  delay: fc.constantFrom(0, 0, 0, 1, 4),
  times: fc.constantFrom(1, 1, 1, 2),
})

describe.each(DATABASES)("many orders open at once on one printed QR, on %s", (name, openDatabase) => {
  const orders = ORDERS[name] ?? 0
  let database: TestDatabase
  let world: World
  let snap: ReturnType<typeof createSnap>
  let processes: ReadonlyArray<Spawned> = []
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
    snap = createSnap({ profile: midtransPreset, ...world.sandbox.snap.midtrans })
    const spawn = () => world.spawn({ options: { providers: [snap], expectSurplus: 999 } })
    processes = [await spawn(), await spawn()]
  })
  afterAll(async () => {
    for (const process of processes) await process.end()
    await world?.close()
    await snap?.close()
    await database?.close()
  })

  const at = (index: number): Spawned => processes[index % processes.length] as Spawned
  const inTurns = async <A>(items: ReadonlyArray<A>, work: (item: A, index: number) => Promise<unknown>) => {
    for (let from = 0; from < items.length; from += 40)
      await Promise.all(items.slice(from, from + 40).map((item, index) => work(item, from + index)))
  }

  test("no two have one amount, and every rupiah is an order's or listed", async () => {
    const seed = seedOf()
    const [customers = []] = fc.sample(fc.array(customer, { minLength: orders, maxLength: orders }), {
      seed,
      numRuns: 1,
    })
    const told = `seed ${seed}`
    const qr = await world.control.staticQr(SNAP)

    const amounts = new Map<number, number>()
    await inTurns(customers, async ({ price, within }, index) => {
      const { payments, run } = at(index)
      const order = { key: `order-${index}`, qr, amount: price, within, provider: SNAP }
      const record = await run(payments.expect(order))
      expect(record.amount - price, told).toBeGreaterThanOrEqual(0)
      amounts.set(index, record.amount)
    })
    expect(new Set(amounts.values()).size, told).toBe(orders)

    /** Whose order a payment was meant for. */
    const payers = new Map<string, string>()
    const callbacks: Array<{ readonly due: number; readonly payment: SandboxPayment }> = []
    for (let minute = 1; minute <= MINUTES; minute++) {
      await world.advance({ minutes: 1 })
      for (const [index, each] of customers.entries()) {
        if (each.cancelsAt === minute && each.paysAt.length === 0)
          await at(index).run(at(index).payments.cancel(`order-${index}`))
        for (const pays of each.paysAt)
          if (pays === minute) {
            const payment = await world.control.payStatic(SNAP, (amounts.get(index) ?? 0) + each.tip)
            payers.set(payment.paymentId, `order-${index}`)
            for (let time = 0; time < each.times; time++)
              callbacks.push({ due: minute + each.delay, payment })
          }
      }
      const due = callbacks.filter((callback) => callback.due === minute)
      await inTurns(due, async ({ payment: { paymentId } }, index) => {
        const raw = rawOf(await world.control.callbacks.build(paymentId))
        await at(index).run(at(index).payments.receive(SNAP, raw))
        // Two at once: one of them may be asked to come again.
        await at(index + 1).run(at(index + 1).payments.receive(SNAP, raw))
      })
      if (minute % 5 === 0) await at(minute).run(at(minute).payments.reconcileNow)
    }
    await at(0).run(at(0).payments.reconcileNow)

    const ledger = await world.control.payments()
    const rows = await database.rows(
      `select p.key, a.amount::text as amount, a.status, a.provider_payment_id, e.opened_at, e.held_until,
         (select count(*)::int from qriskit.event as v where v.payment_id = p.id and v.type = 'paid') as told
       from qriskit.attempt as a join qriskit.payment as p on p.id = a.payment_id
         join qriskit.expectation as e on e.attempt_id = a.id`,
    )
    const byId = new Map(ledger.map((payment) => [payment.paymentId, payment]))
    const explained = new Set<string>()
    for (const row of rows) {
      const paid = byId.get(String(row["provider_payment_id"]))
      const told = `seed ${seed}, ${row["key"]}`
      expect(["paid", "expired", "canceled"], told).toContain(row["status"])
      expect(row["status"] === "paid", told).toBe(paid !== undefined)
      expect(row["told"], told).toBe(paid === undefined ? 0 : 1)
      const candidates = ledger.filter(({ amount }) => amount === Number(row["amount"]))
      expect(candidates.length > 0, `${told}: paid where its amount came`).toBe(paid !== undefined)
      if (paid === undefined) continue
      expect(paid.paidAmount, told).toBe(Number(row["amount"]))
      expect(explained.has(paid.paymentId), told).toBe(false)
      explained.add(paid.paymentId)
    }
    const listed = await database.rows(
      `select u.provider_payment_id, u.amount::text as amount from qriskit.unmatched as u
       where u.attempt_id is null and u.state = 'confirmed'`,
    )
    for (const { provider_payment_id: id } of listed) explained.add(String(id))
    expect(explained.size, told).toBe(ledger.length)
    const sum = (of: ReadonlyArray<bigint>) => of.reduce((total, each) => total + each, 0n)
    const totals = await at(0).run(at(0).payments.totals())
    expect(
      sum(totals.map(({ arrived }) => arrived)) + sum(listed.map(({ amount }) => BigInt(String(amount)))),
      told,
    ).toBe(sum(ledger.map(({ paidAmount = 0 }) => BigInt(paidAmount))))
    // Late and double money is known to a person. An order may have been paid before by somebody else's tip.
    const paidByTheirOwn = new Set(
      rows
        .filter(({ key, provider_payment_id: id }) => payers.get(String(id)) === key)
        .map(({ key }) => String(key)),
    )
    const late = customers.filter(
      ({ paysAt: [first = 0], within, tip }, index) =>
        tip === 0 && first > within + LOOKED_AT_BY && paidByTheirOwn.has(`order-${index}`),
    ).length
    const findings = await database.rows("select kind, count(*)::int as n from qriskit.anomaly group by kind")
    const found = Object.fromEntries(findings.map(({ kind, n }) => [kind, Number(n)]))
    expect(found["paid_after_expiry"] ?? 0, told).toBeGreaterThanOrEqual(late)
    expect((found["paid_again"] ?? 0) + (found["unmatched_money"] ?? 0), told).toBe(listed.length)
  }, 600_000)
})
