import { midtrans as midtransPreset } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { openWorld, rawOf, type World } from "./support/world.js"

const SNAP = "snap-midtrans"

describe.each(DATABASES)("printed QRs and what may come between, on %s", (name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let snap: ReturnType<typeof createSnap>
  let qr = ""
  const fuse = makeFuse()
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { reconcileConcurrency: 1 }, fuse)
    snap = createSnap({ profile: midtransPreset, ...world.sandbox.snap.midtrans })
    qr = await world.control.staticQr(SNAP)
  })
  afterAll(async () => {
    await world?.close()
    await snap?.close()
    await database?.close()
  })

  const start = async () => {
    fuse.reset()
    await world.reset()
    await world.restart({ providers: [world.zipay, snap.effect] })
  }
  beforeEach(start)

  const order = (key: string, surplus = 99) => ({
    key,
    qr,
    amount: 25_000,
    within: 15,
    provider: SNAP,
    surplus,
  })
  const attempts = () =>
    database.rows("select amount::text as amount, status from qriskit.attempt order by amount")
  const told = async (paymentId: string) => rawOf(await world.control.callbacks.build(paymentId))

  test("two processes that race for one amount: one has it, the other is told that none is free", async () => {
    const other = await world.spawn({ options: { providers: [world.zipay, snap.effect] } })
    const both = await Promise.allSettled([
      world.run(world.payments.expect(order("a", 0))),
      other.run(other.payments.expect(order("b", 0))),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { _tag: "NoFreeAmount" },
    })
    expect(await attempts()).toEqual([{ amount: "25000", status: "pending" }])
    await other.end()
  })

  test("many at once in two processes, some with the same key: no amount is two orders'", async () => {
    const other = await world.spawn({ options: { providers: [world.zipay, snap.effect] } })
    const keys = Array.from({ length: 60 }, (_, n) => `order-${n}`)
    const records = await Promise.all(
      keys.flatMap((key) => [
        world.run(world.payments.expect(order(key))),
        other.run(other.payments.expect(order(key))),
      ]),
    )
    const amounts = (await attempts()).map(({ amount }) => Number(amount))
    expect(amounts).toEqual(Array.from({ length: 60 }, (_, n) => 25_000 + n))
    for (const key of keys)
      expect(new Set(records.filter((record) => record.key === key).map(({ amount }) => amount)).size).toBe(1)
    await other.end()
  })

  test("one callback in two processes at once, and two payments of one amount at once: one of them pays", async () => {
    const other = await world.spawn({ options: { providers: [world.zipay, snap.effect] } })
    await world.run(world.payments.expect(order("a")))
    const [first, second] = [
      await world.control.payStatic(SNAP, 25_000),
      await world.control.payStatic(SNAP, 25_000),
    ]
    const bodies = [await told(first.paymentId), await told(second.paymentId)]
    const send = () =>
      Promise.all(
        bodies.flatMap((body) => [
          world.run(world.payments.receive(SNAP, body)),
          other.run(other.payments.receive(SNAP, body)),
        ]),
      )
    // One that came between is asked for again, and is then known.
    await send()
    const verdicts = (await send()).map(({ verdict }) => verdict).sort()
    expect(verdicts).toEqual(["accepted", "accepted", "unmatched", "unmatched"])
    expect(await attempts()).toEqual([{ amount: "25000", status: "paid" }])
    const found = await world.run(world.payments.anomalies.list())
    expect(found.map(({ kind }) => kind)).toEqual(["paid_again"])
    expect(
      await database.rows("select count(*)::int as times from qriskit.event where type = 'paid'"),
    ).toEqual([{ times: 1 }])
    await other.end()
  })

  test("a cancel and the money at once: either may be first, and nothing is lost", async () => {
    await world.run(world.payments.expect(order("a")))
    const body = await told((await world.control.payStatic(SNAP, 25_000)).paymentId)
    const [, canceled] = await Promise.all([
      world.run(world.payments.receive(SNAP, body)),
      world.run(Effect.result(world.payments.cancel("a"))),
    ])
    const kinds = (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)
    expect(await world.run(world.payments.get("a"))).toMatchObject({ status: "paid" })
    // It may be canceled and then paid before the cancel has read what it came to.
    const isCanceledFirst = canceled._tag === "Success" || kinds.length > 0
    expect(kinds).toEqual(isCanceledFirst ? ["paid_after_cancel"] : [])
  })

  test("killed between any two lines: expected, told, asked and ended, all of it comes right", async () => {
    const zipayQr = await world.control.staticQr("zipay")
    let place = name === "PGlite" ? 1 : 3
    // Not every place: others on the other database.
    for (; place < 200; place += name === "PGlite" ? 8 : 4) {
      await start()
      fuse.arm(place)
      const story = async () => {
        await world.run(world.payments.expect(order("signed")))
        await world.run(world.payments.expect({ ...order("asked"), qr: zipayQr, provider: "zipay" }))
        await world.run(world.payments.expect(order("nobody pays")))
        await world.run(
          world.payments.receive(SNAP, await told((await world.control.payStatic(SNAP, 25_000)).paymentId)),
        )
        const claim = await told((await world.control.payStatic("zipay", 25_000)).paymentId)
        await world.run(world.payments.receive("zipay", claim))
        await world.run(world.payments.reconcileNow)
        await world.advance({ minutes: 18 })
        await world.run(world.payments.reconcileNow)
      }
      const isAlive = await Promise.race([story().then(() => true), fuse.killed().then(() => false)])
      fuse.reset()
      await world.restart({ providers: [world.zipay, snap.effect] })

      // Whoever comes after asks for the same; who was not answered tells it again.
      const records = [
        await world.run(world.payments.expect(order("signed"))),
        await world.run(world.payments.expect({ ...order("asked"), qr: zipayQr, provider: "zipay" })),
      ]
      for (const provider of [SNAP, "zipay"] as const) {
        const known = (await world.control.payments()).filter((payment) => payment.provider === provider)
        const payment = known[0] ?? (await world.control.payStatic(provider, 25_000))
        await world.run(world.payments.receive(provider, await told(payment.paymentId)))
      }
      for (let time = 0; time < 3; time++) {
        await world.advance({ minutes: 9 })
        await world.run(world.payments.reconcileNow)
      }
      for (const { key } of records)
        expect(await world.run(world.payments.get(key)), `place ${place}: ${key}`).toMatchObject({
          status: "paid",
          paidAmount: 25_000,
        })
      const rows = await attempts()
      expect(
        rows.filter(({ status }) => status === "pending"),
        `place ${place}`,
      ).toEqual([])
      const gaps = await database.rows(
        `select p.key from qriskit.payment p left join qriskit.event e on e.payment_id = p.id
         group by p.id having count(e.id) <> p.event_seq or max(e.seq) <> count(e.id)`,
      )
      expect(gaps, `place ${place}: events`).toEqual([])
      expect(
        (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind),
        `place ${place}: findings`,
      ).toEqual([])
      if (isAlive) break
    }
    expect(place).toBeGreaterThan(20)
  })

  test("whatever code writes, one amount is one order's, and an open order keeps it", async () => {
    await world.run(world.payments.expect(order("a")))
    await world.run(world.payments.expect(order("b")))
    for (const [change, rule] of [
      ["qriskit.expectation set amount = 25000 where amount = 25001", /never change/],
      ["qriskit.expectation set freed_at = held_until", /an order that is open keeps its amount/],
      ["qriskit.expectation set due_at = null, freed_at = opened_at", /expectation_rests/],
      ["qriskit.printed_qr set place = 'x'", /never changed/],
      ["qriskit.attempt set surplus = 7", /never changes/],
    ] as const)
      await expect(database.rows(`update ${change}`), change).rejects.toThrow(rule)
    await expect(database.rows("delete from qriskit.expectation")).rejects.toThrow(/never deleted/)
    await expect(
      database.rows(
        `insert into qriskit.expectation (attempt_id, account, provider, printed_qr_id, amount, opened_at, ends_at, rest_millis, held_until)
         select a.id, '', 'x', e.printed_qr_id, 25000, now(), now(), 0, now()
         from qriskit.attempt as a, qriskit.expectation as e where a.amount = 25001 limit 1`,
      ),
    ).rejects.toThrow(/expectation_pkey|expectation_amount/)
  })
})
