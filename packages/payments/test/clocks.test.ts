import { createIfortepay, type IfortepayClient } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans, type MidtransClient } from "@qriskit/provider-midtrans/promise"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { Payments, type PaymentsLayerOptions } from "../src/payments.js"
import { order, until, useProcesses } from "./support/processes.js"
import { type SkewedClock, skewedClock } from "./support/skewed-clock.js"
import { rawOf } from "./support/world.js"

const HOUR = 3_600_000

interface Process {
  readonly clock: SkewedClock
  readonly payments: Payments["Service"]
  run<A, E>(effect: Effect.Effect<A, E>): Promise<A>
}

/** Every clock but the database's is wrong: what is due, leased, expired or let through goes by that one. */
describe("processes whose clocks are wrong", () => {
  const processes = useProcesses()
  const { rows } = processes
  let ifortepay: IfortepayClient
  let midtrans: MidtransClient
  let scopes: Array<Scope.Closeable> = []
  beforeAll(() => {
    const { merchantId, secretUnboundId, hashKey, baseUrl } = processes.sandbox.ifortepay
    ifortepay = createIfortepay({ merchantId, secretUnboundId, hashKey, baseUrl, channel: "NOBU" })
    const { serverKey, baseUrl: midtransUrl } = processes.sandbox.midtrans
    midtrans = createMidtrans({ serverKey, baseUrl: midtransUrl })
  })
  afterAll(async () => {
    await ifortepay?.close()
    await midtrans?.close()
  })
  afterEach(async () => {
    await Promise.all(scopes.map((scope) => Effect.runPromise(Scope.close(scope, Exit.void))))
    scopes = []
  })

  const startAt = async (ahead: number, options: Partial<PaymentsLayerOptions> = {}): Promise<Process> => {
    const clock = skewedClock(ahead)
    const run: Process["run"] = (effect) =>
      Effect.runPromise(Effect.provideService(effect, Clock.Clock, clock))
    const scope = Scope.makeUnsafe()
    scopes.push(scope)
    const layer = Payments.layer({
      database: processes.url,
      providers: [processes.zipay, ifortepay, midtrans],
      sweepMillis: 50,
      closeMillis: 500,
      ...options,
    })
    const context = await run(Scope.provide(Layer.build(layer), scope))
    return { clock, payments: Context.get(context, Payments), run }
  }
  const both = () => Promise.all([startAt(HOUR), startAt(-HOUR)])

  const statuses = async () =>
    (await rows("select distinct status from qriskit.attempt order by 1")).map(({ status }) => status)
  const inquiries = async () =>
    Number((await rows("select sum(inquiries)::int as n from qriskit.attempt"))[0]?.["n"])
  const makeDue = () =>
    rows("update qriskit.attempt set next_inquiry_at = now() where next_inquiry_at is not null")

  test("valid QRs do not expire, whichever of them asks", async () => {
    for (const process of await both()) {
      const key = `order-${process.clock.currentTimeMillisUnsafe()}`
      const before = Date.now()
      const { expiresAt, shownUntil, openedAt } = await process.run(
        process.payments.open({ ...order(key), expiresInMinutes: 30 }),
      )
      expect(Math.abs(openedAt.getTime() - before)).toBeLessThan(5_000)
      expect(Math.abs((shownUntil?.getTime() ?? 0) - before - 30 * 60_000)).toBeLessThan(5_000)
      expect(expiresAt.getTime()).toBeGreaterThan(before + 29 * 60_000)
    }
    for (let look = 1; look <= 3; look++) {
      await makeDue()
      await until("all are asked about", async () => (await inquiries()) >= 2 * look)
    }
    expect(await statuses()).toEqual(["pending"])
    expect(await rows("select kind from qriskit.anomaly")).toEqual([])
  })

  test("what a provider lets one choose is chosen by the true time", async () => {
    for (const process of await both()) {
      for (const provider of ["ifortepay", "midtrans"]) {
        const key = `${provider}-${process.clock.currentTimeMillisUnsafe()}`
        const record = await process.run(
          process.payments.open({
            ...order(key, provider),
            expiresInMinutes: 20,
            description: "Dua kopi",
            customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
          }),
        )
        expect(record, key).toMatchObject({ status: "pending" })
        const minutes = (record.expiresAt.getTime() - Date.now()) / 60_000
        expect(Math.abs(minutes - 20), key).toBeLessThan(1)
      }
    }
  })

  test("a running create is not made unknown by a process that is ahead", async () => {
    const [ahead, behind] = await both()
    await processes.sandbox.control.faults.script({
      at: "zipay.create",
      times: 2,
      fault: { kind: "slow-headers", ms: 1_200 },
    })
    const records = await Promise.all([
      behind.run(behind.payments.open(order("order-1"))),
      ahead.run(ahead.payments.open(order("order-2"))),
    ])
    expect(records).toMatchObject([{ status: "pending" }, { status: "pending" }])
    expect(records.every(({ qr }) => qr !== undefined)).toBe(true)
  })

  test("callbacks are confirmed, events handed over, and inquiries go on once the clocks are put right", async () => {
    const [ahead, behind] = await both()
    const handled: Array<string> = []
    const scope = Scope.makeUnsafe()
    scopes.push(scope)
    await behind.run(
      Scope.provide(
        behind.payments.onOutside("paid", ({ key }) => Effect.sync(() => handled.push(key))),
        scope,
      ),
    )
    const sellAt = async ({ payments, run }: Process, key: string) => {
      const { ref, qr } = await run(payments.open(order(key)))
      await processes.sandbox.control.pay(qr?.payload ?? "")
      const callback = rawOf(await processes.sandbox.control.callbacks.build(ref?.paymentId ?? ""))
      await run(payments.receive("zipay", callback))
    }
    await sellAt(ahead, "order-1")
    await sellAt(behind, "order-2")
    await until("both are fulfilled", () => handled.length === 2)

    // NTP steps; what was scheduled, leased and let through before is as it should be.
    ahead.clock.step(0)
    behind.clock.step(0)
    const gate = async () =>
      (
        await rows(
          `select next_slot_at < now() + interval '2 seconds' as is_near, closed_until from qriskit.provider_gate where provider = 'zipay'`,
        )
      )[0]
    expect(await gate()).toEqual({ is_near: true, closed_until: null })
    const [far] = await rows(
      "select count(*)::int as n from qriskit.attempt where next_inquiry_at > now() + interval '35 minutes'",
    )
    expect(far?.["n"]).toBe(0)
    await sellAt(ahead, "order-3")
    await until("the callback is confirmed", () => handled.includes("order-3"))
    await ahead.run(ahead.payments.open(order("order-4")))
    const { qr } = await ahead.run(ahead.payments.get("order-4"))
    await processes.sandbox.control.pay(qr?.payload ?? "")
    await makeDue()
    await until("it is known without a callback", () => handled.includes("order-4"))
  })

  test("what one of them took is its own for as long as the database says", async () => {
    let hangs = 0
    const hanging = processes.likeZipay("hanging", () =>
      Effect.andThen(
        Effect.sync(() => {
          hangs += 1
        }),
        Effect.never,
      ),
    )
    const options = { providers: [hanging], inquiryLeaseMillis: 60_000 }
    const behind = await startAt(-HOUR, options)
    await behind.run(behind.payments.open(order("order-1", "hanging")))
    await makeDue()
    await until("it is asked about", () => hangs === 1)
    const ahead = await startAt(HOUR, options)
    await ahead.run(ahead.payments.open(order("order-2", "hanging")))
    await rows(
      "update qriskit.attempt set next_inquiry_at = now() where payment_id = (select id from qriskit.payment where key = 'order-2')",
    )
    await until("the other one is asked about", () => hangs === 2)
    const [held] = await rows(
      "select count(*)::int as n from qriskit.attempt where next_inquiry_at between now() + interval '30 seconds' and now() + interval '61 seconds'",
    )
    expect(held?.["n"]).toBe(2)
    expect(hangs).toBe(2)
  })

  test("an event that a process ahead hands over is nobody else's for as long as its handler may take", async () => {
    const [ahead, behind] = [await startAt(HOUR, { handlerMillis: 20_000 }), await startAt(-HOUR)]
    const scope = Scope.makeUnsafe()
    scopes.push(scope)
    let calls = 0
    const hang = Effect.andThen(
      Effect.sync(() => {
        calls += 1
      }),
      Effect.never,
    )
    for (const { payments, run } of [ahead, behind])
      await run(
        Scope.provide(
          payments.onOutside("opened", () => hang),
          scope,
        ),
      )
    await ahead.run(ahead.payments.open(order("order-1")))
    await ahead.run(ahead.payments.open(order("order-2")))
    await until("each is handed over", () => calls === 2)
    // Both processes look again and again: a wrong lease would be taken over at once.
    for (let look = 0; look < 5; look++) {
      await ahead.run(ahead.payments.health)
      await behind.run(behind.payments.reconcileWithin(0))
    }
    expect(await rows("select distinct deliveries from qriskit.event")).toEqual([{ deliveries: 1 }])
    expect(calls).toBe(2)
  })
})
