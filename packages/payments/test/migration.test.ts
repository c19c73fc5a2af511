import { CreatePayment, type Payment, type QrisProvider, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Strangers } from "../src/callbacks/strangers.js"
import { connected } from "../src/database/connected.js"
import { Database } from "../src/database/database.js"
import { migrate } from "../src/database/migrate.js"
import { AttemptStatus, isMoney } from "../src/record/attempt-status.js"
import { decodeSettings, Settings } from "../src/settings.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { createVersion } from "./support/earlier-schema.js"
import { writerOfVersion2 } from "./support/version-2.js"
import {
  ifortepayOrder,
  midtransOrder,
  openWorld,
  rawOf,
  START,
  type World,
  zipayOrder,
} from "./support/world.js"

const MINUTE = 60_000
const DELIVERED = { type: "opened", status: "pending", left: "delivered" } as const

describe.each(DATABASES)(
  "a database of version 2, with rows in every table, on %s",
  (_name, openDatabase) => {
    let database: TestDatabase
    let world: World
    let made: Readonly<Record<string, Payment>>
    let staticId: string
    const seen: Array<string> = []
    const handling = Scope.makeUnsafe()

    const at = (key: string): Payment => {
      const payment = made[key]
      if (payment === undefined) throw new Error(`Nothing was made for ${key}.`)
      return payment
    }
    const create = (provider: QrisProvider, key: string, further: object = {}) =>
      world.run(
        provider.create(
          new CreatePayment({
            amount: Rupiah.make(25_000),
            externalId: `${key}-1`,
            orderId: key,
            ...further,
          }),
        ),
      )
    const callback = async (key: string) => rawOf(await world.control.callbacks.build(at(key).ref.paymentId))
    const get = (key: string) => world.run(world.payments.get(key))
    const live = async (minutes = 1) => {
      await world.advance({ minutes })
      await world.run(world.payments.reconcileNow)
    }
    const receive = async (key: string) => world.run(world.payments.receive("zipay", await callback(key)))

    beforeAll(async () => {
      database = await openDatabase()
      world = await openWorld(database)
      await createVersion(database.driver, 2)
      const { zipay, midtrans, ifortepay } = world
      const { customer, description } = ifortepayOrder()
      made = {
        polled: await create(zipay, "polled"),
        called: await create(zipay, "called"),
        told: await create(zipay, "told"),
        printed: await create(zipay, "printed"),
        reviewed: await create(zipay, "reviewed"),
        gated: await create(ifortepay, "gated", {
          customer,
          description,
          expiresAt: new Date(START.getTime() + 60 * MINUTE),
        }),
        canceled: await create(midtrans, "canceled"),
        refunded: await create(midtrans, "refunded"),
        twin: await create(zipay, "twin"),
      }
      for (const key of ["told", "printed", "refunded"]) await world.control.pay(at(key).ref.paymentId)
      await world.control.pay(at("reviewed").ref.paymentId, { amount: 24_000, force: true })
      staticId = (await world.control.payStatic("zipay", 5_000)).paymentId

      const old = writerOfVersion2(database.driver)
      const due = { nextInquiryAt: START, events: [DELIVERED] }
      const pending = { provider: "zipay", status: "pending", ...due } as const
      await old.payment({ key: "polled", ...pending, made: at("polled") })
      await old.payment({ key: "called", ...pending, made: at("called") })
      await old.payment({ key: "gated", ...pending, provider: "ifortepay", made: at("gated") })
      await old.payment({ key: "canceled", ...pending, provider: "midtrans", made: at("canceled") })
      const paid = { provider: "zipay", status: "paid", paidAmount: 25_000 } as const
      await old.payment({
        key: "told",
        ...paid,
        made: at("told"),
        payer: { issuer: "DANA", retrievalReference: "123" },
        events: [DELIVERED, { type: "paid", status: "paid", left: "undelivered" }],
      })
      await old.payment({
        key: "printed",
        ...paid,
        made: at("printed"),
        events: [DELIVERED, { type: "paid", status: "paid", left: "dead" }],
      })
      await old.payment({
        key: "refunded",
        ...paid,
        provider: "midtrans",
        made: at("refunded"),
        events: [DELIVERED],
      })
      await old.payment({
        key: "reviewed",
        provider: "zipay",
        status: "under_review",
        paidAmount: 24_000,
        made: at("reviewed"),
        events: [DELIVERED],
      })
      await old.payment({ key: "lost", provider: "zipay", status: "creating", nextInquiryAt: START })
      // Two that were given one payment of the provider, which only a later version refuses.
      await old.payment({ key: "twin", ...pending, made: at("twin") })
      const { ref } = at("twin")
      const other = { ...at("twin"), ref: { ...ref, externalId: "other-1", orderId: "other" } } as Payment
      await old.payment({ key: "other", ...pending, made: other })
      for (const status of AttemptStatus.literals)
        await old.payment({
          key: `old-${status}`,
          provider: "zipay",
          status,
          ...(isMoney(status) ? { paidAmount: 25_000 } : {}),
        })

      await old.receipt("accepted", "zipay", at("told"), (await callback("told")).body, "told")
      const stranger = await world.control.callbacks.build(staticId)
      const { externalId } = await world.control.payment(staticId)
      const ofNobody = { ref: { ...ref, paymentId: staticId, externalId } } as Payment
      await old.receipt("unmatched", "zipay", ofNobody, stranger.body)
      await old.unmatched("zipay", staticId, externalId)
      await old.discarded("zipay", "malformed", 3)
      await old.anomaly("amount_mismatch", "reviewed")
      await old.anomaly("paid_after_expiry", "told", "Siti, finance")
      await old.closedGate("ifortepay", new Date(START.getTime() + 10 * MINUTE))

      await migrate(database.driver)
      await world.restart()
      await world.run(
        Scope.provide(
          world.payments.on("*", ({ key, type, seq }) =>
            Effect.sync(() => seen.push(`${key} ${seq} ${type}`)),
          ),
          handling,
        ),
      )
    })
    afterAll(async () => {
      await Effect.runPromise(Scope.close(handling, Exit.void))
      await world?.close()
      await database?.close()
    })

    test("has every payment as it was, and what statements name it by", async () => {
      for (const status of AttemptStatus.literals)
        expect(await get(`old-${status}`)).toMatchObject({ status, amount: 25_000, attempt: 1 })
      const { payments } = await world.run(world.payments.list({ limit: 100 }))
      expect(payments).toHaveLength(AttemptStatus.literals.length + 11)
      expect(payments.every(({ account }) => account === undefined)).toBe(true)
      const named = await database.rows(
        "select retrieval_reference, merchant is not null as has_merchant from qriskit.attempt where external_id = 'told-1'",
      )
      expect(named).toEqual([{ retrieval_reference: "000000000123", has_merchant: true }])
    })

    test("gives each payment of a provider to one attempt, and tells of the other", async () => {
      const ids = await database.rows(
        "select external_id, provider_payment_id from qriskit.attempt where external_id in ('twin-1', 'other-1') order by 1 desc",
      )
      expect(ids.filter(({ provider_payment_id: id }) => id !== null)).toHaveLength(1)
      const anomalies = await world.run(world.payments.anomalies.list())
      expect(anomalies.map(({ kind }) => kind).sort()).toEqual(["amount_mismatch", "repeated_payment_id"])
      const all = await world.run(world.payments.anomalies.list({ acknowledged: true }))
      expect(all).toContainEqual(
        expect.objectContaining({ kind: "paid_after_expiry", key: "told", acknowledgedBy: "Siti, finance" }),
      )
    })

    test("knows an order that is asked for again by what it was", async () => {
      const { qr, status } = await world.run(world.payments.open(zipayOrder("polled")))
      expect({ qr: qr?.payload, status }).toEqual({ qr: at("polled").qr?.payload, status: "pending" })
      expect(await world.error(world.payments.open(zipayOrder("polled", 26_000)))).toMatchObject({
        _tag: "IdempotencyConflict",
      })
      expect(await world.run(world.payments.open(zipayOrder("new")))).toMatchObject({ status: "pending" })
    })

    test("hands over what was not handed over, once, and keeps what was given up for a person", async () => {
      await live()
      await live()
      expect(seen.filter((event) => event.startsWith("told"))).toEqual(["told 2 paid"])
      expect(seen.filter((event) => event.startsWith("printed"))).toEqual([])
      expect(seen).not.toContain("polled 1 opened")
      const [letter, ...more] = await world.run(world.payments.deadLetters.list())
      expect(more).toEqual([])
      expect(letter).toMatchObject({ event: { key: "printed", type: "paid" }, deliveries: 12 })
      await world.run(world.payments.deadLetters.replay(letter?.event.id ?? 0))
      await live()
      expect(seen.filter((event) => event.startsWith("printed"))).toEqual(["printed 2 paid"])
    })

    test("recognises a callback that it had", async () => {
      expect(await receive("told")).toMatchObject({ verdict: "accepted" })
      await live()
      expect(await world.run(world.payments.receipts({ key: "told" }))).toMatchObject([
        { verdict: "accepted", times: 2 },
      ])
      expect(await get("told")).toMatchObject({ status: "paid", paidAmount: 25_000 })
      expect(seen.filter((event) => event.startsWith("told"))).toEqual(["told 2 paid"])
    })

    test("asks about money of nobody that it had, and notes it once", async () => {
      await live()
      expect(await world.run(world.payments.unmatched())).toMatchObject([
        { providerPaymentId: staticId, state: "confirmed", amount: 5_000 },
      ])
      const raw = rawOf(await world.control.callbacks.build(staticId))
      expect(await world.run(world.payments.receive("zipay", raw))).toMatchObject({ verdict: "unmatched" })
      expect(await world.run(world.payments.unmatched())).toHaveLength(1)
    })

    test("goes on with what was pending: one is paid and found by asking, one by its callback, one after its gate, one is cancelled", async () => {
      await world.control.pay(at("polled").ref.paymentId)
      await world.control.pay(at("called").ref.paymentId)
      await world.control.pay(at("gated").ref.paymentId)
      expect(await receive("called")).toMatchObject({ verdict: "accepted" })
      await live()
      expect(await get("polled")).toMatchObject({ status: "paid", paidAmount: 25_000 })
      expect(await get("called")).toMatchObject({ status: "paid", paidAmount: 25_000 })
      expect(await get("gated")).toMatchObject({ status: "pending" })
      expect((await world.run(world.payments.health)).closedGates).toMatchObject([{ provider: "ifortepay" }])
      expect(await world.run(world.payments.cancel("canceled"))).toMatchObject({ status: "canceled" })
      expect(await world.control.payment(at("canceled").ref.paymentId)).toMatchObject({ status: "canceled" })
      await live(10)
      expect(await get("gated")).toMatchObject({ status: "paid" })
      expect(await get("lost")).toMatchObject({ status: "unknown" })
    })

    test("gives money back that came before, and takes another amount as a person says", async () => {
      const why = { reason: "the coffee was cold", by: "kasir" }
      expect(await world.run(world.payments.refund("refunded", why))).toMatchObject({ status: "succeeded" })
      expect(await get("refunded")).toMatchObject({ status: "refunded", refunded: 25_000 })
      const [given] = (await world.control.payment(at("refunded").ref.paymentId)).refunds
      expect(given).toMatchObject({ amount: 25_000 })
      const decided = { by: "Siti, finance", why: "a thousand was paid in cash" }
      expect(await world.run(world.payments.acceptAmount("reviewed", decided))).toMatchObject({
        status: "paid",
        paidAmount: 24_000,
      })
      expect((await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)).not.toContain(
        "amount_mismatch",
      )
      expect(await world.run(world.payments.open(midtransOrder("new-2")))).toMatchObject({
        status: "pending",
      })
    })

    test("counts strangers where they were counted", async () => {
      const layer = Strangers.layer.pipe(
        Layer.provide(Layer.effect(Settings, Effect.fromResult(decodeSettings({ strangersPerHour: 0 })))),
        Layer.provide(Layer.succeed(Database, connected(database.driver))),
      )
      const discarding = Effect.gen(function* () {
        const strangers = yield* Strangers
        expect(yield* strangers.admit("zipay", "malformed")).toBe("nothing")
        yield* strangers.flush
      })
      world.clock.set(START.getTime())
      await world.run(Effect.provide(discarding, layer))
      expect(
        await database.rows(
          "select account, times from qriskit.discarded_receipt where verdict = 'malformed'",
        ),
      ).toEqual([{ account: "", times: 4 }])
    })
  },
)
