import { QrisError, TimedOut } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { DATABASES } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { type Decoration, ifortepayOrder, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("cancel on %s", (_name, openDatabase) => {
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
  })

  const open = async (order = ifortepayOrder()) =>
    (await world.run(world.payments.open(order))).ref?.paymentId ?? ""
  const cancel = () => world.run(world.payments.cancel("order-1001"))
  const kinds = async () => (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)

  test("a QR is canceled at a provider that can", async () => {
    const id = await open()
    expect(await cancel()).toMatchObject({ status: "canceled", providerStatus: "CANCELED" })
    expect((await world.control.payment(id)).status).toBe("canceled")
  })

  test("where the provider cannot, it is abandoned here, not shown, and watched until it expires", async () => {
    await open(zipayOrder())
    const record = await cancel()
    expect(record).toMatchObject({ status: "abandoned" })
    expect(record.qr).toBeUndefined()
    await world.advance({ hours: 24, minutes: 5 })
    await world.run(world.payments.reconcileNow)
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "expired" })
    expect(await kinds()).toEqual([])
  })

  test("money for an abandoned QR is taken, and is no surprise but an anomaly", async () => {
    const id = await open(zipayOrder())
    await cancel()
    await world.control.pay(id)
    await world.advance({ minutes: 1 })
    await world.run(world.payments.reconcileNow)
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({
      status: "paid",
      paidAmount: 25_000,
    })
    expect(await kinds()).toEqual(["paid_after_cancel"])
  })

  test("canceling again changes nothing", async () => {
    await open()
    const first = await cancel()
    expect(await cancel()).toEqual(first)
  })

  test("what was paid a moment ago is not canceled but paid", async () => {
    const id = await open()
    await world.control.pay(id)
    expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({
      _tag: "WrongState",
      status: "paid",
    })
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "paid" })
    expect(await kinds()).toEqual([])
  })

  test("what expired at the provider is not canceled but expired", async () => {
    const id = await open()
    await world.control.expire(id)
    expect(await cancel()).toMatchObject({ status: "expired" })
  })

  test("a cancel whose outcome is unknown leaves the QR watched, and is found out soon", async () => {
    await open()
    await world.control.faults.script({ at: "ifortepay.cancel", fault: { kind: "cut", acting: true } })
    expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({
      _tag: "QrisError",
      outcome: "unknown",
    })
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "pending" })
    await world.advance({ seconds: 5 })
    await world.run(world.payments.reconcileNow)
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "canceled" })
  })

  test("an attempt whose creation was lost can be given up", async () => {
    await world.control.faults.script({ at: "ifortepay.create", fault: { kind: "cut", acting: true } })
    expect(await world.run(world.payments.open(ifortepayOrder()))).toMatchObject({ status: "unknown" })
    expect(await cancel()).toMatchObject({ status: "abandoned" })
  })

  test("one whose creation was lost, and found without its QR, is watched and canceled at the provider", async () => {
    const losing: Decoration["provider"] = (provider) => ({
      ...provider,
      create: (request) =>
        Effect.flatMap(provider.create(request), ({ ref }) => {
          const reason = new TimedOut({ outcome: "unknown", description: "no answer in time" })
          return Effect.fail(
            new QrisError({ provider: provider.id, operation: "create", reason, found: ref }),
          )
        }),
    })
    const { payments, run, end } = await world.spawn({
      decorate: { database: (service) => service, provider: losing },
    })
    const record = await run(payments.open(ifortepayOrder()))
    expect(record).toMatchObject({ status: "unknown" })
    expect(record.qr).toBeUndefined()
    expect(record.failure?.message).toContain("nobody was shown its QR")
    const paymentId = record.ref?.paymentId ?? ""
    expect((await world.control.payment(paymentId)).status).toBe("pending")
    // Nobody can pay it; who did all the same would be seen.
    await world.advance({ seconds: 10 })
    await run(payments.reconcileNow)
    expect(await world.control.journal()).toContainEqual(
      expect.objectContaining({ operation: "ifortepay.inquire" }),
    )
    expect(await run(payments.cancel("order-1001"))).toMatchObject({ status: "canceled" })
    expect((await world.control.payment(paymentId)).status).toBe("canceled")
    await end()
  })

  test("money under review is not canceled", async () => {
    const id = await open(zipayOrder())
    await world.control.pay(id, { amount: 1_000, force: true })
    await world.run(world.payments.refresh("order-1001"))
    expect(await world.error(world.payments.cancel("order-1001"))).toMatchObject({
      _tag: "WrongState",
      status: "under_review",
    })
  })

  test("a key that nobody opened is an error", async () => {
    expect(await world.error(world.payments.cancel("nothing"))).toMatchObject({ _tag: "NoSuchPayment" })
  })
})
