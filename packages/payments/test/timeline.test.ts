import { describe, expect, test } from "vitest"
import { DATABASES } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { ifortepayOrder, rawOf, START, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("what is on record, on %s", (_name, openDatabase) => {
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
  })

  const open = async (order = zipayOrder()) =>
    (await world.run(world.payments.open(order))).ref?.paymentId ?? ""
  const receive = async (
    provider: string,
    ...[id, changes]: Parameters<typeof world.control.callbacks.build>
  ) => world.run(world.payments.receive(provider, rawOf(await world.control.callbacks.build(id, changes))))
  const timeline = (key = "order-1001") => world.run(world.payments.timeline(key))

  test("a payment's timeline tells its attempts, callbacks, inquiries, events and findings in order", async () => {
    const id = await open()
    await world.advance({ seconds: 10 })
    await world.run(world.payments.cancel("order-1001"))
    await world.advance({ seconds: 10 })
    await world.control.pay(id)
    await receive("zipay", id)
    await receive("zipay", id)
    await world.advance({ seconds: 10 })
    await world.run(world.payments.reconcileNow)
    const [finding] = await world.run(world.payments.anomalies.list())
    await world.run(
      world.payments.anomalies.acknowledge(finding?.id ?? 0, { by: "Kasir Contoh", why: "sold again" }),
    )
    expect(await timeline()).toMatchObject([
      { kind: "attempt", number: 1, externalId: expect.any(String), at: START },
      { kind: "event", type: "opened", status: "pending", isDelivered: false },
      { kind: "event", type: "abandoned" },
      { kind: "receipt", verdict: "accepted", times: 2, claimed: "paid", isChecked: true },
      { kind: "inquiries", attempt: 1, failed: 0 },
      { kind: "event", type: "paid", status: "paid" },
      { kind: "anomaly", anomaly: "paid_after_cancel", by: "Kasir Contoh" },
    ])
  })

  test("a failed attempt says why", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    await open()
    expect((await timeline())[0]).toMatchObject({ kind: "attempt", failure: expect.stringContaining("QR") })
  })

  test("what was forged belongs to the payment whose ids it claims, and to no other", async () => {
    const first = await open(ifortepayOrder("order-1"))
    const second = await open(ifortepayOrder("order-2"))
    await receive("ifortepay", first, { wrongSignature: true })
    await receive("ifortepay", second)
    expect(await world.run(world.payments.receipts({ key: "order-1" }))).toMatchObject([
      { verdict: "forged", providerPaymentId: first },
    ])
    expect(await world.run(world.payments.receipts({ key: "order-2" }))).toMatchObject([
      { verdict: "accepted", providerPaymentId: second },
    ])
    expect((await timeline("order-1")).filter(({ kind }) => kind === "receipt")).toMatchObject([
      { verdict: "forged", isChecked: true, why: expect.any(String) },
    ])
  })

  test("callbacks of one payment come in pages, too", async () => {
    const id = await open()
    for (let noise = 0; noise < 5; noise++) await receive("zipay", id, { set: { noise } })
    const first = await world.run(world.payments.receipts({ key: "order-1001", limit: 3 }))
    const after = first.at(-1)?.id ?? 0
    const second = await world.run(world.payments.receipts({ key: "order-1001", limit: 3, after }))
    expect([first.length, second.length]).toEqual([3, 2])
    expect(await world.run(world.payments.receipts({ key: "no-such-order" }))).toEqual([])
  })

  test("a key that nobody opened has no timeline", async () => {
    expect(await world.error(world.payments.timeline("no-such-order"))).toMatchObject({
      _tag: "NoSuchPayment",
    })
  })

  test("totals add up what was asked and what arrived, exactly, by provider and status", async () => {
    const id = await open(zipayOrder("order-1", 10_000))
    await open(zipayOrder("order-2", 25_000))
    await open(ifortepayOrder("order-3", 40_000))
    await world.control.pay(id)
    await world.run(world.payments.refresh("order-1"))
    const all = [
      {
        provider: "ifortepay",
        status: "pending",
        payments: 1,
        asked: 40_000n,
        arrived: 0n,
        surplus: 0n,
        refunded: 0n,
        settled: 0n,
        fee: 0n,
        net: 0n,
      },
      {
        provider: "zipay",
        status: "paid",
        payments: 1,
        asked: 10_000n,
        arrived: 10_000n,
        surplus: 0n,
        refunded: 0n,
        settled: 0n,
        fee: 0n,
        net: 0n,
      },
      {
        provider: "zipay",
        status: "pending",
        payments: 1,
        asked: 25_000n,
        arrived: 0n,
        surplus: 0n,
        refunded: 0n,
        settled: 0n,
        fee: 0n,
        net: 0n,
      },
    ]
    expect(await world.run(world.payments.totals())).toEqual(all)
    expect(await world.run(world.payments.totals({ from: START }))).toEqual(all)
    expect(await world.run(world.payments.totals({ until: START }))).toEqual([])
    expect(await world.error(world.payments.totals({ from: new Date(Number.NaN) }))).toMatchObject({
      _tag: "InvalidInput",
    })
  })

  test("every provider on record is named once", async () => {
    expect(await world.run(world.payments.providers)).toEqual([])
    for (const key of ["order-1", "order-2"]) await open(zipayOrder(key))
    await open(ifortepayOrder("order-3"))
    expect(await world.run(world.payments.providers)).toEqual(["ifortepay", "zipay"])
  })
})
