import { badGatewayHtml, tooManyRequests } from "@qriskit/sandbox"
import { describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { ifortepayOrder, rawOf, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("the reconciler on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })

  const reconcile = () => world.run(world.payments.reconcileNow)
  const get = (key = "order-1001") => world.run(world.payments.get(key))
  const anomalies = async () =>
    (await world.run(world.payments.anomalies.list())).map(({ kind, key }) => ({ kind, key }))
  const pay = async (key = "order-1001", options = {}) =>
    world.control.pay((await get(key)).externalId && (await paymentId(key)), options)
  const paymentId = async (key: string) => (await get(key)).ref?.paymentId ?? ""
  /** Lets time pass and reconciles, step by step, as a process that runs would. */
  const live = async (minutes: number, stepSeconds = 30) => {
    for (let at = 0; at < minutes * 60; at += stepSeconds) {
      await world.advance({ seconds: stepSeconds })
      await reconcile()
    }
  }
  const inquiries = async () => {
    const [row] = await database.rows("select sum(inquiries)::int as n from qriskit.attempt")
    return Number(row?.["n"])
  }

  test("a paid QR is known without any callback", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await pay()
    await live(0.5)
    expect(await get()).toMatchObject({ status: "paid", paidAmount: 25_000, providerStatus: "PAID" })
  })

  test("what is not due is not asked about", async () => {
    await world.run(world.payments.open(zipayOrder()))
    expect(await reconcile()).toBe(0)
    await world.advance({ seconds: 5 })
    expect(await reconcile()).toBe(1)
    expect(await reconcile()).toBe(0)
  })

  test("an unpaid QR is asked about once more after expiry and grace, and then called expired", async () => {
    await world.run(world.payments.open(ifortepayOrder()))
    await world.advance({ minutes: 15 })
    await world.control.setProviderStatus(await paymentId("order-1001"), "ACTIVE").catch(() => undefined)
    await reconcile()
    await world.advance({ minutes: 3 })
    await reconcile()
    expect(await get()).toMatchObject({ status: "expired" })
  })

  test("a provider that goes on calling an expired QR active does not keep it open for ever", async () => {
    await world.run(world.payments.open(zipayOrder()))
    const id = await paymentId("order-1001")
    await world.advance({ hours: 24, minutes: 1 })
    await world.control.setProviderStatus(id, "ACTIVE")
    await reconcile()
    expect((await get()).status).toBe("pending")
    await world.advance({ minutes: 2 })
    await reconcile()
    expect((await get()).status).toBe("expired")
  })

  test("an unpaid QR is asked about a bounded number of times, and then no more", async () => {
    await world.run(world.payments.open(ifortepayOrder()))
    await live(20, 15)
    expect((await get()).status).toBe("expired")
    for (const hours of [1, 2, 24, 48, 72]) {
      await world.advance({ hours })
      await reconcile()
    }
    const asked = await inquiries()
    expect(asked).toBeLessThan(120)
    await world.advance({ hours: 1_000 })
    expect(await reconcile()).toBe(0)
  })

  test("a look after expiry that gets no answer calls nothing expired, and is taken again", async () => {
    await world.run(world.payments.open(ifortepayOrder()))
    await world.advance({ minutes: 18 })
    await world.control.faults.script({ at: "ifortepay.inquire", times: 1, fault: { kind: "cut" } })
    await reconcile()
    expect((await get()).status).toBe("pending")
    await live(5, 60)
    expect((await get()).status).toBe("expired")
  })

  test("money that comes after expiry is taken, and a person sees it", async () => {
    await world.run(world.payments.open(ifortepayOrder()))
    await live(20, 60)
    await world.control.callbacks.script({ drop: true })
    await pay("order-1001", { force: true })
    await world.advance({ hours: 2 })
    await reconcile()
    expect(await get()).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect(await anomalies()).toEqual([{ kind: "paid_after_expiry", key: "order-1001" }])
  })

  test("another amount than asked is under review until a person takes it", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await pay("order-1001", { amount: 24_000, force: true })
    await live(0.5)
    expect(await get()).toMatchObject({ status: "under_review", paidAmount: 24_000 })
    expect(await anomalies()).toEqual([{ kind: "amount_mismatch", key: "order-1001" }])
    const record = await world.run(
      world.payments.acceptAmount("order-1001", { by: "Kasir Contoh", why: "discount at the till" }),
    )
    expect(record).toMatchObject({ status: "paid", amount: 25_000, paidAmount: 24_000 })
    expect(await anomalies()).toEqual([])
    const error = await world.error(
      world.payments.acceptAmount("order-1001", { by: "Kasir Contoh", why: "again" }),
    )
    expect(error).toMatchObject({ _tag: "WrongState", status: "paid" })
  })

  test("what is paid stays paid when the provider takes it back", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await pay()
    await live(0.5)
    await world.control.setProviderStatus(await paymentId("order-1001"), "EXPIRED")
    expect(await world.run(world.payments.refresh("order-1001"))).toMatchObject({ status: "paid" })
    expect(await anomalies()).toEqual([{ kind: "status_regressed", key: "order-1001" }])
  })

  test("two paid QRs of one order are one payment and an anomaly", async () => {
    await world.run(world.payments.open(zipayOrder()))
    const first = await paymentId("order-1001")
    await world.run(world.payments.cancel("order-1001"))
    await world.run(world.payments.open(zipayOrder(), { renew: true }))
    await pay()
    await world.run(world.payments.refresh("order-1001"))
    await world.control.pay(first)
    await live(1)
    expect(await get()).toMatchObject({ status: "paid", attempt: 2 })
    expect((await anomalies()).map(({ kind }) => kind).sort()).toEqual(["paid_after_cancel", "paid_twice"])
    const paid = await database.rows("select from qriskit.event where type = 'paid'")
    expect(paid).toHaveLength(1)
  })

  test("the first QR of an order, paid late, governs the order again", async () => {
    await world.run(world.payments.open(zipayOrder()))
    const first = await paymentId("order-1001")
    await world.run(world.payments.cancel("order-1001"))
    await world.run(world.payments.open(zipayOrder(), { renew: true }))
    await world.control.pay(first)
    await live(1)
    expect(await get()).toMatchObject({ status: "paid", attempt: 1 })
  })

  test("an answer that contradicts the record is not believed, and a person sees it", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await world.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "amend", set: { "data.externalId": "another" } },
    })
    await world.advance({ seconds: 5 })
    await reconcile()
    expect(await anomalies()).toEqual([{ kind: "answer_contradicts", key: "order-1001" }])
    expect((await get()).status).toBe("pending")
  })

  test("silence is never read as unpaid: after the QR's time a person sees it, and it is asked about further", async () => {
    await world.run(world.payments.open(ifortepayOrder()))
    await pay()
    await world.control.faults.script({ at: "ifortepay.inquire", times: 1_000, fault: badGatewayHtml })
    for (let hour = 0; hour < 3; hour++) {
      await world.advance({ hours: 1 })
      await reconcile()
    }
    expect((await get()).status).toBe("pending")
    expect(await anomalies()).toEqual([{ kind: "unresolved", key: "order-1001" }])
    await world.control.faults.clear()
    await world.advance({ hours: 1 })
    await reconcile()
    expect((await get()).status).toBe("paid")
  })

  test("a provider that is down is asked rarely, and by one process at a time, until it answers", async () => {
    for (let order = 0; order < 10; order++)
      await world.run(world.payments.open(zipayOrder(`order-${order}`)))
    await world.control.faults.script({ at: "zipay.inquire", times: 10_000, fault: badGatewayHtml })
    await live(5, 5)
    const whileDown = await inquiries()
    expect(whileDown).toBeLessThan(40)
    await world.control.faults.clear()
    await live(12, 15)
    const [gate] = await database.rows(
      "select failures, closed_until from qriskit.provider_gate where provider = 'zipay'",
    )
    expect(gate).toMatchObject({ failures: 0, closed_until: null })
    expect(await inquiries()).toBeGreaterThan(whileDown + 10)
  })

  test("Retry-After closes the gate for as long as the provider asks", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await world.control.faults.script({ at: "zipay.inquire", fault: tooManyRequests(120) })
    await world.advance({ seconds: 10 })
    expect(await reconcile()).toBe(1)
    await world.advance({ seconds: 100 })
    expect(await reconcile()).toBe(0)
    await world.advance({ seconds: 30 })
    expect(await reconcile()).toBe(1)
  })

  test("a provider that says too many is asked more slowly, in smaller bursts, and faster again as time passes", async () => {
    await world.restart({ inquiriesPerSecond: 8, inquiryBurst: 8, gateMillis: 1_000 })
    const orders = Array.from({ length: 24 }, (_, index) => zipayOrder(`order-${index}`))
    for (const order of orders) await world.run(world.payments.open(order))
    const asked = async (seconds: number): Promise<number> => {
      await world.advance({ seconds })
      const before = await inquiries()
      await reconcile()
      return (await inquiries()) - before
    }
    expect(await asked(10)).toBe(8)
    expect(await asked(1)).toBe(8)
    await world.control.faults.script({ at: "zipay.inquire", fault: tooManyRequests(10) })
    expect(await asked(1)).toBe(8)
    // As long as it asks for, nobody asks.
    expect(await asked(9)).toBe(0)
    // Half as fast from then on, and no burst of the old size makes up for the pause.
    expect(await asked(2)).toBe(5)
    expect(await asked(1)).toBe(4)
    // Half of what is missing is back in half of the time, and all of it in the end.
    expect(await asked(60)).toBe(6)
    expect(await asked(100)).toBe(8)
    expect(await asked(1)).toBe(8)
  })

  test("while nobody asks, nothing is claimed: what came meanwhile is asked about as soon as the gate opens", async () => {
    await world.run(world.payments.open(zipayOrder("order-1")))
    await world.run(world.payments.open(zipayOrder("order-2")))
    await world.control.faults.script({ at: "zipay.inquire", times: 2, fault: tooManyRequests(30) })
    await world.advance({ seconds: 10 })
    expect(await reconcile()).toBe(2)
    const id = await paymentId("order-1")
    await world.control.callbacks.script({ drop: true })
    await world.control.pay(id)
    const callback = await world.control.callbacks.build(id)
    await world.run(world.payments.receive("zipay", rawOf(callback)))
    const stranger = { ...callback, body: callback.body.replaceAll(id, "another-payment") }
    await world.run(world.payments.receive("zipay", rawOf(stranger)))
    await world.advance({ seconds: 10 })
    expect(await reconcile()).toBe(0)
    await world.advance({ seconds: 25 })
    expect(await reconcile()).toBeGreaterThanOrEqual(2)
    expect((await world.run(world.payments.get("order-1"))).status).toBe("paid")
  })

  test("not more inquiries are made at once than the rate permits", async () => {
    await world.restart({ inquiriesPerSecond: 2, inquiryBurst: 4 })
    for (let order = 0; order < 12; order++)
      await world.run(world.payments.open(zipayOrder(`order-${order}`)))
    await world.advance({ seconds: 5 })
    await reconcile()
    expect(await inquiries()).toBe(4)
    await world.advance({ seconds: 1 })
    await reconcile()
    expect(await inquiries()).toBe(6)
  })

  test("a clock that was ahead and is put back keeps nobody from being asked about", async () => {
    await world.run(world.payments.open(zipayOrder("order-1")))
    await world.run(world.payments.open(zipayOrder("order-2")))
    const right = world.clock.currentTimeMillisUnsafe()
    world.clock.set(right + 3_600_000)
    await reconcile()
    world.clock.set(right)
    const id = await paymentId("order-1")
    await world.control.callbacks.script({ drop: true })
    await world.control.pay(id)
    const callback = await world.control.callbacks.build(id)
    await world.run(world.payments.receive("zipay", rawOf(callback)))
    await world.advance({ seconds: 2 })
    await reconcile()
    expect((await world.run(world.payments.get("order-1"))).status).toBe("paid")
  })

  test("made-up callbacks about many payments do not keep another one from being asked about", async () => {
    await world.restart({ inquiriesPerSecond: 2, inquiryBurst: 4 })
    const ids: Array<string> = []
    for (let order = 0; order < 10; order++) {
      const { ref } = await world.run(world.payments.open(zipayOrder(`order-${order}`)))
      ids.push(ref?.paymentId ?? "")
    }
    await world.run(world.payments.open(zipayOrder("order-paid")))
    await world.control.pay((await world.control.payments()).at(-1)?.paymentId ?? "")
    const callbacks = await Promise.all(
      ids.map((id) => world.control.callbacks.build(id, { status: "PAID" })),
    )
    for (let round = 0; round < 10; round++) {
      await world.advance({ seconds: 2 })
      for (const callback of callbacks) await world.run(world.payments.receive("zipay", rawOf(callback)))
      await reconcile()
    }
    expect(await world.run(world.payments.get("order-paid"))).toMatchObject({ status: "paid" })
  })

  test("a process that died while it created leaves an attempt that is found and called unknown", async () => {
    await world.run(world.payments.open(zipayOrder()))
    const [row] = await database.rows("select id from qriskit.payment")
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query(
        `insert into qriskit.attempt (id, payment_id, number, provider, external_id, amount, opened_at, changed_at, expires_at, next_inquiry_at)
         select gen_random_uuid(), id, 2, provider, 'lost', amount, $1, $1, $1, $1 from qriskit.payment where id = $2`,
        [new Date(world.clock.currentTimeMillisUnsafe()), row?.["id"]],
      )
    })
    await reconcile()
    const found = await database.rows(
      "select status, failure from qriskit.attempt where external_id = 'lost'",
    )
    expect(found).toMatchObject([{ status: "unknown", failure: { outcome: "unknown" } }])
  })

  test("an inquiry that its process took and never made is taken over when its lease is over", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await pay()
    await world.advance({ seconds: 10 })
    await database.rows("update qriskit.attempt set next_inquiry_at = $1", [
      new Date(world.clock.currentTimeMillisUnsafe() + 120_000),
    ])
    expect(await reconcile()).toBe(0)
    await world.advance({ seconds: 120 })
    await reconcile()
    expect((await get()).status).toBe("paid")
  })

  test("refresh asks at once, and tells what kept the provider from answering", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await world.control.faults.script({ at: "zipay.inquire", fault: badGatewayHtml })
    expect(await world.error(world.payments.refresh("order-1001"))).toMatchObject({
      _tag: "QrisError",
      operation: "inquire",
    })
    await pay()
    expect(await world.run(world.payments.refresh("order-1001"))).toMatchObject({ status: "paid" })
  })

  test("texts that no database can store keep no payment from being known", async () => {
    await world.run(world.payments.open(zipayOrder()))
    await pay()
    const broken = {
      "data.issuerName": "BANK\0CONTOH",
      "data.customerName": "PELANGGAN \ud83d",
      "data.note": "\ud83d\0",
    }
    await world.control.faults.script({ at: "zipay.inquire", fault: { kind: "amend", set: broken } })
    await live(0.5)
    expect(await get()).toMatchObject({
      status: "paid",
      payer: {
        issuer: expect.stringMatching(/^BANK ?CONTOH$/),
        name: expect.stringMatching(/^PELANGGAN ?$/),
      },
    })
  })
})
